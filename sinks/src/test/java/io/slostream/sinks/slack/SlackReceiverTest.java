// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.Alerts;
import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Delivery.Kind;
import io.slostream.sinks.delivery.HttpPost;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlackReceiverTest {
    private final Alerts alerts = new Alerts();
    private final SlackReceiver receiver = new SlackReceiver(
            new SlackSettings(URI.create("http://localhost/x"), "https://slo.example.org"), new HttpPost());

    private String message(Delivery... deliveries) {
        return receiver.requests(List.of(deliveries)).get(0).text();
    }

    private Delivery trigger(String group) {
        return new Delivery(Kind.TRIGGER, alerts.fires(group, 0), Optional.empty());
    }

    @Test
    void shouldSayWhatFiresAndWhere() {
        assertThat(message(trigger("math")))
                .startsWith("{\"text\":\"[FIRING] PAGE correctness Burning math\",\"attachments\":[{")
                .contains("\"title_link\":\"https://slo.example.org/slos/correctness?group=math\"")
                .contains("owner oncall · serving · incident "
                        + alerts.fires("math", 0).incident().substring(0, 12));
    }

    @Test
    void shouldPutAlertsOfOneOwnerIntoOneMessage() {
        assertThat(message(trigger("math"), trigger("code")))
                .startsWith("{\"text\":\"2 alerts of oncall\"")
                .contains("math")
                .contains("code");
    }

    @Test
    void shouldNeitherMarkUpNorMention() {
        assertThat(message(trigger("<!channel> @here &\n*bold*")))
                .doesNotContain("<!")
                .doesNotContain("@here")
                .contains("&lt;!channel&gt; @\u200bhere &amp;");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.Alerts;
import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Delivery.Kind;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Texts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PagerDutyReceiverTest {
    private final Alerts alerts = new Alerts();
    private final PagerDutyReceiver receiver = new PagerDutyReceiver(
            new PagerDutySettings(PagerDutySettings.EVENTS, "key", "https://slo.example.org"), new HttpPost());

    private String event(Kind kind, Notification notification, Notification before) {
        return receiver.requests(List.of(new Delivery(kind, notification, Optional.ofNullable(before))))
                .get(0)
                .text();
    }

    @Test
    void shouldTriggerAndResolveByTheSameKey() {
        Notification fires = alerts.fires("math", 0);

        String trigger = event(Kind.TRIGGER, fires, null);
        String resolve = event(Kind.RESOLVE, alerts.resolves("math", 0, 5), fires);

        assertThat(trigger)
                .startsWith("{\"routing_key\":\"key\",\"dedup_key\":\"" + fires.incident()
                        + "\",\"client\":\"slostream\",\"event_action\":\"trigger\"")
                .contains("\"severity\":\"critical\"")
                .contains("\"group\":\"oncall\"")
                .contains("\"client_url\":\"https://slo.example.org/slos/correctness?group=math\"");
        assertThat(resolve)
                .isEqualTo("{\"routing_key\":\"key\",\"dedup_key\":\"" + fires.incident()
                        + "\",\"client\":\"slostream\",\"event_action\":\"resolve\"}");
        assertThat(fires.incident()).hasSize(64);
        assertThat(alerts.fires("math", 7).incident()).isNotEqualTo(fires.incident());
    }

    @Test
    void shouldStayWithinTheLimitsOfAnEvent() {
        String trigger = event(Kind.TRIGGER, alerts.fires("x".repeat(600_000), 0), null);

        assertThat(trigger.getBytes(StandardCharsets.UTF_8).length).isLessThan(PagerDutyReceiver.MAX_EVENT_BYTES);
        assertThat(Texts.between(trigger, "\"summary\":\"", "\"").get(0).codePointCount(0, 1_024))
                .isEqualTo(1_024);
        assertThat(trigger).doesNotContain("custom_details");
    }
}

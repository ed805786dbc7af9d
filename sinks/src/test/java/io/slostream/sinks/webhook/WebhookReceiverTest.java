// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.Alerts;
import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Delivery.Kind;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookReceiverTest {
    private final Alerts alerts = new Alerts();

    private static WebhookReceiver receiver(int batch) {
        return new WebhookReceiver(
                new WebhookSettings(
                        URI.create("http://localhost/hook"),
                        Map.of("Authorization", "Bearer x"),
                        "It's a Secret to Everybody",
                        "/slostream/pager",
                        "https://slo.example.org",
                        batch),
                new HttpPost());
    }

    @Test
    void shouldSendOneCloudEventInStructuredMode() {
        Notification fires = alerts.fires("math", 0);

        Request request = receiver(1)
                .requests(List.of(new Delivery(Kind.TRIGGER, fires, Optional.empty())))
                .get(0);

        assertThat(request.headers())
                .containsEntry("Content-Type", "application/cloudevents+json; charset=utf-8")
                .containsEntry("Authorization", "Bearer x");
        assertThat(request.text())
                .startsWith("{\"specversion\":\"1.0\",\"id\":\"" + fires.id()
                        + "-trigger\",\"source\":\"/slostream/pager\","
                        + "\"type\":\"io.slostream.alert.triggered\",\"time\":\"2026-11-24T00:00:00Z\","
                        + "\"datacontenttype\":\"application/json\",\"subject\":\"correctness/Burning/math\","
                        + "\"data\":{\"incident\":\"" + fires.incident() + "\",\"state\":\"firing\"")
                .contains("{\"window\":\"1h\",\"good\":0,\"total\":0,\"burn_rate\":null}");
    }

    @Test
    void shouldSendSeveralInBatchedMode() {
        Request request = receiver(10)
                .requests(List.of(
                        new Delivery(Kind.TRIGGER, alerts.fires("math", 0), Optional.empty()),
                        new Delivery(
                                Kind.RESOLVE, alerts.resolves("code", 0, 1), Optional.of(alerts.fires("code", 0)))))
                .get(0);

        assertThat(request.headers())
                .containsEntry("Content-Type", "application/cloudevents-batch+json; charset=utf-8");
        assertThat(request.text())
                .startsWith("[{")
                .contains("io.slostream.alert.triggered")
                .contains("io.slostream.alert.resolved")
                .contains("\"resolved_at\":\"2026-11-24T00:01:00Z\"");
    }

    @Test
    void shouldSignAsGitHubDoes() {
        // The example of GitHub's documentation, "Validating webhook deliveries".
        assertThat(Signature.of("It's a Secret to Everybody", "Hello, World!".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
        Request request = receiver(1)
                .requests(List.of(new Delivery(Kind.TRIGGER, alerts.fires("math", 0), Optional.empty())))
                .get(0);
        assertThat(request.headers())
                .containsEntry(Signature.HEADER, Signature.of("It's a Secret to Everybody", request.body()));
    }

    @Test
    void shouldShowNoSecretInItsSettings() {
        assertThat(new WebhookSettings(URI.create("http://localhost/t0ken"), Map.of("a", "t0ken"), "t0ken", "", "", 1))
                .asString()
                .doesNotContain("t0ken");
    }
}

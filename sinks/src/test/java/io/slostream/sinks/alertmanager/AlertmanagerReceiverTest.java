// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.alertmanager;

import static io.slostream.sinks.delivery.Alerts.MINUTE_MS;
import static io.slostream.sinks.delivery.Alerts.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.Alerts;
import io.slostream.sinks.delivery.Answer;
import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Delivery.Kind;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.HttpStub;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Severity;
import io.slostream.sinks.delivery.Texts;
import io.slostream.sinks.watchdog.Heartbeat;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertmanagerReceiverTest {
    private final Alerts alerts = new Alerts();
    private final HttpStub stub = new HttpStub();
    private final HttpStub other = new HttpStub();
    private long nowMs = T0 + MINUTE_MS;

    @AfterEach
    void stop() throws IOException {
        stub.close();
        other.close();
    }

    private AlertmanagerReceiver receiver(URI... peers) {
        return new AlertmanagerReceiver(
                new AlertmanagerSettings(
                        List.of(peers),
                        Map.of(),
                        Map.of("cluster", "west"),
                        "https://slo.example.org",
                        AlertmanagerSettings.ENDS_AFTER_MS,
                        AlertmanagerSettings.RESEND_EVERY_MS,
                        AlertmanagerSettings.RESOLVED_FOR_MS),
                new HttpPost(),
                () -> nowMs);
    }

    private static Delivery trigger(Notification notification) {
        return new Delivery(Kind.TRIGGER, notification, Optional.empty());
    }

    private static Delivery after(Kind kind, Notification notification, Notification before) {
        return new Delivery(kind, notification, Optional.of(before));
    }

    private String last() {
        return stub.received().get(stub.received().size() - 1).body();
    }

    @Test
    void shouldPostWhatAlertmanagerTakes() {
        receiver(stub.uri()).deliver(List.of(trigger(alerts.fires("math", 0))));

        assertThat(stub.received().get(0).line()).isEqualTo("POST /hook/api/v2/alerts HTTP/1.1");
        assertThat(last())
                .isEqualTo("[{\"labels\":{\"alertname\":\"Burning\",\"category\":\"slo\",\"cluster\":\"west\","
                        + "\"dashboard\":\"serving\",\"group\":\"math\",\"owner\":\"oncall\",\"severity\":\"page\","
                        + "\"slo\":\"correctness\"},\"annotations\":{\"incident\":\""
                        + alerts.fires("math", 0).incident()
                        + "\",\"objective\":\"0.95\",\"reason\":\"condition\","
                        + "\"summary\":\"Correctness of math burns\","
                        + "\"windows\":\"5m 4/10 bad (burn 4.00), 1h 0/0 bad\"},"
                        + "\"startsAt\":\"2026-11-24T00:00:00Z\",\"endsAt\":\"2026-11-24T04:01:00Z\","
                        + "\"generatorURL\":\"https://slo.example.org/slos/correctness?group=math\"}]");
    }

    @Test
    void shouldTellAgainWhatFiresWithALaterEnd() {
        AlertmanagerReceiver receiver = receiver(stub.uri());
        Notification fires = alerts.fires("math", 0);
        receiver.deliver(List.of(trigger(fires)));
        nowMs += MINUTE_MS;

        receiver.refresh(List.of(fires));

        assertThat(last()).contains("\"endsAt\":\"2026-11-24T04:02:00Z\"");
    }

    @Test
    void shouldRepeatAResolveForAQuarterOfAnHourAndNotIntoTheNextIncident() {
        AlertmanagerReceiver receiver = receiver(stub.uri());
        Notification fires = alerts.fires("math", 0);
        receiver.deliver(List.of(after(Kind.RESOLVE, alerts.resolves("math", 0, 1), fires)));
        assertThat(last()).contains("\"endsAt\":\"2026-11-24T00:01:00Z\"");
        nowMs += 14 * MINUTE_MS;
        receiver.refresh(List.of());
        assertThat(stub.received()).hasSize(2);
        assertThat(last()).contains("\"endsAt\":\"2026-11-24T00:01:00Z\"");

        nowMs += MINUTE_MS;
        receiver.refresh(List.of());
        assertThat(stub.received()).as("after 15 minutes").hasSize(2);

        Notification again = alerts.fires("math", 20);
        receiver.deliver(List.of(after(Kind.RESOLVE, alerts.resolves("math", 0, 19), fires)));
        receiver.deliver(List.of(trigger(again)));
        receiver.refresh(List.of(again));
        assertThat(Texts.between(last(), "\"startsAt\":\"", "\"")).containsExactly("2026-11-24T00:20:00Z");
    }

    @Test
    void shouldEndTheOldLabelsWhenTheSeverityChanges() {
        Notification ticket = alerts.severity(Severity.TICKET).fires("math", 0);
        Notification page = alerts.severity(Severity.PAGE).firesOn("math", 0, 1);

        receiver(stub.uri()).deliver(List.of(after(Kind.UPDATE, page, ticket)));

        assertThat(Texts.between(last(), "\"severity\":\"", "\"")).containsExactly("ticket", "page");
        assertThat(Texts.between(last(), "\"endsAt\":\"", "\""))
                .containsExactly("2026-11-24T00:01:00Z", "2026-11-24T04:01:00Z");
    }

    @Test
    void shouldTellEveryPeerAndBeContentWithOne() {
        AlertmanagerReceiver receiver = receiver(stub.uri(), other.uri());
        other.then(HttpStub.status(500));

        assertThat(receiver.deliver(List.of(trigger(alerts.fires("math", 0)))).isAccepted())
                .isTrue();
    }

    @Test
    void shouldNotWaitForAPeerThatHangs() {
        other.then(HttpStub.hang());
        AlertmanagerReceiver receiver = receiver(stub.uri(), other.uri());
        long began = System.nanoTime();

        for (int i = 0; i < 10; i++) {
            assertThat(receiver.deliver(List.of(trigger(alerts.fires("g" + i, 0))))
                            .isAccepted())
                    .isTrue();
        }

        assertThat(System.nanoTime() - began).as("nanoseconds").isLessThan(9_000_000_000L);
        assertThat(stub.received()).hasSize(10);
    }

    @Test
    void shouldNotRepeatAResolveOfAnEarlierLifeIntoTheIncidentThatIsOpen() {
        AlertmanagerReceiver receiver = receiver(stub.uri());
        receiver.remember(after(Kind.RESOLVE, alerts.resolves("math", 0, 1), alerts.fires("math", 0)));

        receiver.refresh(List.of(alerts.fires("math", 2)));

        assertThat(Texts.between(last(), "\"startsAt\":\"", "\"")).containsExactly("2026-11-24T00:02:00Z");
    }

    @Test
    void shouldRepeatNoResolveOfAPartitionThatAnotherNotifierHas() {
        AlertmanagerReceiver receiver = receiver(stub.uri());
        receiver.deliver(List.of(after(Kind.RESOLVE, alerts.resolves("math", 0, 1), alerts.fires("math", 0))));

        receiver.forget(0);
        receiver.refresh(List.of());

        assertThat(stub.received()).as("only the resolve itself").hasSize(1);
    }

    @Test
    void shouldSayThatOnePeerMayHaveTakenWhatAnotherSurelyHasNot() {
        stub.then(HttpStub.status(500));
        other.then(HttpStub.status(503));

        Answer answer = receiver(stub.uri(), other.uri()).deliver(List.of(trigger(alerts.fires("math", 0))));

        assertThat(answer.isRetry()).isTrue();
        assertThat(answer.perhapsReceived()).isTrue();
    }

    @Test
    void shouldFireAlwaysForAWhile() {
        receiver(stub.uri()).heartbeat(new Heartbeat("pager", "engine-1", nowMs, 5 * MINUTE_MS));

        assertThat(last())
                .contains("\"alertname\":\"SlostreamWatchdog\"")
                .contains("\"severity\":\"none\"")
                .contains("\"startsAt\":\"2026-11-24T00:01:00Z\"")
                .contains("\"endsAt\":\"2026-11-24T00:06:00Z\"");
    }
}

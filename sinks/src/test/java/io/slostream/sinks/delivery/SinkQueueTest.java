// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import static io.slostream.sinks.delivery.Alerts.MINUTE_MS;
import static io.slostream.sinks.delivery.Alerts.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SinkQueueTest {
    private static final int MANY = 1_000;
    private static final long HOURS_LATER = T0 + 300 * MINUTE_MS;

    private final Alerts alerts = new Alerts();
    private SinkQueue queue = new SinkQueue(notification -> true);

    SinkQueueTest() {
        queue.begin(0, 0);
    }

    /** Everything that is sent from now on, one request a line; the receiver takes it all. */
    private List<String> sent(int limit, long wallMs) {
        List<String> sent = new ArrayList<>();
        for (List<Delivery> batch = queue.next(limit, wallMs, 0);
                !batch.isEmpty();
                batch = queue.next(limit, wallMs, 0)) {
            sent.add(words(batch));
            queue.accepted(batch);
        }
        return sent;
    }

    private static String words(List<Delivery> batch) {
        return String.join(
                ", ",
                batch.stream()
                        .map(delivery -> delivery.kind().word() + " "
                                + delivery.notification().group())
                        .toList());
    }

    private void fail(List<Delivery> batch, boolean perhapsReceived) {
        queue.failed(batch, new Failure(-100_000, -100_000, perhapsReceived, new Random(1)));
    }

    @Test
    void shouldTellTheHighestSeverityFirst() {
        alerts.severity(Severity.TICKET);
        queue.offer(alerts.fires("slow", 0));
        queue.offer(alerts.fires("slower", 0));
        alerts.severity(Severity.PAGE);
        queue.offer(alerts.fires("down", 1));

        assertThat(sent(1, T0)).containsExactly("trigger down", "trigger slow", "trigger slower");
    }

    @Test
    void shouldPutAlertsOfOneOwnerIntoOneRequest() {
        for (int i = 0; i < 4; i++) {
            alerts.owner(i % 2 == 0 ? "even" : "odd");
            queue.offer(alerts.fires("g" + i, 0));
        }

        assertThat(sent(10, T0)).containsExactly("trigger g0, trigger g2", "trigger g1, trigger g3");
    }

    @Test
    void shouldLoseNoneOfAStorm() {
        for (int i = 0; i < MANY; i++) {
            queue.offer(alerts.fires("g" + i, 0));
            queue.offer(alerts.resolves("g" + i, 0, 1));
        }

        List<String> sent = sent(20, T0);

        assertThat(sent).hasSize(2 * MANY / 20);
        assertThat(String.join(", ", sent).split(", ", -1)).hasSize(2 * MANY).doesNotHaveDuplicates();
        assertThat(queue.size()).isZero();
        assertThat(queue.open()).isEmpty();
        assertThat(queue.committable(0, 2 * MANY)).hasValue(2 * MANY);
    }

    @Test
    void shouldTellAYoungPairAfterAShortOutage() {
        queue.offer(alerts.fires("math", 0));
        queue.offer(alerts.resolves("math", 0, 2));

        assertThat(sent(1, T0 + 10 * MINUTE_MS)).containsExactly("trigger math", "resolve math");
    }

    @Test
    void shouldCollapseAStalePairThatNobodyWasToldOf() {
        queue.offer(alerts.fires("math", 0));
        queue.offer(alerts.resolves("math", 0, 2));
        queue.offer(alerts.fires("code", 0));

        assertThat(sent(1, HOURS_LATER)).containsExactly("trigger code");
        assertThat(queue.committable(0, 3)).hasValue(3);
    }

    @Test
    void shouldNeverLoseTheResolveOfWhatWasTriggered() {
        queue.offer(alerts.fires("math", 0));
        sent(1, T0);
        queue.offer(alerts.resolves("math", 0, 2));
        queue.offer(alerts.fires("math", 5));
        queue.offer(alerts.resolves("math", 5, 6));
        queue.offer(alerts.fires("math", 9));
        queue.offer(alerts.resolves("math", 9, 10));

        assertThat(sent(1, HOURS_LATER)).containsExactly("resolve math");
        assertThat(queue.open()).isEmpty();
        assertThat(queue.committable(0, 6)).hasValue(6);
    }

    @Test
    void shouldResolveWhatTheReceiverMayHaveTaken() {
        queue.offer(alerts.fires("math", 0));
        fail(queue.next(1, T0, 0), true);
        queue.offer(alerts.resolves("math", 0, 2));

        assertThat(sent(1, HOURS_LATER)).containsExactly("trigger math", "resolve math");
    }

    @Test
    void shouldResolveWhatAnEarlierAttemptMayHaveOpenedThoughTheNextIsRefused() {
        queue.offer(alerts.fires("math", 0));
        fail(queue.next(1, T0, 0), true);
        queue.refused(queue.next(1, T0, 0).get(0));
        queue.offer(alerts.resolves("math", 0, 2));

        assertThat(sent(1, T0)).containsExactly("resolve math");
    }

    @Test
    void shouldCollapseWhatTheReceiverSurelyDidNotTake() {
        queue.offer(alerts.fires("math", 0));
        fail(queue.next(1, T0, 0), false);
        queue.offer(alerts.resolves("math", 0, 2));

        assertThat(sent(1, HOURS_LATER)).isEmpty();
    }

    @Test
    void shouldResolveWhatAnEarlierLifeMayHaveTriggered() {
        queue.offer(alerts.fires("math", 0));
        queue.offer(alerts.resolves("math", 0, 2));
        queue.offer(alerts.fires("math", 5), true);
        queue.offer(alerts.resolves("math", 5, 6));
        queue.offer(alerts.fires("math", 8));
        queue.offer(alerts.resolves("math", 8, 9));

        assertThat(sent(1, HOURS_LATER)).containsExactly("trigger math", "resolve math");
    }

    @Test
    void shouldBoundWhatWaitsForAFlappingAlert() {
        queue.offer(alerts.fires("math", 0));
        sent(1, T0);
        for (int i = 1; i < MANY; i++) {
            queue.offer(alerts.resolves("math", 2 * i - 2, 2 * i - 1));
            queue.offer(alerts.fires("math", 2 * i));
            queue.next(1, T0, Long.MIN_VALUE);
        }

        assertThat(queue.size()).isLessThan(40);
        assertThat(sent(1, HOURS_LATER * 2)).startsWith("resolve math").endsWith("trigger math");
    }

    @Test
    void shouldResolveOnlyWhatWasTriggeredHere() {
        queue = new SinkQueue(notification -> notification.severity() == Severity.PAGE);
        queue.begin(0, 0);
        alerts.severity(Severity.TICKET);
        queue.offer(alerts.fires("math", 0));
        queue.offer(alerts.resolves("math", 0, 1));

        assertThat(sent(1, T0)).isEmpty();
        assertThat(queue.committable(0, 2)).hasValue(2);
    }

    @Test
    void shouldOpenAndCloseAsTheSeverityEntersAndLeavesTheRoute() {
        queue = new SinkQueue(notification -> notification.severity() == Severity.PAGE);
        queue.begin(0, 0);
        alerts.severity(Severity.TICKET);
        queue.offer(alerts.fires("math", 0));
        alerts.severity(Severity.PAGE);
        queue.offer(alerts.firesOn("math", 0, 1));
        alerts.severity(Severity.TICKET);
        queue.offer(alerts.firesOn("math", 0, 2));
        queue.offer(alerts.resolves("math", 0, 3));

        assertThat(sent(1, T0)).containsExactly("trigger math", "resolve math");
    }

    @Test
    void shouldUpdateAnIncidentWhoseSeverityChanges() {
        alerts.severity(Severity.TICKET);
        queue.offer(alerts.fires("math", 0));
        sent(1, T0);
        alerts.severity(Severity.PAGE);
        queue.offer(alerts.firesOn("math", 0, 1));

        assertThat(sent(1, T0)).containsExactly("update math");
        assertThat(queue.open()).extracting(Notification::severity).containsExactly(Severity.PAGE);
    }

    @Test
    void shouldCloseAnIncidentWhoseResolveIsGone() {
        queue.offer(alerts.fires("math", 0));
        sent(1, T0);
        queue.offer(alerts.fires("math", 60));

        assertThat(sent(1, T0)).containsExactly("resolve math", "trigger math");
        assertThat(queue.committable(0, 2)).hasValue(2);
    }

    @Test
    void shouldSendNothingForWhatWasToldBefore() {
        Notification fires = alerts.fires("math", 0);
        queue.restore(fires, notification -> true, false);
        queue.offer(fires);

        assertThat(sent(1, T0)).isEmpty();
        assertThat(queue.open()).containsExactly(fires);
    }

    @Test
    void shouldResolveWhatWasTriggeredInAnEarlierLife() {
        queue.restore(alerts.fires("math", 0), notification -> true, false);
        queue.offer(alerts.resolves("math", 0, 1));

        assertThat(sent(1, T0)).containsExactly("resolve math");
    }

    @Test
    void shouldNotResolveWhatWasRefusedInAnEarlierLife() {
        queue.restore(alerts.fires("math", 0), notification -> true, true);
        queue.offer(alerts.resolves("math", 0, 1));

        assertThat(sent(1, T0)).isEmpty();
    }

    @Test
    void shouldReconcileWhenTheRouteHasChanged() {
        Notification left = alerts.owner("left").fires("left", 0);
        Notification joined = alerts.owner("joined").fires("joined", 0);
        queue = new SinkQueue(notification -> notification.owner().equals("joined"));
        queue.begin(0, 2);
        for (Notification notification : List.of(left, joined)) {
            queue.restore(notification, before -> before.owner().equals("left"), false);
            queue.offer(notification);
        }

        assertThat(queue.committable(0, 2))
                .as("the next start finds the same until all is told")
                .isEmpty();
        assertThat(sent(1, T0)).containsExactly("trigger joined", "resolve left");
        assertThat(queue.committable(0, 2)).hasValue(2);
    }

    @Test
    void shouldCommitOnlyWhatIsAnsweredFor() {
        queue.offer(alerts.fires("a", 0));
        queue.offer(alerts.fires("b", 0));
        queue.offer(alerts.fires("c", 0));

        List<Delivery> first = queue.next(1, T0, 0);
        queue.accepted(first);
        assertThat(queue.committable(0, 3)).hasValue(1);

        queue.offer(alerts.resolves("a", 0, 1));
        fail(queue.next(1, T0, 0), false);
        assertThat(queue.committable(0, 4)).hasValue(1);
        sent(1, T0);
        assertThat(queue.committable(0, 4)).hasValue(4);
    }

    @Test
    void shouldForgetAPartitionThatAnotherNotifierHas() {
        queue.offer(alerts.fires("math", 0));
        queue.end(0);

        assertThat(sent(1, T0)).isEmpty();
        assertThat(queue.size()).isZero();
        assertThat(queue.committable(0, 1)).isEmpty();
    }

    @Test
    void shouldGiveOthersATurnWhileOneFails() {
        queue.offer(alerts.fires("poison", 0));
        queue.offer(alerts.owner("other").fires("math", 1));
        List<Delivery> first = queue.next(1, T0, 0);
        queue.failed(first, new Failure(0, 500, true, new Random(1)));

        assertThat(words(first)).isEqualTo("trigger poison");
        assertThat(words(queue.next(1, T0, 0))).isEqualTo("trigger math");
    }
}

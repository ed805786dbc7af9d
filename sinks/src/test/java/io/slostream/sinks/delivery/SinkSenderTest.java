// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import static io.slostream.sinks.delivery.Alerts.MINUTE_MS;
import static io.slostream.sinks.delivery.Alerts.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.SinkSender.Clocks;
import io.slostream.sinks.delivery.SinkSender.Watchdog;
import io.slostream.sinks.watchdog.Heartbeat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The pace of a sink, on a clock of the test's own. */
class SinkSenderTest {
    private static final int STORM = 1_000;

    private final Alerts alerts = new Alerts();
    private final SinkQueue queue = new SinkQueue(notification -> true);
    private final Told told = new Told();
    private long nowMs = T0;
    private Heartbeat heartbeat;
    private boolean free = true;
    private final List<Delivery> failed = new ArrayList<>();

    SinkSenderTest() {
        queue.begin(0, 0);
    }

    /** A receiver of two at a time, and what it was told. */
    private final class Told implements Receiver, SinkListener {
        private final List<List<Delivery>> requests = new ArrayList<>();
        private final List<Integer> refreshed = new ArrayList<>();
        private final List<Heartbeat> heartbeats = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private final List<Round> rounds = new ArrayList<>();
        private int rateLimited;
        private Answer answer = Answer.accepted();
        private String poison = "none";

        @Override
        public Answer deliver(List<Delivery> batch) {
            if (batch.stream().anyMatch(of -> of.notification().group().equals(poison))) {
                throw new IllegalStateException("hunter2 cannot be written");
            }
            requests.add(batch);
            return answer;
        }

        @Override
        public int batchLimit() {
            return 2;
        }

        @Override
        public Answer heartbeat(Heartbeat sign) {
            heartbeats.add(sign);
            return Answer.accepted();
        }

        @Override
        public List<Request> requests(List<Delivery> batch) {
            return List.of();
        }

        @Override
        public long refreshEveryMs() {
            return MINUTE_MS;
        }

        @Override
        public Optional<Answer> refresh(List<Notification> open) {
            refreshed.add(open.size());
            return open.isEmpty() ? Optional.empty() : Optional.of(Answer.accepted());
        }

        @Override
        public boolean sending(List<Delivery> batch) {
            return free;
        }

        @Override
        public void delivered(List<Delivery> batch) {}

        @Override
        public void failed(List<Delivery> batch, Answer why, int failures, long againInMs) {}

        @Override
        public void refused(Delivery delivery, Answer why) {
            refused.add(delivery.notification().group() + ": " + why.why());
        }

        @Override
        public void roundSucceeded(Round round) {
            rounds.add(round);
        }

        @Override
        public void rateLimited() {
            rateLimited++;
        }

        @Override
        public void roundFailed(Round round, Answer why) {}
    }

    private SinkSender sender(int perMinute) {
        return new SinkSender(
                queue,
                told,
                told,
                new Watchdog(MINUTE_MS, now -> heartbeat),
                perMinute,
                new Clocks(() -> nowMs, () -> nowMs),
                new Random(1));
    }

    private void run(SinkSender sender, long ms) {
        long end = nowMs + ms;
        while (nowMs < end) {
            nowMs += Math.max(1, sender.step());
        }
    }

    @Test
    void shouldKeepToTheRateInAStormAndTellPagesFirst() {
        alerts.severity(Severity.TICKET);
        for (int i = 0; i < STORM; i++) {
            queue.offer(alerts.fires("ticket-" + i, 0));
        }
        alerts.severity(Severity.PAGE);
        queue.offer(alerts.fires("page", 0));

        SinkSender sender = sender(60);
        run(sender, MINUTE_MS);

        assertThat(told.requests.size()).as("requests in a minute").isBetween(60, 67);
        assertThat(told.rateLimited).as("requests that had to wait").isBetween(53, 61);
        assertThat(told.requests.get(0))
                .extracting(of -> of.notification().group())
                .contains("page");
        run(sender, 10 * MINUTE_MS);
        assertThat(told.requests.stream()
                        .flatMap(List::stream)
                        .map(of -> of.notification().group()))
                .hasSize(STORM + 1)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldTellAgainWhatIsOpenEachMinute() {
        queue.offer(alerts.fires("math", 0));

        run(sender(60), 5 * MINUTE_MS);

        assertThat(told.refreshed).containsExactly(0, 1, 1, 1, 1);
        assertThat(told.rounds).as("nothing said is no success").hasSize(4).containsOnly(Round.OPEN);
        assertThat(told.requests).hasSize(1);
    }

    @Test
    void shouldNotTellAgainAsOpenWhatAnEarlierLifeMayHaveResolved() {
        queue.restore(alerts.fires("math", 0), notification -> true, false);
        queue.restore(alerts.fires("code", 0), notification -> true, false);
        queue.offer(alerts.resolves("math", 0, 1));

        run(sender(60), 2 * MINUTE_MS);

        assertThat(told.refreshed).as("code alone").containsExactly(1, 1);
        assertThat(told.requests).hasSize(1);
    }

    @Test
    void shouldGiveSignsOfLifeOnlyWhileThereAreAny() {
        SinkSender sender = sender(60);
        run(sender, 3 * MINUTE_MS);
        assertThat(told.heartbeats).isEmpty();

        heartbeat = new Heartbeat("pager", "engine", T0, MINUTE_MS);
        run(sender, 3 * MINUTE_MS);

        assertThat(told.heartbeats).hasSize(3);
    }

    @Test
    void shouldGiveSignsOfLifeAndTellWhatIsOpenAlsoWhileDeliveriesFail() {
        heartbeat = new Heartbeat("pager", "engine", T0, MINUTE_MS);
        told.answer = Answer.unanswered("down", false);
        queue.offer(alerts.fires("math", 0));

        run(sender(60), 5 * MINUTE_MS);

        assertThat(told.heartbeats).hasSize(5);
        assertThat(told.refreshed).hasSize(5);
        assertThat(told.requests.size()).isBetween(6, 40);
    }

    @Test
    void shouldSendNothingWhileItMayNot() {
        free = false;
        queue.offer(alerts.fires("math", 0));
        SinkSender sender = sender(60);
        run(sender, MINUTE_MS);
        assertThat(told.requests).isEmpty();

        free = true;
        run(sender, 1_000);

        assertThat(told.requests).hasSize(1);
    }

    @Test
    void shouldLetAnAlertThatCannotBeWrittenTakeNoOtherDown() {
        told.poison = "poison";
        queue.offer(alerts.fires("poison", 0));
        queue.offer(alerts.fires("math", 0));

        run(sender(60), MINUTE_MS);

        assertThat(told.refused)
                .as("its kind and no word of it, which may be a secret")
                .containsExactly("poison: the message could not be made (IllegalStateException)");
        assertThat(told.requests.stream().flatMap(List::stream))
                .extracting(of -> of.notification().group())
                .containsExactly("math");
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldTellEveryAlertOfAStormInItsOrderWithPagesFirstWhateverFails() {
        Random random = new Random(7);
        System.out.println("seed 7");
        for (int i = 0; i < STORM; i++) {
            alerts.severity(i % 3 == 0 ? Severity.PAGE : Severity.TICKET);
            queue.offer(alerts.fires("g" + i, 0));
        }
        SinkSender sender = sender(60_000);
        while (queue.size() > 0) {
            told.answer = random.nextInt(4) == 0 ? Answer.unanswered("down", random.nextBoolean()) : Answer.accepted();
            int before = told.requests.size();
            nowMs += Math.max(1, sender.step());
            if (told.requests.size() > before && !told.answer.isAccepted()) {
                failed.addAll(told.requests.remove(before));
            }
        }

        List<Delivery> order = told.requests.stream().flatMap(List::stream).toList();
        assertThat(order).hasSize(STORM).doesNotHaveDuplicates();
        // Only a page that failed, and waits for its own pause, may come after a ticket.
        int firstTicket = order.indexOf(order.stream()
                .filter(of -> of.notification().severity() == Severity.TICKET)
                .findFirst()
                .orElseThrow());
        assertThat(order.subList(firstTicket, STORM).stream()
                        .filter(of -> of.notification().severity() == Severity.PAGE))
                .as("pages after the first ticket")
                .allSatisfy(page -> assertThat(failed).contains(page))
                .hasSizeLessThan(STORM / 10);
    }
}

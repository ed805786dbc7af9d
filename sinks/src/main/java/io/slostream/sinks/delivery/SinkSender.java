// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import io.slostream.sinks.delivery.Answer.Outcome;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Empties a queue into a receiver: one request at a time, not faster than the rate, with pauses that grow while it
 * fails. Driven by {@link #step}; not thread-safe.
 */
public final class SinkSender {
    private static final long NOTHING_DUE_MS = 500;
    private static final long SOON_MS = 50;

    private final SinkQueue queue;
    private final Receiver receiver;
    private final SinkListener listener;
    private final Rounds rounds;
    private final Clocks clocks;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final RateLimit rate;
    private long notBeforeMs = Long.MIN_VALUE;
    private boolean limited;

    /**
     * What time it is.
     *
     * @param wallMs epoch milliseconds
     * @param steadyMs milliseconds that only grow, from anywhere
     */
    public record Clocks(LongSupplier wallMs, LongSupplier steadyMs) {
        /** The system's. */
        public static final Clocks SYSTEM = new Clocks(System::currentTimeMillis, () -> System.nanoTime() / 1_000_000);
    }

    /**
     * Signs of life.
     *
     * @param everyMs distance between two, milliseconds; 0 for none
     * @param heartbeat the sign of a time in epoch milliseconds, null while the engine is silent
     */
    public record Watchdog(long everyMs, LongFunction<io.slostream.sinks.watchdog.Heartbeat> heartbeat) {
        /** No signs. */
        public static final Watchdog NONE = new Watchdog(0, now -> null);
    }

    /**
     * A sender.
     *
     * @param perMinute requests a minute at most, 1 or more
     */
    public SinkSender(
            SinkQueue queue,
            Receiver receiver,
            SinkListener listener,
            Watchdog watchdog,
            int perMinute,
            Clocks clocks,
            RandomGenerator random) {
        this.queue = queue;
        this.receiver = receiver;
        this.listener = listener;
        this.clocks = clocks;
        this.random = random;
        this.backoff = new Backoff(random);
        long now = clocks.steadyMs().getAsLong();
        this.rate = new RateLimit(perMinute, now);
        this.rounds = new Rounds(queue, receiver, listener, watchdog, clocks);
    }

    /**
     * Sends what is due, one request of deliveries at most.
     *
     * @return how long nothing will be due, milliseconds; 0 when there is more to do
     */
    public long step() {
        rounds.step();
        long now = clocks.steadyMs().getAsLong();
        if (now < notBeforeMs) {
            return Math.min(NOTHING_DUE_MS, notBeforeMs - now);
        }
        long wait = rate.waitMs(now);
        if (wait > 0) {
            if (!limited && queue.size() > 0) {
                limited = true;
                listener.rateLimited();
            }
            return Math.min(NOTHING_DUE_MS, wait);
        }
        List<Delivery> batch = queue.next(receiver.batchLimit(), clocks.wallMs().getAsLong(), now);
        if (batch.isEmpty()) {
            return NOTHING_DUE_MS;
        }
        if (!listener.sending(batch)) {
            return SOON_MS;
        }
        rate.take(now);
        limited = false;
        follow(batch, Attempt.of(() -> receiver.deliver(batch)));
        return 0;
    }

    private void follow(List<Delivery> batch, Answer answer) {
        if (answer.outcome() == Outcome.ACCEPTED) {
            backoff.succeeded();
            queue.accepted(batch);
            listener.delivered(batch);
        } else if (answer.outcome() == Outcome.RETRY) {
            long pause = backoff.failed(answer.afterMs());
            long now = clocks.steadyMs().getAsLong();
            notBeforeMs = now + pause;
            queue.failed(batch, new Failure(now, notBeforeMs, answer.perhapsReceived(), random));
            listener.failed(batch, answer, backoff.failures(), pause);
        } else if (batch.size() > 1) {
            queue.isolate(batch);
        } else {
            // The receiver works; it is this delivery that it will not take.
            backoff.succeeded();
            listener.refused(batch.get(0), answer);
            queue.refused(batch.get(0));
        }
    }
}

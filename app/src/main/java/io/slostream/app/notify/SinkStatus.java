// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.sinks.delivery.Answer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How one receiver fares, over all lives of its thread. Thread-safe: that thread writes, health and metrics read. Counts
 * are of this process.
 */
final class SinkStatus {
    /** Far longer than a turn of the thread takes: a request 10 s, a commit 5 s. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final String sink;
    private final Map<Reason, AtomicLong> failures = new EnumMap<>(Reason.class);
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private final AtomicLong signsOfLife = new AtomicLong();
    private final AtomicLong rateLimited = new AtomicLong();
    private volatile long lastSuccessMs;
    private volatile int waiting;
    private volatile int open;
    private volatile String unready = "the cluster has not answered yet";
    private volatile String failing = "";
    private volatile long turnNanos = System.nanoTime();

    /** Why a request did not work. */
    enum Reason {
        /** No connection, TLS failed, reset, or too slow. */
        NO_ANSWER,
        /** 429. */
        THROTTLED,
        /** 5xx. */
        SERVER_ERROR,
        /** Final: other 4xx, and redirects. */
        REFUSED;

        static Reason of(Answer answer) {
            if (!answer.isRetry()) {
                return REFUSED;
            } else if (answer.status() == 429) {
                return THROTTLED;
            }
            return answer.status() == 0 ? NO_ANSWER : SERVER_ERROR;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    SinkStatus(String sink) {
        this.sink = sink;
        for (Reason reason : Reason.values()) {
            failures.put(reason, new AtomicLong());
        }
    }

    String sink() {
        return sink;
    }

    /** It does not work for this reason, which is nobody's answer. */
    void unready(String why) {
        unready = why;
        turnNanos = System.nanoTime();
    }

    /**
     * Another turn of the thread.
     *
     * @param records that wait
     * @param incidents that are open
     * @param why it cannot do its work yet; empty when it can
     */
    void turn(int records, int incidents, String why) {
        waiting = records;
        open = incidents;
        unready = why;
        turnNanos = System.nanoTime();
    }

    void delivered(int deliveries) {
        delivered.addAndGet(deliveries);
        answered();
    }

    void signOfLife() {
        signsOfLife.incrementAndGet();
    }

    /** The receiver took a request. */
    void answered() {
        lastSuccessMs = System.currentTimeMillis();
        failing = "";
    }

    void failed(Answer answer) {
        failures.get(Reason.of(answer)).incrementAndGet();
        if (answer.isRetry() && failing.isEmpty()) {
            failing = "the receiver fails since " + Instant.now() + ": " + answer.why();
        } else if (!answer.isRetry()) {
            // It answers, though not as we would like.
            failing = "";
        }
    }

    void retries(int deliveries) {
        retried.addAndGet(deliveries);
    }

    void dead() {
        dead.incrementAndGet();
    }

    void rateLimited() {
        rateLimited.incrementAndGet();
    }

    /** Why the receiver is not told in time at present; empty when it is, or when there is nothing to tell. */
    Optional<String> problem() {
        if (!unready.isEmpty()) {
            return Optional.of(sink + ": " + unready);
        } else if (!failing.isEmpty()) {
            return Optional.of(sink + ": " + failing);
        }
        long silent = System.nanoTime() - turnNanos;
        return silent > STUCK_NANOS
                ? Optional.of(
                        sink + ": its thread has been silent for " + TimeUnit.NANOSECONDS.toSeconds(silent) + " s")
                : Optional.empty();
    }

    long failures(Reason reason) {
        return failures.get(reason).get();
    }

    long failures() {
        return failures.values().stream().mapToLong(AtomicLong::get).sum();
    }

    long delivered() {
        return delivered.get();
    }

    long retried() {
        return retried.get();
    }

    long deadNotifications() {
        return dead.get();
    }

    long signsOfLife() {
        return signsOfLife.get();
    }

    long rateLimitWaits() {
        return rateLimited.get();
    }

    int waiting() {
        return waiting;
    }

    int open() {
        return open;
    }

    /** Epoch seconds; NaN before the first. */
    double lastSuccessSeconds() {
        return lastSuccessMs == 0 ? Double.NaN : lastSuccessMs / 1e3;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Outcome;
import io.slostream.topology.streams.EngineStatus;
import io.slostream.topology.streams.EngineStatus.Missed;
import io.slostream.topology.streams.EngineStatus.RecordClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Warns, at most once a minute, of records that were meant to count and did not: late, unmeasured and dead letters, with
 * the first of each as an example. Without it a producer's mistake would show at the engine's end only.
 */
final class MissedEvents implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 2_000;
    private static final long AT_MOST_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Supplier<Map<RecordClass, Missed>> missed;
    private final Supplier<Accounting> accounting;
    private final LongSupplier nanoTime;
    private final Consumer<String> warn;
    private long lastNanos;
    private Thread thread;

    MissedEvents(
            Supplier<Map<RecordClass, Missed>> missed,
            Supplier<Accounting> accounting,
            LongSupplier nanoTime,
            Consumer<String> warn) {
        this.missed = missed;
        this.accounting = accounting;
        this.nanoTime = nanoTime;
        this.warn = warn;
        this.lastNanos = nanoTime.getAsLong() - AT_MOST_EVERY_NANOS;
    }

    /** Looks again and again until it is closed. */
    static MissedEvents watch(EngineStatus status, Consumer<String> warn) {
        MissedEvents watch = new MissedEvents(status::takeMissed, status::accounting, System::nanoTime, warn);
        watch.thread = new Thread(watch::lookOn, "slostream-missed-events");
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void lookOn() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY_MS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void look() {
        if (nanoTime.getAsLong() - lastNanos < AT_MOST_EVERY_NANOS) {
            return;
        }
        Map<RecordClass, Missed> taken = missed.get();
        if (taken.isEmpty()) {
            return;
        }
        lastNanos = nanoTime.getAsLong();
        List<String> lines = new ArrayList<>();
        taken.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue())));
        lines.add("so far " + new RunSummary(accounting.get(), List.of(), 0, 0).text());
        lines.forEach(warn);
    }

    private static String line(RecordClass records, Missed missed) {
        return missed.count() + " " + word(records.outcome()) + " on " + records.topic() + ", the first at "
                + missed.first();
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case LATE -> "late";
            case DEAD_LETTERED -> "dead-lettered";
            case EXCLUDED -> "excluded as unmeasured";
            case COUNTED -> throw new IllegalArgumentException("what is counted is not missed");
        };
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

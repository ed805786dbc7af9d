// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.topology.BoundedSum;
import io.slostream.topology.Series;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one series counted by minute of event time, until it is written to {@code slo.panes.v1}: once a minute has ended,
 * and again for what came late.
 */
public final class MinuteCounts {
    /** Length of these panes. */
    public static final long MINUTE_MS = 60_000;

    private final Series series;
    private final KeyValueState<Key, long[]> state;
    private final TreeMap<Long, long[]> open = new TreeMap<>();

    /**
     * Key of one minute.
     *
     * @param series the series
     * @param startMs start of the minute, epoch milliseconds
     */
    public record Key(Series series, long startMs) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = series.compareTo(other.series);
            return order == 0 ? Long.compare(startMs, other.startMs) : order;
        }
    }

    /** Receives minutes. */
    @FunctionalInterface
    public interface Consumer {
        /** A minute, or what came late for it, as (good, total). */
        void accept(long startMs, long good, long total);
    }

    /** Minutes over their state. */
    public MinuteCounts(Series series, KeyValueState<Key, long[]> state) {
        this.series = series;
        this.state = state;
        state.scan(new Key(series, Long.MIN_VALUE), entry -> {
            boolean isOurs = entry.getKey().series().equals(series);
            if (isOurs) {
                open.put(entry.getKey().startMs(), entry.getValue());
            }
            return isOurs;
        });
    }

    /** Forgets what waits of a series that is counted no more. */
    public static void forget(Series series, KeyValueState<Key, long[]> state) {
        List<Key> waiting = new ArrayList<>();
        state.scan(new Key(series, Long.MIN_VALUE), entry -> {
            boolean isOurs = entry.getKey().series().equals(series);
            if (isOurs) {
                waiting.add(entry.getKey());
            }
            return isOurs;
        });
        waiting.forEach(state::delete);
    }

    /** Adds the counts of a pane; one that is longer than a minute counts for the minute in which it begins. */
    public void add(long paneStartMs, long good, long total) {
        long minute = Math.floorDiv(paneStartMs, MINUTE_MS) * MINUTE_MS;
        long[] counts = open.computeIfAbsent(minute, absent -> new long[2]);
        counts[0] = BoundedSum.plus(counts[0], good, BoundedSum.WHOLE);
        counts[1] = BoundedSum.plus(counts[1], total, BoundedSum.WHOLE);
        state.put(new Key(series, minute), counts);
    }

    /** Whether nothing waits to be written. */
    public boolean isEmpty() {
        return open.isEmpty();
    }

    /** Hands over and forgets the minutes that have ended at a boundary, oldest first. */
    public void take(long boundaryMs, Consumer consumer) {
        Map<Long, long[]> ended = open.headMap(boundaryMs - MINUTE_MS, true);
        ended.forEach((minute, counts) -> {
            consumer.accept(minute, counts[0], counts[1]);
            state.delete(new Key(series, minute));
        });
        ended.clear();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The counts of one SLO of one group by minute of event time, as {@code slo.panes.v1} holds them. What came late for a
 * minute is added to it. A minute without a record in which the series was being counted had no events.
 *
 * <p>An SLO whose indicator was changed has two series for a while; the one of the newest definition speaks from its first
 * minute on, and nothing of the other is added to it.
 */
public final class MinuteLog {
    /** Length of these panes. */
    public static final long MINUTE_MS = 60_000;

    private final Map<String, Line> bySeries = new HashMap<>();
    private long newestBoundaryMs = Long.MIN_VALUE;

    /** A minute of a series. */
    static final class Minute {
        private long good;
        private long total;
        private long coveredMs;

        long good() {
            return good;
        }

        long total() {
            return total;
        }

        long coveredMs() {
            return coveredMs;
        }
    }

    /** What one series counted; known to the end of what is read. */
    static final class Line {
        private final TreeMap<Long, Minute> minutes = new TreeMap<>();
        private long version = Long.MIN_VALUE;
        private long countedFromMs = Long.MAX_VALUE;

        NavigableMap<Long, Minute> minutes() {
            return minutes;
        }

        /** First minute of which it is known that the series was being counted in it. */
        long countedFromMs() {
            return countedFromMs;
        }

        /** Milliseconds of a minute in which it was being line. */
        long coveredMs(long minuteMs) {
            Minute minute = minutes.get(minuteMs);
            if (minute != null) {
                return minute.coveredMs();
            }
            return minuteMs >= countedFromMs ? MINUTE_MS : 0;
        }
    }

    /**
     * Takes in a record of counts, or of late counts.
     *
     * @param series name of what was counted
     * @param version definition under which it was written
     * @param minuteMs start of the minute
     * @param boundaryMs when it was written
     * @param coverage share of the minute in which the series was being counted
     */
    public void counts(
            String series, long version, long minuteMs, long boundaryMs, long good, long total, double coverage) {
        Line line = note(series, version, boundaryMs);
        Minute minute = line.minutes.computeIfAbsent(minuteMs, absent -> new Minute());
        minute.good += good;
        minute.total += total;
        minute.coveredMs = Math.max(minute.coveredMs, Math.round(coverage * MINUTE_MS));
        if (minute.coveredMs > 0) {
            line.countedFromMs = Math.min(line.countedFromMs, minuteMs);
        }
    }

    /** Takes in that an alert over the series was judged at a boundary. */
    public void judged(String series, long version, long boundaryMs) {
        Line line = note(series, version, boundaryMs);
        line.countedFromMs = Math.min(line.countedFromMs, Math.floorDiv(boundaryMs, MINUTE_MS) * MINUTE_MS);
    }

    private Line note(String series, long version, long boundaryMs) {
        newestBoundaryMs = Math.max(newestBoundaryMs, boundaryMs);
        Line line = bySeries.computeIfAbsent(series, absent -> new Line());
        line.version = Math.max(line.version, version);
        return line;
    }

    /** Up to which boundary this says anything, {@link Long#MIN_VALUE} when it holds nothing. */
    public long newestBoundaryMs() {
        return newestBoundaryMs;
    }

    /** The series that speaks of a minute. */
    Optional<Line> lineAt(long minuteMs) {
        Line found = null;
        for (Line line : bySeries.values()) {
            boolean speaks = line.countedFromMs <= minuteMs || line.minutes.containsKey(minuteMs);
            if (speaks && (found == null || line.version > found.version)) {
                found = line;
            }
        }
        return Optional.ofNullable(found);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import io.slostream.alerting.judge.WindowCounts;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Running sums over the minutes of a series, so that a window is the difference of two. */
final class Sums {
    private final MinuteLog.Line line;
    /** By the end of a minute that has a record: what there was up to it. */
    private final TreeMap<Long, long[]> upTo = new TreeMap<>();

    private static final int GOOD = 0;
    private static final int TOTAL = 1;
    /** Milliseconds that minutes with a record are short of being whole, after counting began. */
    private static final int SHORT = 2;

    Sums(MinuteLog.Line line) {
        this.line = line;
        long[] sum = new long[SHORT + 1];
        for (Map.Entry<Long, MinuteLog.Minute> entry : line.minutes().entrySet()) {
            MinuteLog.Minute minute = entry.getValue();
            sum = sum.clone();
            sum[GOOD] += minute.good();
            sum[TOTAL] += minute.total();
            if (entry.getKey() >= line.countedFromMs()) {
                sum[SHORT] += MinuteLog.MINUTE_MS - minute.coveredMs();
            }
            upTo.put(entry.getKey() + MinuteLog.MINUTE_MS, sum);
        }
    }

    /**
     * One window.
     *
     * @param good raw sum
     * @param total raw sum
     */
    record Of(long good, long total, long coveredMs, long fromMs, long toMs) implements WindowCounts {
        @Override
        public long good(int window) {
            return good;
        }

        @Override
        public long total(int window) {
            return total;
        }

        @Override
        public long coveredMs(int window) {
            return coveredMs;
        }

        @Override
        public long startMs(int window) {
            return fromMs;
        }

        @Override
        public long lengthMs(int window) {
            return toMs - fromMs;
        }
    }

    /** From one multiple of a minute to another. */
    Of of(long fromMs, long toMs) {
        long[] before = at(fromMs);
        long[] after = at(toMs);
        long counted = Math.max(0, toMs - Math.max(fromMs, line.countedFromMs()));
        return new Of(
                after[GOOD] - before[GOOD],
                after[TOTAL] - before[TOTAL],
                counted - (after[SHORT] - before[SHORT]),
                fromMs,
                toMs);
    }

    private long[] at(long timeMs) {
        NavigableMap<Long, long[]> until = upTo.headMap(timeMs, true);
        return until.isEmpty() ? new long[SHORT + 1] : until.lastEntry().getValue();
    }
}

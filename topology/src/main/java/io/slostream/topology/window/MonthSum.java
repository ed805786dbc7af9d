// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.alerting.definition.Window.CalendarMonth;
import io.slostream.topology.BoundedSum;

/**
 * What one series counted in the present calendar month: a sum that starts anew with each month, not a ring. A late pane
 * of an earlier month is not part of it.
 */
final class MonthSum {
    /** Levels from here on are sums of months; rings have far fewer. */
    static final int FIRST_LEVEL = 64;

    private static final int START = 0;
    private static final int GOOD = 1;
    private static final int TOTAL = 2;
    private static final int WIDTH = 3;

    private final CalendarMonth month;
    private final int level;
    private final RingBlocks state;
    private long startMs;
    private long endMs;
    private long[] stored;

    /**
     * A sum over its state.
     *
     * @param number number of this month among the windows of the series: series may have months of several zones
     * @param boundaryMs the boundary that the state stands at
     */
    MonthSum(int number, CalendarMonth month, RingBlocks state, long boundaryMs) {
        this.month = month;
        this.level = FIRST_LEVEL + number;
        this.state = state;
        this.stored = state.get(level, 0);
        turnTo(boundaryMs);
    }

    /** Moves to a boundary at or after the present one. */
    void advance(long boundaryMs) {
        if (boundaryMs > endMs) {
            turnTo(boundaryMs);
        }
    }

    private void turnTo(long boundaryMs) {
        startMs = month.startMs(boundaryMs);
        endMs = month.endMs(boundaryMs);
    }

    /** Adds counts of a pane that begins in this month. */
    void add(long paneStartMs, long good, long total) {
        if (paneStartMs < startMs) {
            return;
        }
        if (stored == null) {
            stored = new long[WIDTH];
            stored[START] = startMs;
            state.put(level, 0, stored);
        }
        if (stored[START] != startMs) {
            stored[START] = startMs;
            stored[GOOD] = 0;
            stored[TOTAL] = 0;
        }
        stored[GOOD] = BoundedSum.plus(stored[GOOD], good, BoundedSum.WHOLE);
        stored[TOTAL] = BoundedSum.plus(stored[TOTAL], total, BoundedSum.WHOLE);
        state.changed(level, 0, stored);
    }

    long good() {
        return isOfThisMonth() ? stored[GOOD] : 0;
    }

    long total() {
        return isOfThisMonth() ? stored[TOTAL] : 0;
    }

    long startMs() {
        return startMs;
    }

    private boolean isOfThisMonth() {
        return stored != null && stored[START] == startMs;
    }
}

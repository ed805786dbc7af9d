// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From time to a place on the horizontal axis.
 *
 * @param fromMs left edge, epoch milliseconds
 * @param toMs right edge, after {@code fromMs}
 * @param left place of the left edge
 * @param width distance between the edges
 */
record Scale(long fromMs, long toMs, double left, double width) {
    private static final long MINUTE = 60_000;
    private static final long[] STEPS = {
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        60 * MINUTE,
        120 * MINUTE,
        180 * MINUTE,
        360 * MINUTE,
        720 * MINUTE,
        1_440 * MINUTE,
        2 * 1_440 * MINUTE,
        7 * 1_440 * MINUTE
    };
    private static final int MAX_TICKS = 12;

    /** Place of a time, inside the edges. */
    double x(long timeMs) {
        double share = (double) (Math.min(Math.max(timeMs, fromMs), toMs) - fromMs) / (toMs - fromMs);
        return left + share * width;
    }

    /** Round times between the edges, a dozen at most. */
    List<Long> ticks() {
        long step = STEPS[STEPS.length - 1];
        for (long candidate : STEPS) {
            if ((toMs - fromMs) / candidate <= MAX_TICKS) {
                step = candidate;
                break;
            }
        }
        List<Long> ticks = new ArrayList<>();
        for (long tick = -Math.floorDiv(-fromMs, step) * step; tick <= toMs; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    /** A number for a coordinate. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

/**
 * Addition that stops at a bound. Counts of events never come near one; amounts that a broken or hostile producer
 * reports do, and a sum that wraps around would be negative and stop the task that judges it.
 *
 * <p>Amounts may be negative, so that a sum which has met its bound depends on the order. Wherever it can, the order is
 * that of the log, or that of boundaries; sums over sources, whose order is open, have room for {@value #PART} from each
 * of 4,000.
 */
public final class BoundedSum {
    /** Greatest amount of one source's pane, and of a ring's slot: 4,000 of them are less than {@link #WHOLE}. */
    public static final long PART = 1L << 50;
    /** Greatest amount of a sum of those; two of them still fit a long. */
    public static final long WHOLE = (1L << 62) - 1;

    private BoundedSum() {}

    /** The sum, but no further from 0 than the bound. */
    public static long plus(long a, long b, long bound) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? -bound : bound;
        }
        return Math.max(-bound, Math.min(bound, sum));
    }
}

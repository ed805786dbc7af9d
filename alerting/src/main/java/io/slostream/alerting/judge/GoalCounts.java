// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.judge;

import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Measure;
import java.math.BigInteger;

/**
 * The windows of a series as the goal of an SLO sees them: always good of total, so that one judge serves all goals.
 *
 * <table>
 * <caption>What is counted</caption>
 * <tr><th>goal</th><th>total</th><th>bad</th></tr>
 * <tr><td>share</td><td>events</td><td>bad events</td></tr>
 * <tr><td>share of amounts</td><td>the whole</td><td>its bad part, between nothing and the whole: the two counters of a
 *     rate may be reported apart</td></tr>
 * <tr><td>freshness</td><td>1, whether or not anything came</td><td>1 when no good event lies in the window</td></tr>
 * <tr><td>spend band</td><td>the sum, or what should have been spent by now if that is more</td><td>what lies outside
 *     the band, rounded up</td></tr>
 * </table>
 */
public abstract class GoalCounts implements WindowCounts {
    /** The series' own windows. */
    protected final WindowCounts counts;

    private GoalCounts(WindowCounts counts) {
        this.counts = counts;
    }

    /** The view of an SLO on the windows of its SLI; it holds no state and follows them. */
    public static WindowCounts of(Goal goal, Measure measure, WindowCounts counts) {
        if (goal instanceof Goal.Freshness) {
            return new FreshnessCounts(counts);
        }
        if (goal instanceof Goal.SpendBand band) {
            return new SpendCounts(counts, band);
        }
        return measure instanceof Measure.Amounts ? new AmountCounts(counts) : counts;
    }

    @Override
    public long coveredMs(int window) {
        return counts.coveredMs(window);
    }

    @Override
    public long startMs(int window) {
        return counts.startMs(window);
    }

    @Override
    public long lengthMs(int window) {
        return counts.lengthMs(window);
    }

    private static final class AmountCounts extends GoalCounts {
        private AmountCounts(WindowCounts counts) {
            super(counts);
        }

        @Override
        public long good(int window) {
            return Math.max(0, Math.min(counts.good(window), counts.total(window)));
        }

        @Override
        public long total(int window) {
            return Math.max(0, counts.total(window));
        }
    }

    private static final class FreshnessCounts extends GoalCounts {
        private FreshnessCounts(WindowCounts counts) {
            super(counts);
        }

        @Override
        public long good(int window) {
            return counts.good(window) > 0 ? 1 : 0;
        }

        @Override
        public long total(int window) {
            return 1;
        }
    }

    private static final class SpendCounts extends GoalCounts {
        private final Goal.SpendBand band;

        private SpendCounts(WindowCounts counts, Goal.SpendBand band) {
            super(counts);
            this.band = band;
        }

        @Override
        public long good(int window) {
            long sum = sum(window);
            if (isUnder(window)) {
                return sum;
            }
            return Math.max(0, sum - over(window));
        }

        @Override
        public long total(int window) {
            long sum = sum(window);
            return isUnder(window) ? passed(window, band.low()) : sum;
        }

        /** What was spent: never less than nothing, whatever is masked of it. */
        private long sum(int window) {
            return Math.max(0, counts.total(window));
        }

        /** Whether less was spent than the share of the band's lower end that has passed; without any sample nothing is known. */
        private boolean isUnder(int window) {
            long sum = sum(window);
            return sum > 0 && isProRata(window) && sum < passed(window, band.low());
        }

        private long over(int window) {
            long sum = sum(window);
            if (sum > band.high() || !isProRata(window)) {
                return Math.max(0, sum - band.high());
            }
            return Math.max(0, sum - passed(window, band.high()));
        }

        private boolean isProRata(int window) {
            return counts.lengthMs(window) >= band.proRataAfterMs();
        }

        /** The share of a month's amount that its elapsed time makes, rounded down: within a unit of exact. */
        private long passed(int window, long amount) {
            long start = counts.startMs(window);
            long elapsed = counts.lengthMs(window);
            long month = band.month().endMs(start + elapsed) - start;
            return BigInteger.valueOf(amount)
                    .multiply(BigInteger.valueOf(elapsed))
                    .divide(BigInteger.valueOf(month))
                    .longValueExact();
        }
    }
}

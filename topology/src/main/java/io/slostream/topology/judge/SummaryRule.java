// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.topology.TimeGrid;
import java.math.BigInteger;

/**
 * When summaries and history are written.
 *
 * @param stepMs distance between the boundaries at which SLOs are summarised, milliseconds, a multiple of the evaluation
 *     interval; 0: neither summaries nor history are
 * @param minuteStepMs likewise, for the counts of minutes
 * @param hourStepMs likewise, for alert states
 */
record SummaryRule(long stepMs, long minuteStepMs, long hourStepMs) {
    /** Verdicts alone. */
    static final SummaryRule NONE = new SummaryRule(0, 0, 0);

    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;

    /** At every boundary that is a multiple both of the interval and of the evaluation interval. */
    static SummaryRule every(long intervalMs, TimeGrid grid) {
        if (intervalMs <= 0) {
            throw new IllegalArgumentException("a summary interval is above 0, not " + intervalMs + " ms");
        }
        long evaluation = grid.evaluationIntervalMs();
        return new SummaryRule(
                multiple(intervalMs, evaluation), multiple(MINUTE_MS, evaluation), multiple(HOUR_MS, evaluation));
    }

    /** Least common multiple. */
    private static long multiple(long left, long right) {
        long divisor = BigInteger.valueOf(left).gcd(BigInteger.valueOf(right)).longValueExact();
        return Math.multiplyExact(left / divisor, right);
    }

    boolean isNone() {
        return stepMs == 0;
    }

    boolean isDue(long boundaryMs) {
        return stepMs != 0 && boundaryMs % stepMs == 0;
    }

    boolean isMinuteDue(long boundaryMs) {
        return minuteStepMs != 0 && boundaryMs % minuteStepMs == 0;
    }

    boolean isHourDue(long boundaryMs) {
        return hourStepMs != 0 && boundaryMs % hourStepMs == 0;
    }

    /** The first boundary after this one at which alert states are written. */
    long nextHourMs(long boundaryMs) {
        return (Math.floorDiv(boundaryMs, hourStepMs) + 1) * hourStepMs;
    }
}

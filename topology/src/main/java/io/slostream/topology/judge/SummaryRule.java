// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.topology.EngineDefinition;
import java.math.BigInteger;

/**
 * When summaries are taken.
 *
 * @param stepMs distance between the boundaries at which they are, milliseconds, a multiple of the evaluation interval;
 *     0: never
 * @param salt tells the contents under one definition set from those under another, so that each set is summarised
 */
record SummaryRule(long stepMs, long salt) {
    /** Verdicts alone. */
    static final SummaryRule NONE = new SummaryRule(0, 0);

    private static final int HEX = 16;
    private static final int SALT_DIGITS = 16;

    /** At every boundary that is a multiple both of the interval and of the evaluation interval. */
    static SummaryRule every(long intervalMs, EngineDefinition definition) {
        if (intervalMs <= 0) {
            throw new IllegalArgumentException("a summary interval is above 0, not " + intervalMs + " ms");
        }
        long evaluation = definition.grid().evaluationIntervalMs();
        long divisor = BigInteger.valueOf(intervalMs)
                .gcd(BigInteger.valueOf(evaluation))
                .longValueExact();
        long salt = Long.parseUnsignedLong(definition.hash().substring(0, SALT_DIGITS), HEX);
        return new SummaryRule(Math.multiplyExact(intervalMs / divisor, evaluation), salt);
    }

    boolean isNone() {
        return stepMs == 0;
    }

    boolean isDue(long boundaryMs) {
        return stepMs != 0 && boundaryMs % stepMs == 0;
    }
}

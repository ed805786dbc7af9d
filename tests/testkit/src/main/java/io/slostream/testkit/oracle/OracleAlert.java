// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit.oracle;

import java.math.BigDecimal;
import java.util.List;

/**
 * An alert as the oracle knows it, and as it is written in YAML.
 *
 * @param name alert name
 * @param tiers a single ratio bound, or burn tiers
 * @param holdMs {@code for}
 * @param keepFiringForMs how long it keeps firing after the condition ended
 * @param minimumEvents total that every window needs before the alert may start
 * @param minimumBadEvents bad events that every window needs before the alert may start
 * @param minimumCoverage share of each window that must have been counted before the alert may start
 * @param resetOnNoData no data resets instead of freezing
 */
public record OracleAlert(
        String name,
        List<Tier> tiers,
        long holdMs,
        long keepFiringForMs,
        long minimumEvents,
        long minimumBadEvents,
        BigDecimal minimumCoverage,
        boolean resetOnNoData) {

    /**
     * One tier; fires when the bad ratio of every window is above the limit.
     *
     * @param severity page or ticket
     * @param windowsMs one window for a ratio bound, long and short for a burn tier
     * @param rate burn rate, or null for a ratio bound
     * @param below pass rate below which a ratio bound holds, or null for a burn tier
     */
    public record Tier(String severity, List<Long> windowsMs, BigDecimal rate, BigDecimal below) {

        /** The bad ratio that must be exceeded. */
        BigDecimal limit(BigDecimal objective) {
            return below != null ? BigDecimal.ONE.subtract(below) : rate.multiply(BigDecimal.ONE.subtract(objective));
        }
    }
}

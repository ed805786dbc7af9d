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
 * @param noData what no data does; of no meaning to an alert like Prometheus'
 * @param likePrometheus no data is not met, and there are no gates: the minimums are 0
 */
public record OracleAlert(
        String name,
        List<Tier> tiers,
        long holdMs,
        long keepFiringForMs,
        long minimumEvents,
        long minimumBadEvents,
        BigDecimal minimumCoverage,
        NoData noData,
        boolean likePrometheus) {

    /** An alert of our own kind. */
    public OracleAlert(
            String name,
            List<Tier> tiers,
            long holdMs,
            long keepFiringForMs,
            long minimumEvents,
            long minimumBadEvents,
            BigDecimal minimumCoverage,
            NoData noData) {
        this(name, tiers, holdMs, keepFiringForMs, minimumEvents, minimumBadEvents, minimumCoverage, noData, false);
    }

    /**
     * What happens while the condition has no data.
     *
     * @param resets whether no data resets instead of freezing
     * @param alertAfterMs how long it may last before it alerts; −1: for ever
     * @param severity page or ticket, or null for the greatest one of the tiers
     */
    public record NoData(boolean resets, long alertAfterMs, String severity) {
        public static final NoData FREEZE = new NoData(false, -1, null);
        public static final NoData RESET = new NoData(true, -1, null);

        /** Freezes, and alerts when it lasts. */
        public static NoData alertAfter(long delayMs, String severity) {
            return new NoData(false, delayMs, severity);
        }

        boolean alerts() {
            return alertAfterMs >= 0;
        }

        /** As it is written. */
        String yaml() {
            if (!alerts()) {
                return resets ? "reset" : "freeze";
            }
            return "{ alertAfter: " + alertAfterMs / 1_000 + "s" + (severity == null ? "" : ", severity: " + severity)
                    + " }";
        }
    }

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

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.check;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What definitions mean in time and budget, free of any form of output.
 *
 * @param evaluationIntervalMs time between two evaluations, milliseconds; detection and reset are multiples of it
 * @param slos SLOs with a budget of events, in name order
 * @param goals SLOs that promise something else, in name order
 * @param findings what somebody should look at, in the order of {@code slos}
 */
public record CheckReport(
        long evaluationIntervalMs, List<SloCheck> slos, List<GoalCheck> goals, List<Finding> findings) {
    public CheckReport {
        slos = List.copyOf(slos);
        goals = List.copyOf(goals);
        findings = List.copyOf(findings);
    }

    /** Whether there is a finding that should fail a build; notes do not. */
    public boolean hasProblems() {
        return findings.stream().anyMatch(finding -> finding.level() == Level.PROBLEM);
    }

    /**
     * One SLO: how fast its budget can go, and its alerts.
     *
     * @param greatestBurnRate burn rate with every event bad, 1 ÷ (1 − objective), above 1
     * @param fullOutageExhaustsMs time in which a full outage spends the whole budget, milliseconds, rounded up
     */
    public record SloCheck(
            String name,
            Ratio objective,
            Window period,
            BigDecimal greatestBurnRate,
            long fullOutageExhaustsMs,
            List<AlertCheck> alerts) {
        public SloCheck {
            alerts = List.copyOf(alerts);
        }

        /** Length of the period in milliseconds; of a calendar month the nominal one. */
        public long periodMs() {
            return period.nominalMs();
        }
    }

    /**
     * One SLO that promises something else than a share of events.
     *
     * @param promise what it promises, a sentence
     * @param alerts when each alert fires
     */
    public record GoalCheck(String name, String promise, List<GoalAlert> alerts) {
        public GoalCheck {
            alerts = List.copyOf(alerts);
        }

        /**
         * One alert of such an SLO.
         *
         * @param fires when it does, half a sentence
         */
        public record GoalAlert(String name, Severity severity, String fires) {}

        static GoalCheck of(SloDefinition slo) {
            return new GoalCheck(
                    slo.name(),
                    promise(slo.goal()),
                    slo.alerts().stream()
                            .map(alert -> new GoalAlert(
                                    alert.name(),
                                    alert.tiers().get(0).severity(),
                                    fires(slo.goal())
                                            + (alert.holdMs() == 0
                                                    ? ""
                                                    : ", lasting for " + Durations.format(alert.holdMs()))))
                            .toList());
        }

        private static String promise(Goal goal) {
            if (goal instanceof Goal.Freshness fresh) {
                return "a good event within " + Durations.format(fresh.withinMs());
            }
            Goal.SpendBand band = (Goal.SpendBand) goal;
            return "a sum from " + band.low() + " to " + band.high() + " in each "
                    + band.month().name();
        }

        private static String fires(Goal goal) {
            if (goal instanceof Goal.Freshness fresh) {
                return "when none came for " + Durations.format(fresh.withinMs())
                        + ", an absent one is bad; all of that time must have been counted";
            }
            Goal.SpendBand band = (Goal.SpendBand) goal;
            return "above " + band.high() + " at once; above or below the share of the band that has passed after "
                    + Durations.format(band.proRataAfterMs()) + " of the month";
        }
    }

    /**
     * One alert: what waiting costs, and its tiers.
     *
     * @param holdMs {@code for}, milliseconds
     * @param holdCost share of the period's budget that a full outage spends during the hold: burn × for ÷ period; 0
     *     without a hold, above 1 when the hold outlasts the budget
     * @param silence empty unless the alert fires for want of data
     * @param compat whose rules it follows
     */
    public record AlertCheck(
            String name,
            long holdMs,
            long keepFiringForMs,
            long minimumEvents,
            long minimumBadEvents,
            BigDecimal holdCost,
            Optional<SilenceCheck> silence,
            Compat compat,
            List<TierCheck> tiers) {
        public AlertCheck {
            tiers = List.copyOf(tiers);
        }
    }

    /**
     * What {@code noData: { alertAfter: … }} means in time.
     *
     * @param delayMs the delay as written, milliseconds
     * @param emptyAfterMs from the last event of a series that kept within its bounds to the first evaluation without
     *     data, milliseconds: the first of the tiers to have none is the one whose longest window is the shortest
     * @param firesAfterMs from that last event to the evaluation that fires, milliseconds
     */
    public record SilenceCheck(long delayMs, Severity severity, long emptyAfterMs, long firesAfterMs) {}

    /**
     * One tier: when it fires, when it resets, how many events it takes.
     *
     * @param rate burn rate of the tier, empty for a ratio bound
     * @param budgetShare share of the period's budget that is gone when the longest window alone would fire: limit ÷
     *     (1 − objective) × window ÷ period, the Workbook's 2 %, 5 % and 10 %
     * @param fullOutage every event is bad
     * @param twiceLimit the bad ratio is twice the limit (at most 1); empty for a limit of 0
     * @param resetMs from the end of a full outage that filled the shortest window to the resolution, {@code
     *     keepFiringFor} included, milliseconds
     * @param fewestEvents events that a window needs so that one bad event does not exceed the limit; empty when any
     *     bad event does, however many there are
     */
    public record TierCheck(
            Severity severity,
            Optional<BigDecimal> rate,
            List<Tier.Bound> bounds,
            BigDecimal budgetShare,
            Outage fullOutage,
            Optional<Outage> twiceLimit,
            long resetMs,
            OptionalLong fewestEvents) {
        public TierCheck {
            bounds = List.copyOf(bounds);
        }
    }

    /**
     * A steady share of bad events that begins at a boundary after a healthy history with steady traffic.
     *
     * @param badRatio share of bad events, in (0, 1]
     * @param exceededAfterMs limit ÷ bad ratio × longest window, milliseconds, exact to twelve decimals; the condition
     *     holds just after it
     * @param firesAfterMs from the beginning to the evaluation that fires, {@code for} included, milliseconds
     * @param budgetUsed share of the period's budget spent when it fires
     */
    public record Outage(BigDecimal badRatio, BigDecimal exceededAfterMs, long firesAfterMs, BigDecimal budgetUsed) {}

    /** How much a finding weighs. */
    public enum Level {
        /** Should be changed: {@code check} ends with exit code 1. */
        PROBLEM,
        /** Worth knowing. */
        NOTE
    }

    /**
     * Something doubtful about an SLO or one of its alerts.
     *
     * @param alert empty when it concerns the SLO as a whole
     * @param text one sentence
     */
    public record Finding(Level level, String slo, Optional<String> alert, String text) {}
}

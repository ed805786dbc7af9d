// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.check;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.check.CheckReport.AlertCheck;
import io.slostream.alerting.check.CheckReport.Finding;
import io.slostream.alerting.check.CheckReport.GoalCheck;
import io.slostream.alerting.check.CheckReport.Outage;
import io.slostream.alerting.check.CheckReport.SilenceCheck;
import io.slostream.alerting.check.CheckReport.SloCheck;
import io.slostream.alerting.check.CheckReport.TierCheck;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Computes what alerts mean before they run: when they fire, when they reset and what that costs. The formulae are
 * those of the SRE Workbook, chapter 5, in exact arithmetic: detection = limit ÷ bad ratio × window, reset = (1 −
 * limit) × shortest window, budget spent = burn rate × time ÷ period.
 *
 * <p>An outage is a steady share of bad events from one boundary on, after a healthy history, with steady traffic. What
 * comes on top in a running engine is not in here: the grace for late events and the commit interval, and up to one
 * slot of the window's resolution (a window is never shorter than it says, but up to a slot longer).
 */
public final class DefinitionCheck {
    private static final Fraction ONE = Fraction.of(1);

    private final long evaluationIntervalMs;

    /**
     * @param evaluationIntervalMs time between two evaluations in milliseconds, above 0
     */
    public DefinitionCheck(long evaluationIntervalMs) {
        if (evaluationIntervalMs <= 0) {
            throw new IllegalArgumentException("an evaluation interval is above 0 ms: " + evaluationIntervalMs);
        }
        this.evaluationIntervalMs = evaluationIntervalMs;
    }

    /** The report on all SLOs of a set. */
    public CheckReport report(DefinitionSet definitions) {
        List<SloCheck> slos = new ArrayList<>();
        List<GoalCheck> goals = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (SloDefinition slo : definitions.slos()) {
            if (slo.goal() instanceof Goal.Share share) {
                SloCheck check = check(slo, share);
                slos.add(check);
                findings.addAll(Findings.of(slo, check));
            } else {
                goals.add(GoalCheck.of(slo));
                findings.addAll(Findings.withoutAlerts(slo));
            }
        }
        return new CheckReport(evaluationIntervalMs, slos, goals, findings);
    }

    private SloCheck check(SloDefinition definition, Goal.Share share) {
        Promise slo = new Promise(
                share.objective().complement(), share.periods().get(0).nominalMs());
        Fraction burn = burnOf(ONE, slo);
        return new SloCheck(
                definition.name(),
                share.objective(),
                share.periods().get(0),
                burn.toDecimal(),
                Fraction.of(slo.periodMs()).dividedBy(burn).ceiling(),
                definition.alerts().stream().map(alert -> check(alert, slo)).toList());
    }

    /** The budget that alerts are measured by. */
    private record Promise(Ratio errorBudget, long periodMs) {}

    private AlertCheck check(AlertDefinition alert, Promise slo) {
        return new AlertCheck(
                alert.name(),
                alert.holdMs(),
                alert.keepFiringForMs(),
                alert.minimumEvents(),
                alert.minimumBadEvents(),
                spent(ONE, Fraction.of(alert.holdMs()), slo).toDecimal(),
                silence(alert),
                alert.compat(),
                alert.tiers().stream().map(tier -> check(tier, alert, slo)).toList());
    }

    private Optional<SilenceCheck> silence(AlertDefinition alert) {
        if (!(alert.noData() instanceof AlertAfter policy)) {
            return Optional.empty();
        }
        // A long window that holds good events decides that all is well, also when the short one is empty.
        long emptyAfterMs = roundedUp(alert.tiers().stream()
                .mapToLong(DefinitionCheck::longestWindowMs)
                .min()
                .orElseThrow());
        return Optional.of(new SilenceCheck(
                policy.delayMs(), policy.severity(), emptyAfterMs, emptyAfterMs + roundedUp(policy.delayMs())));
    }

    private static long longestWindowMs(Tier tier) {
        return tier.bounds().stream().mapToLong(Tier.Bound::windowMs).max().orElseThrow();
    }

    private TierCheck check(Tier tier, AlertDefinition alert, Promise slo) {
        Ratio limit = greatestLimit(tier);
        Fraction twice = Fraction.of(2).times(Fraction.of(limit));
        Fraction twiceAtMostAll = twice.isAtLeast(ONE) ? ONE : twice;
        return new TierCheck(
                tier.severity(),
                tier.rate().map(rate -> Fraction.of(rate).toDecimal()),
                tier.bounds(),
                spent(Fraction.of(limit), Fraction.of(longestWindowMs(tier)), slo)
                        .toDecimal(),
                outage(ONE, tier, alert, slo),
                limit.equals(Ratio.ZERO) ? Optional.empty() : Optional.of(outage(twiceAtMostAll, tier, alert, slo)),
                resetMs(tier, alert),
                fewestEvents(limit));
    }

    private Outage outage(Fraction badRatio, Tier tier, AlertDefinition alert, Promise slo) {
        Fraction exceededAfter = Fraction.of(0);
        for (Tier.Bound bound : tier.bounds()) {
            Fraction after = Fraction.of(bound.limit()).dividedBy(badRatio).times(Fraction.of(bound.windowMs()));
            exceededAfter = after.isAtLeast(exceededAfter) ? after : exceededAfter;
        }
        // Strictly above: an evaluation exactly at the limit does not count, so the next one is meant.
        long pendingAfterMs =
                (exceededAfter.dividedBy(Fraction.of(evaluationIntervalMs)).floor() + 1) * evaluationIntervalMs;
        long firesAfterMs = pendingAfterMs + roundedUp(alert.holdMs());
        return new Outage(
                badRatio.toDecimal(),
                exceededAfter.toDecimal(),
                firesAfterMs,
                spent(badRatio, Fraction.of(firesAfterMs), slo).toDecimal());
    }

    /** The first bound that is met again ends the condition; each is met when its share has fallen to the limit. */
    private long resetMs(Tier tier, AlertDefinition alert) {
        long endsAfterMs = tier.bounds().stream()
                .mapToLong(bound -> Fraction.of(bound.limit().complement())
                        .times(Fraction.of(bound.windowMs()))
                        .ceiling())
                .min()
                .orElseThrow();
        return roundedUp(endsAfterMs) + roundedUp(alert.keepFiringForMs());
    }

    /** Least n with 1 ÷ n at most the limit. */
    private static OptionalLong fewestEvents(Ratio limit) {
        return limit.equals(Ratio.ZERO)
                ? OptionalLong.empty()
                : OptionalLong.of(ONE.dividedBy(Fraction.of(limit)).ceiling());
    }

    private static Ratio greatestLimit(Tier tier) {
        return tier.bounds().stream()
                .map(Tier.Bound::limit)
                .max(Ratio::compareTo)
                .orElseThrow();
    }

    /** Share of the period's budget that a bad ratio spends in a time: burn rate × time ÷ period. */
    private static Fraction spent(Fraction badRatio, Fraction ms, Promise slo) {
        return burnOf(badRatio, slo).times(ms).dividedBy(Fraction.of(slo.periodMs()));
    }

    private static Fraction burnOf(Fraction badRatio, Promise slo) {
        return badRatio.dividedBy(Fraction.of(slo.errorBudget()));
    }

    private long roundedUp(long ms) {
        return Math.multiplyExact((ms + evaluationIntervalMs - 1) / evaluationIntervalMs, evaluationIntervalMs);
    }
}

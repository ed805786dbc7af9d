// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Faults that a wrong engine could have, each of all alerts of an SLO; promtool must refuse what each of them says. */
enum Mutant {
    HOLD_ONE_LONGER(alert -> timed(alert, alert.holdMs() + Timeline.MINUTE, alert.keepFiringForMs())),
    HOLD_ONE_SHORTER(alert -> timed(alert, Math.max(0, alert.holdMs() - Timeline.MINUTE), alert.keepFiringForMs())),
    KEEP_ONE_LONGER(alert -> timed(alert, alert.holdMs(), alert.keepFiringForMs() + Timeline.MINUTE)),
    KEEP_ONE_SHORTER(alert -> timed(alert, alert.holdMs(), Math.max(0, alert.keepFiringForMs() - Timeline.MINUTE))),
    WINDOW_ONE_MINUTE_LONGER(alert -> bounds(alert, bound -> longer(bound, Timeline.MINUTE))),
    WINDOW_ONE_MINUTE_SHORTER(alert -> bounds(alert, bound -> longer(bound, -Timeline.MINUTE))),
    EQUAL_COUNTS_AS_EXCEEDED(alert ->
            bounds(alert, bound -> new Tier.Bound(bound.windowMs(), slightlyLess(bound.limit())))),
    SHORT_WINDOW_IGNORED(alert ->
            tiers(alert, tier -> List.of(with(tier, tier.bounds().subList(0, 1))))),
    LONG_WINDOW_IGNORED(alert -> tiers(
            alert,
            tier -> List.of(with(
                    tier,
                    tier.bounds()
                            .subList(tier.bounds().size() - 1, tier.bounds().size()))))),
    /** Each window of a pair fires alone. */
    AND_IS_OR(alert -> tiers(
            alert,
            tier -> tier.bounds().stream()
                    .map(bound -> with(tier, List.of(bound)))
                    .toList())),
    /**
     * Long windows are judged as short ones and the other way round: of a pair that changes nothing, as both have one
     * limit, so each alert takes the windows of the next one, whose order is another.
     */
    WINDOWS_SWAPPED(alert -> alert) {
        @Override
        List<AlertDefinition> change(List<AlertDefinition> alerts) {
            List<AlertDefinition> changed = new ArrayList<>();
            for (int number = 0; number < alerts.size(); number++) {
                List<Long> others = windows(alerts.get((number + 1) % alerts.size()));
                changed.add(tiers(alerts.get(number), tier -> {
                    List<Tier.Bound> bounds = new ArrayList<>();
                    for (int bound = 0; bound < tier.bounds().size(); bound++) {
                        long window = others.get(Math.min(bound, others.size() - 1));
                        bounds.add(
                                new Tier.Bound(window, tier.bounds().get(bound).limit()));
                    }
                    return List.of(with(tier, bounds));
                }));
            }
            return changed;
        }
    },
    /** Our own way with silence where Prometheus' is asked for. */
    SILENCE_FREEZES(alert -> ours(alert, Ratio.ZERO)),
    /** Coverage is asked for where Prometheus asks for none. */
    COVERAGE_IS_ASKED(alert -> ours(alert, Ratio.of("0.9")));

    private final UnaryOperator<AlertDefinition> change;

    Mutant(UnaryOperator<AlertDefinition> change) {
        this.change = change;
    }

    /** The alerts of an SLO with the fault. */
    List<AlertDefinition> change(List<AlertDefinition> alerts) {
        return alerts.stream().map(change).toList();
    }

    /** What no judge can see: the windows of a pair in the other order, with one limit as they have it. */
    static List<AlertDefinition> swapWithinPairs(List<AlertDefinition> alerts) {
        return alerts.stream()
                .map(alert -> tiers(alert, tier -> {
                    List<Tier.Bound> bounds = new ArrayList<>(tier.bounds());
                    Collections.reverse(bounds);
                    return List.of(with(tier, bounds));
                }))
                .toList();
    }

    private static List<Long> windows(AlertDefinition alert) {
        return alert.tiers().get(0).bounds().stream().map(Tier.Bound::windowMs).toList();
    }

    private static Tier.Bound longer(Tier.Bound bound, long byMs) {
        return new Tier.Bound(Math.max(Timeline.MINUTE, bound.windowMs() + byMs), bound.limit());
    }

    private static Ratio slightlyLess(Ratio limit) {
        long scale = 1_000_000_000L;
        return limit.numerator() == 0 ? limit : new Ratio(limit.numerator() * scale - 1, limit.denominator() * scale);
    }

    private static AlertDefinition bounds(AlertDefinition alert, UnaryOperator<Tier.Bound> change) {
        return tiers(
                alert,
                tier -> List.of(with(tier, tier.bounds().stream().map(change).toList())));
    }

    private static Tier with(Tier tier, List<Tier.Bound> bounds) {
        return new Tier(tier.severity(), tier.rate(), bounds);
    }

    private static AlertDefinition tiers(AlertDefinition alert, Function<Tier, List<Tier>> change) {
        List<Tier> tiers =
                alert.tiers().stream().map(change).flatMap(List::stream).toList();
        return with(alert, tiers, alert.holdMs(), alert.keepFiringForMs());
    }

    private static AlertDefinition timed(AlertDefinition alert, long holdMs, long keepMs) {
        return with(alert, alert.tiers(), holdMs, keepMs);
    }

    private static AlertDefinition with(AlertDefinition alert, List<Tier> tiers, long holdMs, long keepMs) {
        return new AlertDefinition(
                alert.name(),
                tiers,
                holdMs,
                keepMs,
                alert.minimumEvents(),
                alert.minimumBadEvents(),
                alert.minimumCoverage(),
                alert.noData(),
                alert.compat());
    }

    private static AlertDefinition ours(AlertDefinition alert, Ratio coverage) {
        return new AlertDefinition(
                alert.name(),
                alert.tiers(),
                alert.holdMs(),
                alert.keepFiringForMs(),
                0,
                0,
                coverage,
                NoDataPolicy.FREEZE,
                Compat.NONE);
    }
}

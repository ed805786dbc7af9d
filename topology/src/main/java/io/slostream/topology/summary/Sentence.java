// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.AlertTransition.Reason;
import io.slostream.alerting.state.TierState;
import io.slostream.schemas.output.PrintableText;
import io.slostream.topology.judge.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** A verdict as one sentence for a person: what, since when, by which counts, and what it costs. */
final class Sentence {
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    private Sentence() {}

    static String of(Verdict verdict, SloRecords slo) {
        return verdict.key().slo() + " " + verdict.key().alert() + " for "
                + PrintableText.of(verdict.key().group()) + " " + what(verdict.transition()) + ": "
                + counts(verdict, slo) + budget(verdict, slo) + ".";
    }

    private static String what(AlertTransition transition) {
        String severity = "(" + transition.severity().word() + ")";
        return switch (transition.kind()) {
            case PENDING -> "is pending " + severity;
            case FIRING -> firing(transition, severity);
            case RESOLVED ->
                "resolved after " + span(transition.firedAtMs(), transition.atMs()) + because(transition.reason());
            case CANCELLED ->
                "no longer pending after " + span(transition.startedAtMs(), transition.atMs())
                        + because(transition.reason());
            case NO_DATA -> "has no data";
            case SUPPRESSED -> "is met and held back" + because(transition.reason());
        };
    }

    private static String firing(AlertTransition transition, String severity) {
        return switch (transition.reason()) {
            case SEVERITY -> "fires on, now " + severity;
            case START -> "has been firing for " + span(transition.firedAtMs(), transition.atMs()) + " " + severity;
            case NO_DATA -> "fires " + severity + ", without data" + lasting(transition);
            default -> "fires " + severity;
        };
    }

    private static String lasting(AlertTransition transition) {
        long lastedMs = transition.atMs() - transition.startedAtMs();
        return lastedMs == 0 ? "" : " for " + Durations.format(lastedMs);
    }

    private static String because(Reason reason) {
        return switch (reason) {
            case COVERAGE -> ", a window was not counted long enough";
            case MINIMUM_EVENTS -> ", a window has too few events";
            case MINIMUM_BAD_EVENTS -> ", a window has too few bad events";
            case NO_DATA -> ", without data";
            case DATA_BACK -> ", data is back";
            case REDEFINED -> ", its definition changed";
            default -> "";
        };
    }

    private static String span(long fromMs, long toMs) {
        return fromMs == TierState.NEVER ? "no time" : Durations.format(toMs - fromMs);
    }

    /**
     * The windows of the tier that speaks: where want of data is the reason the first one that lacks them, else the first
     * one exceeded, of this severity if there is one.
     */
    private static String counts(Verdict verdict, SloRecords slo) {
        Goal goal = slo.slo().goal();
        if (goal instanceof Goal.Freshness) {
            Verdict.Reading window = verdict.windows().get(0);
            return (window.bad() == 0 ? "a good event lies within " : "no good event for ")
                    + WindowName.of(window.window());
        }
        if (goal instanceof Goal.SpendBand band) {
            Verdict.Reading window = verdict.windows().get(0);
            return String.format(
                    Locale.ROOT,
                    "%s %d of %d outside the band %d to %d",
                    WindowName.of(window.window()),
                    window.bad(),
                    window.total(),
                    band.low(),
                    band.high());
        }
        StringJoiner text = new StringJoiner(", ");
        for (Tier.Bound bound : speaking(verdict, slo).bounds()) {
            Verdict.Reading window = reading(verdict, bound);
            String name = WindowName.of(window.window());
            text.add(
                    window.total() == 0
                            ? name + " without events"
                            : String.format(
                                    Locale.ROOT,
                                    "%s %d/%d bad (burn %.2f)",
                                    name,
                                    window.bad(),
                                    window.total(),
                                    window.burnRate()));
        }
        return text.toString();
    }

    private static Tier speaking(Verdict verdict, SloRecords slo) {
        AlertDefinition alert = slo.slo().alerts().stream()
                .filter(candidate -> candidate.name().equals(verdict.key().alert()))
                .findFirst()
                .orElseThrow();
        if (verdict.transition().reason() == Reason.NO_DATA) {
            Optional<Tier> silent = alert.tiers().stream()
                    .filter(tier -> isWithoutData(verdict, tier))
                    .findFirst();
            if (silent.isPresent()) {
                return silent.get();
            }
        }
        Tier exceeded = null;
        for (Tier tier : alert.tiers()) {
            if (tier.bounds().stream().allMatch(bound -> isExceeded(verdict, bound))) {
                if (tier.severity() == verdict.transition().severity()) {
                    return tier;
                }
                exceeded = exceeded == null ? tier : exceeded;
            }
        }
        return exceeded == null ? alert.tiers().get(0) : exceeded;
    }

    /** As the judge has it: some window is empty, and none with events stays within its bound. */
    private static boolean isWithoutData(Verdict verdict, Tier tier) {
        return tier.bounds().stream().anyMatch(bound -> reading(verdict, bound).total() == 0)
                && tier.bounds().stream()
                        .allMatch(bound -> reading(verdict, bound).total() == 0 || isExceeded(verdict, bound));
    }

    private static boolean isExceeded(Verdict verdict, Tier.Bound bound) {
        Verdict.Reading window = reading(verdict, bound);
        return bound.limit().isExceededBy(window.bad(), window.total());
    }

    private static Verdict.Reading reading(Verdict verdict, Tier.Bound bound) {
        return verdict.windows().stream()
                .filter(window -> window.window().equals(bound.window()))
                .findFirst()
                .orElseThrow();
    }

    /** Silent until a tenth of the period has been counted: the share of a minute's events says nothing of a month's. */
    private static String budget(Verdict verdict, SloRecords slo) {
        if (verdict.period().coveredMs() < verdict.period().lengthMs() / 10) {
            return "";
        }
        OptionalDouble remaining = slo.budgetRemaining(verdict.period());
        if (remaining.isEmpty()) {
            return "";
        }
        double left = remaining.getAsDouble();
        String period = WindowName.of(verdict.period().window());
        if (left <= 0) {
            return String.format(Locale.ROOT, "; the %s budget is spent %.2f times", period, 1 - left);
        }
        OptionalLong exhaustion = slo.exhaustionMs(verdict.present(), verdict.period());
        return String.format(Locale.ROOT, "; %.1f %% of the %s budget left", 100 * left, period)
                + (exhaustion.isEmpty() ? "" : ", at this rate for " + coarse(exhaustion.getAsLong()));
    }

    /** Two units at most: nobody plans by the second for a week. */
    private static String coarse(long ms) {
        long unit = ms >= 2 * DAY_MS ? HOUR_MS : ms >= 2 * HOUR_MS ? MINUTE_MS : 1_000;
        return ms >= 100 * DAY_MS ? "over 100d" : Durations.format(ms - ms % unit);
    }
}

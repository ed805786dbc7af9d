// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.check.CheckReport;
import io.slostream.alerting.check.CheckReport.AlertCheck;
import io.slostream.alerting.check.CheckReport.Finding;
import io.slostream.alerting.check.CheckReport.GoalCheck;
import io.slostream.alerting.check.CheckReport.Outage;
import io.slostream.alerting.check.CheckReport.SloCheck;
import io.slostream.alerting.check.CheckReport.TierCheck;
import io.slostream.alerting.check.Percent;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.Tier;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link CheckReport} for a terminal. */
final class CheckText {
    private static final List<String> HEADING = List.of(
            "severity", "windows", "burn rate", "fires above", "full outage", "twice the limit", "resets in", "events");

    private CheckText() {}

    static String render(CheckReport report) {
        StringBuilder text = new StringBuilder();
        for (SloCheck slo : report.slos()) {
            render(slo, text);
        }
        for (GoalCheck goal : report.goals()) {
            text.append("%s: %s%n".formatted(goal.name(), goal.promise()));
            goal.alerts()
                    .forEach(alert -> text.append("  %s: %s, fires %s%n"
                            .formatted(alert.name(), alert.severity().word(), alert.fires())));
            text.append('\n');
        }
        if (report.slos().stream().anyMatch(slo -> !slo.alerts().isEmpty())) {
            text.append("""
                    fires above: share of bad events, in every window of the tier; full outage and twice the limit: time from the
                    first bad event to the alert and the budget spent by then, steady traffic, without grace for late events;
                    resets in: after the end of a full outage; events: fewest in a window so that one bad event stays quiet.
                    """);
        }
        for (Finding finding : report.findings()) {
            text.append(finding.level().name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(finding.slo())
                    .append(finding.alert().map(alert -> "/" + alert).orElse(""))
                    .append(": ")
                    .append(finding.text())
                    .append('\n');
        }
        return text.toString();
    }

    private static void render(SloCheck slo, StringBuilder text) {
        text.append("%s: %s good over %s; a full outage burns at %s and spends the budget in %s%n"
                .formatted(
                        slo.name(),
                        exactPercent(slo.objective()),
                        slo.period().name(),
                        shortDecimal(slo.greatestBurnRate()),
                        duration(slo.fullOutageExhaustsMs())));
        for (AlertCheck alert : slo.alerts()) {
            text.append("  ").append(alert.name()).append(conditions(alert)).append('\n');
            List<List<String>> rows = new ArrayList<>();
            rows.add(HEADING);
            alert.tiers().forEach(tier -> rows.add(row(tier)));
            appendTable(rows, text);
        }
        text.append('\n');
    }

    private static String conditions(AlertCheck alert) {
        List<String> parts = new ArrayList<>();
        if (alert.holdMs() > 0) {
            parts.add("for %s, in which a full outage spends %s of the budget"
                    .formatted(Durations.format(alert.holdMs()), Percent.of(alert.holdCost())));
        }
        if (alert.keepFiringForMs() > 0) {
            parts.add("keepFiringFor " + Durations.format(alert.keepFiringForMs()));
        }
        if (alert.minimumEvents() > 0) {
            parts.add("minimumEvents " + alert.minimumEvents());
        }
        if (alert.minimumBadEvents() > 0) {
            parts.add("minimumBadEvents " + alert.minimumBadEvents());
        }
        alert.silence()
                .ifPresent(silence ->
                        parts.add("noData: %s %s after the last event, %s until there is no data and alertAfter %s"
                                .formatted(
                                        silence.severity().word(),
                                        duration(silence.firesAfterMs()),
                                        duration(silence.emptyAfterMs()),
                                        Durations.format(silence.delayMs()))));
        if (alert.compat() == Compat.PROMETHEUS) {
            parts.add("compat prometheus, so no data is not met");
        }
        return parts.isEmpty() ? "" : ": " + String.join("; ", parts);
    }

    private static List<String> row(TierCheck tier) {
        return List.of(
                tier.severity().word(),
                tier.bounds().stream()
                        .map(bound -> Durations.format(bound.windowMs()))
                        .collect(Collectors.joining("/")),
                tier.rate().map(CheckText::shortDecimal).orElse("-"),
                tier.bounds().stream()
                        .map(Tier.Bound::limit)
                        .distinct()
                        .map(limit -> Percent.of(BigDecimal.valueOf(limit.toDouble())))
                        .collect(Collectors.joining("/")),
                outage(tier.fullOutage()),
                tier.twiceLimit().map(CheckText::outage).orElse("-"),
                duration(tier.resetMs()),
                tier.fewestEvents().isPresent()
                        ? String.valueOf(tier.fewestEvents().getAsLong())
                        : "none");
    }

    private static String outage(Outage outage) {
        return duration(outage.firesAfterMs()) + " (" + Percent.of(outage.budgetUsed()) + ")";
    }

    private static void appendTable(List<List<String>> rows, StringBuilder text) {
        int[] widths = new int[HEADING.size()];
        Arrays.fill(widths, 0);
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("   ");
            for (int i = 0; i < widths.length; i++) {
                line.append(' ')
                        .append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length() + 1));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static String exactPercent(Ratio share) {
        return new BigDecimal(share.numerator())
                        .divide(new BigDecimal(share.denominator()), 12, RoundingMode.HALF_EVEN)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    private static String shortDecimal(BigDecimal value) {
        return value.round(new MathContext(4, RoundingMode.HALF_UP))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Whole seconds once there are any: milliseconds say nothing to a person here. */
    private static String duration(long ms) {
        return Durations.format(ms < 1_000 ? ms : (ms + 999) / 1_000 * 1_000);
    }
}

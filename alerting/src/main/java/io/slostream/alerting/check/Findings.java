// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.check;

import io.slostream.alerting.check.CheckReport.AlertCheck;
import io.slostream.alerting.check.CheckReport.Finding;
import io.slostream.alerting.check.CheckReport.Level;
import io.slostream.alerting.check.CheckReport.SloCheck;
import io.slostream.alerting.check.CheckReport.TierCheck;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what is doubtful about alerts that could be loaded: they can fire, but too late, too often or for nothing. */
final class Findings {
    private final SloCheck slo;
    private final List<Finding> findings = new ArrayList<>();

    private Findings(SloCheck slo) {
        this.slo = slo;
    }

    static List<Finding> of(SloDefinition definition, SloCheck slo) {
        Findings findings = new Findings(slo);
        if (slo.alerts().isEmpty() && definition.category().mayAlert()) {
            findings.add(Level.NOTE, Optional.empty(), "it has no alert, so nobody is told when its budget burns");
        }
        for (AlertCheck alert : slo.alerts()) {
            for (TierCheck tier : alert.tiers()) {
                findings.look(alert, tier);
            }
        }
        return findings.findings;
    }

    /** The note on an SLO that nobody is told about. */
    static List<Finding> withoutAlerts(SloDefinition slo) {
        return slo.alerts().isEmpty() && slo.category().mayAlert()
                ? List.of(new Finding(
                        Level.NOTE, slo.name(), Optional.empty(), "it has no alert, so nobody is told when it breaks"))
                : List.of();
    }

    private void look(AlertCheck alert, TierCheck tier) {
        String which = alert.tiers().size() == 1 ? "" : "tier " + windows(tier) + ": ";
        BigDecimal used = tier.fullOutage().budgetUsed();
        if (used.compareTo(BigDecimal.ONE) >= 0) {
            add(
                    alert,
                    Level.PROBLEM,
                    which + "a full outage has spent " + Percent.of(used)
                            + " of the budget when it fires after "
                            + Durations.format(tier.fullOutage().firesAfterMs()) + hold(alert));
        }
        Tier.Bound longest = tier.bounds().stream()
                .max((a, b) -> Long.compare(a.windowMs(), b.windowMs()))
                .orElseThrow();
        if (longest.windowMs() > slo.periodMs()) {
            add(
                    alert,
                    Level.PROBLEM,
                    which + "the window " + Durations.format(longest.windowMs()) + " is longer than the period "
                            + slo.period().name());
        }
        if (longest.limit().compareTo(slo.objective().complement()) < 0) {
            add(
                    alert,
                    Level.PROBLEM,
                    which + "it fires although the objective is met: its limit "
                            + Percent.of(Fraction.of(longest.limit()).toDecimal())
                            + " of bad events is under the error budget "
                            + Percent.of(
                                    Fraction.of(slo.objective().complement()).toDecimal()));
        }
        lookAtTraffic(alert, tier, which);
    }

    private void lookAtTraffic(AlertCheck alert, TierCheck tier, String which) {
        // With two bad events asked for, one failure alone never fires, however little traffic there is.
        if (alert.minimumBadEvents() >= 2) {
            return;
        }
        if (tier.fewestEvents().isEmpty()) {
            add(alert, Level.NOTE, which + "any single bad event exceeds it");
        } else if (alert.minimumEvents() < tier.fewestEvents().getAsLong()) {
            add(
                    alert,
                    Level.NOTE,
                    which + "one bad event among fewer than "
                            + tier.fewestEvents().getAsLong() + " events in each window exceeds it; minimumEvents is "
                            + alert.minimumEvents());
        }
    }

    private static String hold(AlertCheck alert) {
        return alert.holdMs() == 0 ? "" : ", of which for: " + Durations.format(alert.holdMs());
    }

    private static String windows(TierCheck tier) {
        return tier.bounds().stream()
                .map(bound -> Durations.format(bound.windowMs()))
                .collect(Collectors.joining("/"));
    }

    private void add(AlertCheck alert, Level level, String text) {
        add(level, Optional.of(alert.name()), text);
    }

    private void add(Level level, Optional<String> alert, String text) {
        findings.add(new Finding(level, slo.name(), alert, text));
    }
}

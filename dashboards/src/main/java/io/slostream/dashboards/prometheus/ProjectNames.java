// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.prometheus;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Measure;
import io.slostream.alerting.definition.Operator;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.dashboards.panel.Panel;
import io.slostream.dashboards.panel.Panels;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The names under which an organisation knows its outcomes: {@code project:WHAT:WINDOW}, one an outcome SLO, for the window
 * that speaks for it. Colons are for names that are derived from others (Prometheus' naming of rules).
 *
 * <p>WHAT is {@code correctness_pass_rate} for the share of all evaluations that pass, {@code canary_correctness} for that of
 * all canaries; otherwise it is the SLO's name, with {@code _} for what the name of a metric may not have.
 *
 * @param bySlo in SLO order
 */
public record ProjectNames(Map<String, ProjectName> bySlo) {
    private static final Measure PASSED =
            new Measure.Share(List.of(new FieldMatcher("passed", Operator.EQUALS, new FieldMatcher.Flag(true))), false);

    public ProjectNames {
        bySlo = Collections.unmodifiableMap(new LinkedHashMap<>(bySlo));
    }

    /**
     * The name of an outcome.
     *
     * @param name for example {@code project:correctness_pass_rate:1h}
     * @param window name of the window whose ratio it is
     * @param label what the group stands for, for example {@code specialist}
     */
    public record ProjectName(String name, String window, String label) {}

    /**
     * The names of a set's outcomes. Where two would have the same one, the names of their SLOs tell them apart.
     *
     * @throws IllegalArgumentException when those do not either; the message names both
     */
    public static ProjectNames of(DefinitionSet definitions) {
        List<Panel> outcomes = Panels.of(definitions).outcomeBar();
        Map<String, Long> wanted =
                outcomes.stream().collect(Collectors.groupingBy(ProjectNames::byIndicator, Collectors.counting()));
        Map<String, ProjectName> names = new LinkedHashMap<>();
        Map<String, String> taken = new LinkedHashMap<>();
        for (Panel outcome : outcomes) {
            String slo = outcome.slo().name();
            String name = wanted.get(byIndicator(outcome)) == 1 ? byIndicator(outcome) : bySlo(outcome);
            String other = taken.putIfAbsent(name, slo);
            if (other != null) {
                throw new IllegalArgumentException(
                        "the outcomes " + other + " and " + slo + " would both be " + name + "; rename one of them");
            }
            names.put(
                    slo,
                    new ProjectName(
                            name, outcome.headline().name(), label(outcome.slo().indicator())));
        }
        return new ProjectNames(names);
    }

    private static String byIndicator(Panel outcome) {
        SloDefinition slo = outcome.slo();
        Indicator indicator = slo.indicator();
        boolean all = indicator.where().isEmpty() && indicator.exclude().isEmpty();
        if (all && indicator.measure().equals(PASSED)) {
            if (indicator.of() == TelemetryKind.EVALUATION) {
                return name("correctness_pass_rate", outcome);
            }
            if (indicator.of() == TelemetryKind.CANARY) {
                return name("canary_correctness", outcome);
            }
        }
        return bySlo(outcome);
    }

    private static String bySlo(Panel outcome) {
        return name(outcome.slo().name().replaceAll("[^A-Za-z0-9_]", "_"), outcome);
    }

    /** A calendar month's window has its zone in its name. */
    private static String name(String what, Panel outcome) {
        return "project:" + what + ":" + outcome.headline().name().replaceAll("[^A-Za-z0-9_]", "_");
    }

    private static String label(Indicator indicator) {
        return indicator.groupBy() == GroupBy.ALL ? "" : indicator.groupBy().word();
    }
}

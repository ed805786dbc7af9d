// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.prometheus;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.dashboards.panel.Panels;
import io.slostream.dashboards.prometheus.ProjectNames.ProjectName;
import io.slostream.dashboards.text.YamlText;
import io.slostream.schemas.output.MetricNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of rules for Prometheus: the outcomes under their own names, and alerts on engine and notifier themselves. It does
 * not judge SLOs a second time; the engine has.
 */
public final class RulesFile {
    private static final String COMMENT = """
            Rules for Prometheus, made by `slostream generate prometheus`; make them again when SLOs change.
            The alerts are on slostream itself. SLOs are judged by the engine, whose alerts `slostream notify` sends.
            """;

    private RulesFile() {}

    /**
     * The file for these SLOs.
     *
     * @throws IllegalArgumentException when two outcomes would have the same name; the message says which
     */
    public static String of(DefinitionSet definitions) {
        List<Map<String, Object>> groups = new ArrayList<>();
        List<Map<String, Object>> outcomes = outcomes(definitions);
        if (!outcomes.isEmpty()) {
            groups.add(group("slostream-outcomes", outcomes));
        }
        String owner = Panels.of(definitions).engineOwner();
        groups.add(group("slostream-engine", rules(MetaAlerts.engine(), owner)));
        groups.add(group("slostream-notifier", rules(MetaAlerts.notifier(), owner)));
        return YamlText.of(COMMENT, Map.of("groups", groups));
    }

    private static List<Map<String, Object>> outcomes(DefinitionSet definitions) {
        List<Map<String, Object>> rules = new ArrayList<>();
        ProjectNames.of(definitions).bySlo().forEach((slo, name) -> {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("record", name.name());
            rule.put("expr", outcome(slo, name) + "\n");
            rules.add(rule);
        });
        return rules;
    }

    private static String outcome(String slo, ProjectName name) {
        String series =
                MetricNames.RATIO + "{slo=" + PromQl.literal(slo) + ", window=" + PromQl.literal(name.window()) + "}";
        String ratio = PromQl.newest(series, slo);
        if (name.label().isEmpty()) {
            return "max(" + ratio + ")";
        }
        return PromQl.max(
                name.label(),
                "label_replace(" + ratio + ", " + PromQl.literal(name.label()) + ", \"$1\", \"group\", \"(.*)\")");
    }

    private static List<Map<String, Object>> rules(List<MetaAlert> alerts, String owner) {
        return alerts.stream().map(alert -> alert.rule(owner)).toList();
    }

    private static Map<String, Object> group(String name, List<Map<String, Object>> rules) {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", name);
        group.put("rules", rules);
        return group;
    }
}

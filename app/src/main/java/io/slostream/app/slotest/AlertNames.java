// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.topology.judge.AlertKey;
import java.util.List;
import java.util.Optional;

/** Finds the alert that a test names among those that are defined. */
final class AlertNames {
    static final List<String> KEYS = List.of("alert", "slo", "group", "specialist");

    private final Optional<List<SloDefinition>> definitions;

    /** Without definitions, which then are what is wrong, any name will do. */
    AlertNames(Optional<DefinitionSet> definitions) {
        this.definitions = definitions.map(DefinitionSet::slos);
    }

    /** The alert that {@code alert}, {@code slo} and {@code group} or {@code specialist} name together. */
    Optional<AlertKey> read(YamlMap map) {
        Optional<String> group = group(map);
        Optional<YamlValue> name = map.require("alert", "NAME");
        if (definitions.isEmpty()) {
            return name.flatMap(YamlValue::text).flatMap(alert -> group.map(g -> new AlertKey("", alert, g)));
        }
        List<SloDefinition> slos = definitions.get();
        Optional<String> slo = map.has("slo")
                ? map.get("slo")
                        .flatMap(v ->
                                v.oneOf(slos.stream().map(SloDefinition::name).toList()))
                : name.flatMap(value -> onlySloWith(value, slos));
        return name.flatMap(YamlValue::text)
                .flatMap(alert -> slo.filter(s -> !map.has("slo") || isDefined(s, slos, alert, name.get()))
                        .flatMap(s -> group.map(g -> new AlertKey(s, alert, g))));
    }

    /** What {@code group} or {@code specialist} names. */
    static Optional<String> group(YamlMap map) {
        Optional<YamlValue> group = map.get("group");
        Optional<YamlValue> specialist = map.get("specialist");
        if (group.isPresent() && specialist.isPresent()) {
            specialist.get().error("stands beside group and means the same", "keep one of them");
            return Optional.empty();
        }
        if (group.isEmpty() && specialist.isEmpty()) {
            map.self().error("does not say of whom", "add specialist: NAME, or group: NAME");
            return Optional.empty();
        }
        return group.or(() -> specialist).flatMap(YamlValue::text);
    }

    private static Optional<String> onlySloWith(YamlValue value, List<SloDefinition> slos) {
        Optional<String> alert = value.text();
        if (alert.isEmpty()) {
            return Optional.empty();
        }
        List<String> with = slos.stream()
                .filter(slo -> namesOf(slo).contains(alert.get()))
                .map(SloDefinition::name)
                .toList();
        if (with.size() > 1) {
            value.error(
                    "several SLOs have an alert " + Quoted.of(alert.get()),
                    "add slo: one of " + String.join(", ", with));
            return Optional.empty();
        }
        if (with.isEmpty()) {
            unknown(value, alert.get(), slos);
        }
        return with.stream().findFirst();
    }

    private static boolean isDefined(String slo, List<SloDefinition> slos, String alert, YamlValue value) {
        List<SloDefinition> named =
                slos.stream().filter(s -> s.name().equals(slo)).toList();
        boolean defined = named.stream().anyMatch(s -> namesOf(s).contains(alert));
        if (!defined) {
            unknown(value, alert, named);
        }
        return defined;
    }

    private static void unknown(YamlValue value, String alert, List<SloDefinition> among) {
        List<String> known =
                among.stream().flatMap(slo -> namesOf(slo).stream()).distinct().toList();
        value.error(
                "no alert is named " + Quoted.of(alert),
                known.isEmpty() ? "name an SLO that has alerts" : Suggestions.advice(alert, "alerts", known));
    }

    private static List<String> namesOf(SloDefinition slo) {
        return slo.alerts().stream().map(AlertDefinition::name).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.definition.DefinitionParser.ParsedFile;
import io.slostream.alerting.definition.DefinitionParser.ParsedSlo;
import io.slostream.alerting.definition.DefinitionParser.Placed;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlValue;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules between definitions: one name, one SLO; one dashboard, one owner; one threshold, one place. */
final class SetRules {
    private SetRules() {}

    /** Adds what is wrong between the definitions of these files to the problems of the later file. */
    static void check(List<ParsedFile> files) {
        Map<String, YamlValue> names = new HashMap<>();
        Map<Dashboard, Placed<String>> owners = new EnumMap<>(Dashboard.class);
        Map<Promise, YamlValue> promises = new HashMap<>();
        for (ParsedFile file : files) {
            for (ParsedSlo slo : file.slos()) {
                slo.name().ifPresent(name -> checkName(name, names));
                slo.definition().ifPresent(definition -> checkPromise(definition, slo, promises));
                if (slo.owner().isPresent() && slo.dashboard().isPresent()) {
                    checkOwner(slo.owner().get(), slo.dashboard().get(), owners);
                }
            }
        }
    }

    /** What is counted and what is promised about it. */
    private record Promise(Indicator indicator, Goal goal) {}

    private static void checkPromise(SloDefinition definition, ParsedSlo slo, Map<Promise, YamlValue> promises) {
        YamlValue source = slo.name().orElseThrow().source();
        YamlValue first = promises.putIfAbsent(new Promise(definition.indicator(), definition.goal()), source);
        if (first != null) {
            source.error(
                    "the same threshold is written at " + placeOf(first)
                            + ": an SLO of the same events, groups and objective",
                    "add its alerts there, or remove one of the two");
        }
    }

    private static void checkName(Placed<String> name, Map<String, YamlValue> names) {
        YamlValue first = names.putIfAbsent(name.value(), name.source());
        if (first != null) {
            name.source()
                    .error("an SLO named " + name.value() + " is already at " + placeOf(first), "rename one of them");
        }
    }

    private static void checkOwner(Placed<String> owner, Dashboard dashboard, Map<Dashboard, Placed<String>> owners) {
        Placed<String> first = owners.putIfAbsent(dashboard, owner);
        if (first != null && !first.value().equals(owner.value())) {
            owner.source()
                    .error(
                            "the dashboard " + dashboard.name().toLowerCase(Locale.ROOT) + " has the owner "
                                    + Quoted.of(first.value()) + " at " + placeOf(first.source())
                                    + ", here it is " + Quoted.of(owner.value()),
                            "give a dashboard one owner");
        }
    }

    private static String placeOf(YamlValue value) {
        return value.problems().file() + ":" + value.place().line();
    }
}

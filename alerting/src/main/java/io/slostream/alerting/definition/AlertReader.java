// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads {@code spec.alerts}. */
final class AlertReader {
    private static final int MAX_ALERTS = 20;
    private static final Ratio DEFAULT_COVERAGE = Ratio.of("0.9");
    private static final List<String> KEYS = List.of(
            "name",
            "when",
            "burnRate",
            "for",
            "keepFiringFor",
            "severity",
            "minimumEvents",
            "minimumBadEvents",
            "minimumCoverage",
            "noData",
            "compat");
    /** What Prometheus' rules have no word for. */
    private static final List<String> OURS_ALONE =
            List.of("minimumEvents", "minimumBadEvents", "minimumCoverage", "noData");

    /** Gates that ask for a number of events. */
    private static final List<String> GATES = List.of("minimumEvents", "minimumBadEvents");

    private AlertReader() {}

    /**
     * All alerts of an SLO; those in error are left out.
     *
     * @param goal what the SLO promises; empty when it is in error, so that conditions cannot be judged
     * @param isQuantile whether the promise was written as a quantile
     */
    static List<AlertDefinition> readAll(YamlValue value, Optional<Goal> goal, boolean isQuantile) {
        List<AlertDefinition> alerts = new ArrayList<>();
        Map<String, YamlValue> names = new HashMap<>();
        for (YamlValue entry : value.list(MAX_ALERTS).orElse(List.of())) {
            entry.map(KEYS).flatMap(map -> read(map, goal, isQuantile, names)).ifPresent(alerts::add);
        }
        return alerts;
    }

    private static Optional<AlertDefinition> read(
            YamlMap map, Optional<Goal> goal, boolean isQuantile, Map<String, YamlValue> names) {
        int before = map.self().problems().count();
        Optional<String> name = map.get("name").flatMap(SloReader::name);
        List<Tier> tiers = List.of();
        if (map.has("when") == map.has("burnRate")) {
            map.self().error("an alert has one condition", "write either when or burnRate");
        } else if (map.has("when")) {
            Optional<Severity> severity = map.get("severity").flatMap(v -> SloReader.constant(v, Severity.class));
            tiers = ConditionReader.read(map.get("when").orElseThrow(), goal, isQuantile)
                    .map(bound -> List.of(new Tier(severity.orElse(Severity.PAGE), Optional.empty(), List.of(bound))))
                    .orElse(List.of());
            map.require("name", "MyAlert");
        } else {
            map.get("severity")
                    .ifPresent(v -> v.error(
                            "a burn-rate alert takes its severity from its tiers",
                            "remove it here, or write it in each tier"));
            BurnRateReader.Reading reading =
                    BurnRateReader.read(map.get("burnRate").orElseThrow(), goal);
            tiers = reading.tiers();
            name = map.has("name") ? name : Optional.of(reading.defaultName());
        }
        name.ifPresent(n -> checkUnique(n, map, names));
        AlertDefinition alert = map.has("compat")
                ? asInPrometheus(map, name.orElse("?"), tiers, goal)
                : ours(map, name.orElse("?"), tiers, goal);
        boolean isComplete = map.self().problems().count() == before && name.isPresent() && !tiers.isEmpty();
        return isComplete ? Optional.of(alert) : Optional.empty();
    }

    private static AlertDefinition ours(YamlMap map, String name, List<Tier> tiers, Optional<Goal> goal) {
        if (goal.isPresent() && !(goal.get() instanceof Goal.Share)) {
            for (String key : GATES) {
                map.get(key)
                        .ifPresent(v -> v.error(
                                "a deadline or a month is met or not: it has no number of events to wait for",
                                "remove " + key));
            }
        }
        // A deadline has passed only where all of its time was looked at.
        Ratio defaultCoverage = goal.isPresent() && goal.get() instanceof Goal.Freshness ? Ratio.ONE : DEFAULT_COVERAGE;
        return new AlertDefinition(
                name,
                tiers,
                timer(map, "for"),
                timer(map, "keepFiringFor"),
                count(map, "minimumEvents"),
                count(map, "minimumBadEvents"),
                map.get("minimumCoverage").flatMap(AlertReader::coverage).orElse(defaultCoverage),
                map.get("noData").flatMap(v -> NoDataReader.read(v, tiers)).orElse(NoDataPolicy.FREEZE),
                Compat.NONE);
    }

    private static AlertDefinition asInPrometheus(YamlMap map, String name, List<Tier> tiers, Optional<Goal> goal) {
        YamlValue compat = map.get("compat").orElseThrow();
        compat.oneOf(List.of("prometheus"));
        if (goal.isPresent() && !(goal.get() instanceof Goal.Share)) {
            compat.error(
                    "no rule of Prometheus says this: a deadline or a month is not a share of events", "remove compat");
        }
        for (String key : OURS_ALONE) {
            map.get(key)
                    .ifPresent(v -> v.error(
                            "Prometheus has no " + key + ": no data is not met there, and nothing gates",
                            "remove it, or remove compat"));
        }
        return new AlertDefinition(
                name,
                tiers,
                timer(map, "for"),
                timer(map, "keepFiringFor"),
                0,
                0,
                Ratio.ZERO,
                NoDataPolicy.NOT_MET,
                Compat.PROMETHEUS);
    }

    private static void checkUnique(String name, YamlMap map, Map<String, YamlValue> names) {
        YamlValue place = map.get("name").orElse(map.self());
        YamlValue first = names.putIfAbsent(name, place);
        if (first != null) {
            place.error(
                    "this SLO has an alert named " + name + " on line "
                            + first.place().line() + " already",
                    map.has("name") ? "choose another name" : "give this one a name");
        }
    }

    private static Optional<Ratio> coverage(YamlValue value) {
        return value.decimal("0.9").flatMap(share -> {
            if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
                value.error(
                        "coverage is a share of a window, 0 to 1, found " + share.toPlainString(),
                        "write for example 0.9");
                return Optional.empty();
            }
            return Optional.of(Ratio.of(share));
        });
    }

    private static long timer(YamlMap map, String key) {
        return read(map, key, Windows::timer);
    }

    private static long count(YamlMap map, String key) {
        return read(map, key, value -> {
            OptionalLong count = value.whole();
            if (count.isPresent() && count.getAsLong() < 0) {
                value.error("a number of events is 0 or more, found " + count.getAsLong(), "write 0 or more");
                return OptionalLong.empty();
            }
            return count;
        });
    }

    private static long read(YamlMap map, String key, Function<YamlValue, OptionalLong> reader) {
        return map.get(key).map(reader).orElse(OptionalLong.empty()).orElse(0);
    }
}

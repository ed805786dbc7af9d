// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;
import java.util.Optional;

/** Reads {@code spec.indicator}: what counts and what is good. */
final class IndicatorReader {
    /** Kinds with one outcome an event; the others carry measurements that a good share does not fit. */
    private static final List<TelemetryKind> RATIO_KINDS =
            List.of(TelemetryKind.EVALUATION, TelemetryKind.CANARY, TelemetryKind.REQUEST);

    private IndicatorReader() {}

    static Optional<Indicator> read(YamlValue value) {
        return value.map(List.of("ratio"))
                .flatMap(map -> map.require("ratio", "{ of: request, good: { … } }"))
                .flatMap(ratio ->
                        ratio.map(List.of("of", "where", "good", "groupBy", "includeClientErrors", "includeShadow")))
                .flatMap(IndicatorReader::ratio);
    }

    private static Optional<Indicator> ratio(YamlMap map) {
        map.get("groupBy").ifPresent(v -> v.oneOf(List.of("specialist")));
        Optional<YamlValue> good = map.require("good", "{ passed: true }");
        Optional<TelemetryKind> kind = map.require("of", "request").flatMap(IndicatorReader::kind);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        boolean clientErrors = requestFlag(map, "includeClientErrors", kind.get());
        boolean shadow = requestFlag(map, "includeShadow", kind.get());
        List<FieldMatcher> where =
                map.get("where").map(v -> MatcherReader.readAll(v, kind.get())).orElse(List.of());
        List<FieldMatcher> goodMatchers =
                good.map(v -> MatcherReader.readAll(v, kind.get())).orElse(List.of());
        if (good.isPresent() && !goodMatchers.isEmpty() && where.containsAll(goodMatchers)) {
            good.get()
                    .error(
                            "where asks for the same already, so every event that counts is good",
                            "remove the condition from where");
        }
        return Optional.of(new Indicator(kind.get(), where, goodMatchers, clientErrors, shadow));
    }

    private static Optional<TelemetryKind> kind(YamlValue value) {
        Optional<String> word = value.text();
        Optional<TelemetryKind> kind = word.flatMap(TelemetryKind::byType);
        if (kind.isPresent() && RATIO_KINDS.contains(kind.get())) {
            return kind;
        }
        if (word.isPresent()) {
            value.error(
                    "a ratio SLI does not read " + Quoted.of(word.get()),
                    Suggestions.advice(
                            word.get(),
                            "ratio SLIs read",
                            RATIO_KINDS.stream().map(TelemetryKind::type).toList()));
        }
        return Optional.empty();
    }

    private static boolean requestFlag(YamlMap map, String key, TelemetryKind kind) {
        Optional<YamlValue> value = map.get(key);
        if (value.isPresent() && kind != TelemetryKind.REQUEST) {
            value.get().error("only requests have this", "remove " + key + ", or read of: request");
            return false;
        }
        return value.flatMap(YamlValue::flag).orElse(false);
    }
}

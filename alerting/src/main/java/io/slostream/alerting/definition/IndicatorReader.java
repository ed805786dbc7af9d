// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads {@code spec.indicator}: one form, which says what counts and how much of it is good. All forms end in the same
 * {@link Indicator}, so that those which count the same share a series, however they are written.
 */
final class IndicatorReader {
    private static final List<String> BOUNDS = List.of("lt", "lte", "gt", "gte");
    private static final Map<String, Function<YamlMap, Optional<Reading>>> FORMS = Map.of(
            "ratio", IndicatorReader::ratio,
            "threshold", IndicatorReader::threshold,
            "attainment", IndicatorReader::attainment,
            "band", IndicatorReader::band,
            "counters", IndicatorReader::counters,
            "quantile", IndicatorReader::quantile,
            "freshness", GoalReader::freshness,
            "spend", GoalReader::spend);
    private static final List<String> FORM_WORDS =
            List.of("ratio", "threshold", "attainment", "band", "counters", "quantile", "freshness", "spend");

    private IndicatorReader() {}

    /**
     * An indicator, and what its form says about the goal.
     *
     * @param goal the goal, when the form has one of its own and the SLO neither objective nor period
     * @param quantile the objective that follows from the form: a quantile is a share
     */
    record Reading(Indicator indicator, Optional<Goal> goal, Optional<Ratio> quantile) {
        static Optional<Reading> of(Indicator indicator) {
            return Optional.of(new Reading(indicator, Optional.empty(), Optional.empty()));
        }
    }

    static Optional<Reading> read(YamlValue value) {
        Optional<YamlMap> map = value.map(FORM_WORDS);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        if (map.get().entries().size() != 1) {
            value.error(
                    "an indicator has one form",
                    "write one of " + String.join(", ", FORM_WORDS)
                            + ", for example ratio: { of: request, good: { … } }");
            return Optional.empty();
        }
        Map.Entry<String, YamlValue> form =
                map.get().entries().entrySet().iterator().next();
        return form.getValue().map(keysOf(form.getKey())).flatMap(FORMS.get(form.getKey()));
    }

    private static List<String> keysOf(String form) {
        List<String> shared = CountedEvents.KEYS;
        return switch (form) {
            case "ratio" -> with(shared, "good", "bad");
            case "threshold" -> with(shared, "field", "lt", "lte", "gt", "gte");
            case "attainment" -> List.of("good", "where", "exclude", "groupBy", "includeClientErrors", "includeShadow");
            case "band" -> List.of("name", "within", "groupBy");
            case "counters" -> with(shared, "good", "bad", "total");
            case "quantile" -> with(shared, "field", "quantile", "lt", "lte", "gt", "gte");
            case "freshness" -> with(shared, "good", "within");
            default -> List.of("name", "groupBy", "monthly");
        };
    }

    private static List<String> with(List<String> shared, String... own) {
        return Stream.concat(shared.stream(), Stream.of(own)).toList();
    }

    private static Optional<Reading> ratio(YamlMap map) {
        Optional<CountedEvents> events = CountedEvents.read(map);
        if (map.has("good") == map.has("bad")) {
            map.self().error("a ratio says which events are good, or which are bad", "write either good or bad");
            return Optional.empty();
        }
        String key = map.has("good") ? "good" : "bad";
        if (events.isEmpty()) {
            return Optional.empty();
        }
        List<FieldMatcher> matchers =
                CountedEvents.matchers(map, key, events.get().of());
        if (!matchers.isEmpty() && events.get().where().containsAll(matchers)) {
            map.get(key)
                    .orElseThrow()
                    .error(
                            "where asks for the same already, so every event that counts is " + key,
                            "remove the condition from where");
        }
        events.get().checkExcluded(map, key, matchers);
        return named(events.get(), map)
                .flatMap(counted -> Reading.of(counted.measuredBy(new Measure.Share(matchers, key.equals("bad")))));
    }

    private static Optional<Reading> threshold(YamlMap map) {
        return bounded(map).flatMap(indicator -> Reading.of(indicator));
    }

    /** A quantile over a bound is a share under it: p99 ≤ 80 ms says that 99 % of the events take at most 80 ms. */
    private static Optional<Reading> quantile(YamlMap map) {
        Optional<Ratio> quantile =
                map.require("quantile", "0.99").flatMap(v -> SloReader.share(v, "a quantile", "0.99"));
        return bounded(map)
                .flatMap(indicator -> quantile.map(q -> new Reading(indicator, Optional.empty(), Optional.of(q))));
    }

    private static Optional<Indicator> bounded(YamlMap map) {
        Optional<CountedEvents> events = CountedEvents.read(map);
        if (events.isEmpty()) {
            return Optional.empty();
        }
        TelemetryKind kind = events.get().of();
        Optional<TelemetryField> field = map.has("field") || kind != TelemetryKind.SAMPLE
                ? map.require("field", "ttft_ms").flatMap(v -> numericField(v, kind))
                : kind.field("value");
        List<String> bounds = BOUNDS.stream().filter(map::has).toList();
        if (bounds.size() != 1) {
            map.self().error("one bound says what is good", "write one of " + String.join(", ", BOUNDS));
            return Optional.empty();
        }
        if (field.isEmpty()) {
            return Optional.empty();
        }
        Operator operator = Operator.valueOf(bounds.get(0).toUpperCase(Locale.ROOT));
        Optional<FieldMatcher> matcher = new OperandReader(field.get(), kind)
                .read(operator, map.get(bounds.get(0)).orElseThrow())
                .map(operand -> new FieldMatcher(field.get().name(), operator, operand));
        matcher.ifPresent(good -> events.get().checkExcluded(map, "good", List.of(good)));
        return named(events.get(), map)
                .flatMap(counted -> matcher.map(good -> counted.measuredBy(new Measure.Share(List.of(good), false))));
    }

    private static Optional<Reading> attainment(YamlMap map) {
        CountedEvents events = CountedEvents.of(map, TelemetryKind.REQUEST);
        Optional<YamlValue> good = map.require("good", "{ ttft_ms: { lte: 500 }, tpot_ms: { lte: 50 } }");
        List<FieldMatcher> matchers = CountedEvents.matchers(map, "good", TelemetryKind.REQUEST);
        boolean latencies = matchers.stream().allMatch(m -> m.field().endsWith("_ms"));
        if (good.isPresent() && !matchers.isEmpty() && (matchers.size() < 2 || !latencies)) {
            good.get()
                    .error(
                            "attainment is meeting several latency bounds in one request",
                            "write two or more, for example ttft_ms, tpot_ms and e2e_ms; for one use threshold");
            return Optional.empty();
        }
        events.checkExcluded(map, "good", matchers);
        return Reading.of(events.measuredBy(new Measure.Attainment(matchers)));
    }

    private static Optional<Reading> band(YamlMap map) {
        Optional<SampleName> name = map.require("name", "queue_depth")
                .flatMap(v -> v.oneOf(SAMPLE_NAMES))
                .flatMap(SampleName::byName);
        Optional<YamlValue> within = map.require("within", "{ gte: 0, lte: 32 }");
        CountedEvents events = CountedEvents.of(map, TelemetryKind.SAMPLE);
        TelemetryField value = TelemetryKind.SAMPLE.field("value").orElseThrow();
        List<FieldMatcher> matchers = within.map(v -> MatcherReader.bounds(v, value, TelemetryKind.SAMPLE))
                .orElse(List.of());
        return name.isEmpty() || matchers.isEmpty()
                ? Optional.empty()
                : Reading.of(events.measuredBy(new Measure.Share(matchers, false)));
    }

    private static final List<String> SAMPLE_NAMES =
            Stream.of(SampleName.values()).map(SampleName::word).toList();

    private static Optional<Reading> counters(YamlMap map) {
        Optional<CountedEvents> events = CountedEvents.read(map);
        if (map.has("good") == map.has("bad")) {
            map.self().error("a part of the total is good, or bad", "write either good or bad");
            return Optional.empty();
        }
        String key = map.has("good") ? "good" : "bad";
        if (events.isEmpty()) {
            return Optional.empty();
        }
        map.get("name").ifPresent(v -> v.error("counters name their samples themselves", "remove name"));
        TelemetryKind kind = events.get().of();
        if (!map.has("name")) {
            checkNoName(map, "where", events.get().where());
            checkNoName(map, "exclude", events.get().exclude());
        }
        Optional<String> part = map.get(key).flatMap(v -> counter(v, kind));
        Optional<YamlValue> total = map.require("total", "prefix_cache_lookups");
        Optional<String> whole = total.flatMap(v -> counter(v, kind));
        if (part.isPresent() && part.equals(whole)) {
            total.get().error("part and total are the same, so all is " + key, "name what the part is a part of");
            return Optional.empty();
        }
        return part.flatMap(p ->
                whole.flatMap(w -> Reading.of(events.get().measuredBy(new Measure.Amounts(p, w, key.equals("bad"))))));
    }

    /** A part and its total have two names: a condition on the name would leave one of them without the other. */
    private static void checkNoName(YamlMap map, String key, List<FieldMatcher> matchers) {
        if (matchers.stream().anyMatch(matcher -> matcher.field().equals("name"))) {
            map.get(key).orElseThrow().error("counters name their samples themselves", "remove name");
        }
    }

    private static Optional<String> counter(YamlValue value, TelemetryKind kind) {
        if (kind == TelemetryKind.SAMPLE) {
            return CountedEvents.sampleName(value, true).map(SampleName::word);
        }
        List<String> fields = Measure.Amounts.fieldsOf(kind);
        if (fields.isEmpty()) {
            value.error("an event of type " + kind.type() + " counts nothing but itself", "write a ratio");
            return Optional.empty();
        }
        return value.oneOf(fields);
    }

    /** A field of the kind that is a number. */
    static Optional<TelemetryField> numericField(YamlValue value, TelemetryKind kind) {
        List<String> names = new ArrayList<>();
        kind.fields().stream()
                .filter(field -> field.isNumeric() && !field.name().equals("event_time"))
                .forEach(field -> names.add(field.name()));
        Optional<String> word = value.text();
        if (word.isPresent() && !names.contains(word.get())) {
            value.error(
                    "an event of type " + kind.type() + " has no such number",
                    Suggestions.advice(word.get(), "its numbers", names));
            return Optional.empty();
        }
        return word.flatMap(kind::field);
    }

    /** The events, unless they are samples of no one name. */
    static Optional<CountedEvents> named(CountedEvents events, YamlMap map) {
        if (events.hasOneName()) {
            return Optional.of(events);
        }
        map.self().error("an SLI of samples reads one name", "add name: queue_depth, or another of the catalogue");
        return Optional.empty();
    }
}

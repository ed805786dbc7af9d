// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.definition.FieldMatcher.Text;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part that all forms of an indicator share: which events count, and for which group.
 *
 * @param of the kind that is read
 * @param groupBy what a series stands for
 * @param where conditions on an event that counts, sample name included
 * @param exclude conditions on an event that does not
 */
record CountedEvents(
        TelemetryKind of,
        GroupBy groupBy,
        List<FieldMatcher> where,
        List<FieldMatcher> exclude,
        boolean includeClientErrors,
        boolean includeShadow) {

    /** Keys that every form has, beside its own. */
    static final List<String> KEYS =
            List.of("of", "name", "where", "exclude", "groupBy", "includeClientErrors", "includeShadow");

    private static final List<String> KINDS =
            TelemetryKind.counted().stream().map(TelemetryKind::type).toList();
    private static final List<String> GROUPS =
            Arrays.stream(GroupBy.values()).map(GroupBy::word).toList();

    /** What may become a label: hosts and the like multiply series without bound, and nobody can own them all. */
    private static final Set<String> FORBIDDEN_LABELS = Set.of(
            "host",
            "rack",
            "region",
            "layer",
            "expert",
            "adapter",
            "tenant",
            "request_id",
            "trace_id",
            "event_id",
            "probe_id",
            "run",
            "checkpoint");

    /** Reads the shared keys of a form; empty when the kind is unknown, so that nothing else can be judged. */
    static Optional<CountedEvents> read(YamlMap map) {
        Optional<TelemetryKind> kind = map.require("of", "request").flatMap(CountedEvents::kind);
        Optional<GroupBy> groupBy =
                map.get("groupBy").map(CountedEvents::groupBy).orElse(Optional.of(GroupBy.SPECIALIST));
        return kind.map(of -> of(map, of, groupBy.orElse(GroupBy.SPECIALIST)));
    }

    /** Reads the shared keys of a form that reads this kind and has no key {@code of}. */
    static CountedEvents of(YamlMap map, TelemetryKind kind) {
        return of(map, kind, map.get("groupBy").flatMap(CountedEvents::groupBy).orElse(GroupBy.SPECIALIST));
    }

    private static CountedEvents of(YamlMap map, TelemetryKind kind, GroupBy groupBy) {
        if (groupBy == GroupBy.RESOURCE_CLASS && kind != TelemetryKind.SAMPLE) {
            map.get("groupBy")
                    .ifPresent(v -> v.error(
                            "an event of type " + kind.type() + " has no resource class",
                            "group by specialist or all, or read of: sample"));
        }
        List<FieldMatcher> where = new ArrayList<>(matchers(map, "where", kind));
        name(map, kind).ifPresent(where::add);
        where.sort(MatcherReader.CANONICAL);
        List<FieldMatcher> exclude = matchers(map, "exclude", kind);
        if (!exclude.isEmpty() && where.containsAll(exclude)) {
            map.get("exclude")
                    .orElseThrow()
                    .error(
                            "every event that counts meets this, so none is left",
                            "exclude what only some of them meet");
        }
        return new CountedEvents(
                kind,
                groupBy,
                where,
                exclude,
                requestFlag(map, "includeClientErrors", kind),
                requestFlag(map, "includeShadow", kind));
    }

    /** The indicator with these events and this measure. */
    Indicator measuredBy(Measure measure) {
        return new Indicator(of, groupBy, where, exclude, measure, includeClientErrors, includeShadow);
    }

    /** Refuses to exclude whatever would be good, or bad: of such events none is ever counted. */
    void checkExcluded(YamlMap map, String word, List<FieldMatcher> matchers) {
        List<FieldMatcher> met = new ArrayList<>(where);
        if (exclude.isEmpty() || met.containsAll(exclude)) {
            return; // nothing to say, or said
        }
        met.addAll(matchers);
        if (met.containsAll(exclude)) {
            map.get("exclude")
                    .orElseThrow()
                    .error(
                            "every event that is " + word + " meets this, so none that counts is " + word,
                            "remove exclude, or exclude what only some of them meet");
        }
    }

    static List<FieldMatcher> matchers(YamlMap map, String key, TelemetryKind kind) {
        return map.get(key).map(v -> MatcherReader.readAll(v, kind)).orElse(List.of());
    }

    /** A name of the sample catalogue, gauge or counter as wanted. */
    static Optional<SampleName> sampleName(YamlValue value, boolean counter) {
        Optional<SampleName> name = value.oneOf(
                        Arrays.stream(SampleName.values()).map(SampleName::word).toList())
                .flatMap(SampleName::byName);
        if (name.isPresent() && name.get().isCounter() != counter) {
            value.error(
                    name.get().word() + " is a " + (counter ? "gauge, a reading" : "counter, an increase"),
                    counter ? "name a counter, or read it with band" : "name a gauge, or read it with counters");
            return Optional.empty();
        }
        return name;
    }

    private static Optional<FieldMatcher> name(YamlMap map, TelemetryKind kind) {
        Optional<YamlValue> value = map.get("name");
        if (kind != TelemetryKind.SAMPLE) {
            value.ifPresent(v -> v.error("only samples have a name", "remove name, or read of: sample"));
            return Optional.empty();
        }
        return value.flatMap(v -> v.oneOf(
                        Arrays.stream(SampleName.values()).map(SampleName::word).toList()))
                .map(word -> new FieldMatcher("name", Operator.EQUALS, new Text(word)));
    }

    /** Whether the events are samples of one name: readings of different things have nothing in common. */
    boolean hasOneName() {
        return of != TelemetryKind.SAMPLE
                || where.stream()
                                .filter(m -> m.field().equals("name") && m.operator() == Operator.EQUALS)
                                .distinct()
                                .count()
                        == 1;
    }

    private static Optional<TelemetryKind> kind(YamlValue value) {
        Optional<String> word = value.text();
        Optional<TelemetryKind> kind = word.flatMap(TelemetryKind::byType);
        if (kind.filter(TelemetryKind.counted()::contains).isEmpty() && kind.isPresent()) {
            value.error(
                    "an " + word.get() + " counts nothing, it masks what other events count",
                    "an SLI reads one of: " + String.join(", ", KINDS));
            return Optional.empty();
        }
        if (word.isPresent() && kind.isEmpty()) {
            value.error(
                    "there are no events of type " + Quoted.of(word.get()),
                    Suggestions.advice(word.get(), "an SLI reads one of", KINDS));
        }
        return kind;
    }

    private static Optional<GroupBy> groupBy(YamlValue value) {
        Optional<String> word = value.text();
        if (word.isPresent() && FORBIDDEN_LABELS.contains(word.get())) {
            value.error(
                    word.get() + " never becomes a label: its values are not declared and would multiply the series",
                    "group by " + String.join(", ", GROUPS)
                            + "; the detail stays in the telemetry topic for drill-down");
            return Optional.empty();
        }
        if (word.isPresent() && !GROUPS.contains(word.get())) {
            value.error(Quoted.of(word.get()) + " is not known here", Suggestions.advice(word.get(), "known", GROUPS));
            return Optional.empty();
        }
        return word.flatMap(found -> Arrays.stream(GroupBy.values())
                .filter(group -> group.word().equals(found))
                .findFirst());
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

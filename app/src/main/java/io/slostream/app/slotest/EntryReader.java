// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one entry of {@code events}: a kind with the fields of all its events, labels, the timeline, the delay. */
final class EntryReader {
    private static final List<String> KINDS =
            Arrays.stream(TelemetryKind.values()).map(TelemetryKind::type).toList();
    private static final List<String> KEYS = Stream.concat(KINDS.stream(), Stream.of("timeline", "labels", "arrive"))
            .toList();

    private EntryReader() {}

    /** The timeline; empty when anything is wrong, all of which is reported. */
    static Optional<Timeline> read(YamlValue value) {
        Optional<YamlMap> read = value.map(KEYS);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        YamlMap map = read.get();
        List<String> kinds = KINDS.stream().filter(map::has).toList();
        long delay = map.get("arrive").map(EntryReader::delay).orElse(0L);
        Optional<YamlValue> timeline = map.require("timeline", "10x ok every 1m for 1h");
        if (kinds.size() != 1) {
            value.error(
                    kinds.isEmpty() ? "does not say of which kind the events are" : "names several kinds of events",
                    "write one of " + String.join(", ", KINDS) + " with its fields: canary: { specialist: math }");
            return Optional.empty();
        }
        TelemetryKind kind = TelemetryKind.byType(kinds.get(0)).orElseThrow();
        FieldValues values = new FieldValues(kind);
        YamlValue fields = map.get(kind.type()).orElseThrow();
        int errors = value.problems().count();
        Map<String, String> entryFields = fields.isNull() ? Map.of() : values.read(fields);
        Map<String, Map<String, String>> labels =
                map.get("labels").map(v -> labels(v, values)).orElse(Map.of());
        if (value.problems().count() > errors) {
            // What the fields lack now would be blamed on the timeline.
            return Optional.empty();
        }
        EventTemplates templates = new EventTemplates(kind, entryFields, labels);
        return timeline.flatMap(v -> TimelineReader.read(v, templates)).map(s -> new Timeline(s, delay));
    }

    private static Map<String, Map<String, String>> labels(YamlValue value, FieldValues values) {
        Map<String, Map<String, String>> labels = new LinkedHashMap<>();
        value.map()
                .ifPresent(map -> map.entries().forEach((name, fields) -> {
                    if (EventTemplates.isLabel(name)) {
                        labels.put(name, values.read(fields));
                    } else {
                        fields.error(
                                "no timeline can name this label",
                                "begin with a letter, go on with letters, digits, '_' or '-', 63 characters at most");
                    }
                }));
        return labels;
    }

    private static long delay(YamlValue value) {
        return value.parsed("a delay", "+40s", text -> {
                    if (!text.startsWith("+")) {
                        throw new IllegalArgumentException(
                                "is no delay; write for example +40s, how long after it happened an event arrives");
                    }
                    long ms = Durations.parseMs(text.substring(1));
                    if (ms > TimelineReader.LONGEST_MS) {
                        throw new IllegalArgumentException("is too long; write +366d at most");
                    }
                    return ms;
                })
                .orElse(0L);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The events that one entry of a test can send. What stands nearer to the event wins: pairs in the timeline over the
 * label, the label over the entry's fields, those over the neutral values. But an entry that gives a field another value
 * than the built-in label in use is refused, since neither reading of {@code bad} beside {@code passed: true} is plain.
 */
final class EventTemplates {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

    private final TelemetryKind kind;
    private final FieldValues values;
    private final Map<String, String> entryFields;
    private final Map<String, Map<String, String>> ownLabels;
    private final Map<String, Map<String, String>> builtInLabels;

    /**
     * For one entry.
     *
     * @param entryFields JSON text by field, for all events of the entry
     * @param ownLabels what the entry's labels add
     */
    EventTemplates(TelemetryKind kind, Map<String, String> entryFields, Map<String, Map<String, String>> ownLabels) {
        this.kind = kind;
        this.values = new FieldValues(kind);
        this.entryFields = entryFields;
        this.ownLabels = ownLabels;
        this.builtInLabels = BuiltInFields.labels(kind);
    }

    /** Whether a label can have this name. */
    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /**
     * The event that {@code LABEL FIELD=VALUE …} describes.
     *
     * @param words the label, or none, then pairs; one word or more
     * @throws Fault when a word is neither, or the engine would refuse such an event
     */
    EventTemplate of(String[] words) {
        boolean hasLabel = words[0].indexOf('=') < 0;
        Map<String, String> fields = new LinkedHashMap<>(BuiltInFields.neutral(kind));
        fields.putAll(entryFields);
        if (hasLabel) {
            fields.putAll(ownLabels.containsKey(words[0]) ? ownLabels.get(words[0]) : builtIn(words[0]));
        }
        for (String word : Arrays.asList(words).subList(hasLabel ? 1 : 0, words.length)) {
            if (word.indexOf('=') < 0) {
                throw new Fault(
                        Quoted.of(word) + " follows a label", "write FIELD=VALUE there, or a comma and another count");
            }
            Map.Entry<String, String> pair = values.pair(word);
            fields.put(pair.getKey(), pair.getValue());
        }
        completeUnit(fields);
        return EventTemplate.of(kind, fields);
    }

    private Map<String, String> builtIn(String label) {
        Map<String, String> fields = builtInLabels.get(label);
        if (fields == null) {
            List<String> known = Stream.concat(builtInLabels.keySet().stream(), ownLabels.keySet().stream())
                    .distinct()
                    .toList();
            throw new Fault(
                    "there is no label " + Quoted.of(label),
                    known.isEmpty()
                            ? "a " + kind.type() + " has no built-in labels; define it, labels: { "
                                    + Quoted.plain(label) + ": { FIELD: VALUE } }, or write FIELD=VALUE here"
                            : Suggestions.advice(label, "labels here", known));
        }
        fields.forEach((name, json) -> {
            if (!entryFields.getOrDefault(name, json).equals(json)) {
                throw new Fault(
                        "the built-in label " + label + " sets " + name + " to " + json + ", the entry to "
                                + Quoted.plain(entryFields.get(name)),
                        "write " + name + "=VALUE behind the label, or define the label under labels");
            }
        });
        return fields;
    }

    private void completeUnit(Map<String, String> fields) {
        if (kind == TelemetryKind.SAMPLE && !fields.containsKey("unit") && fields.containsKey("name")) {
            String quoted = fields.get("name");
            SampleName.byName(quoted.substring(1, quoted.length() - 1))
                    .ifPresent(name -> fields.put("unit", FieldValues.quoted(name.unit())));
        }
    }
}

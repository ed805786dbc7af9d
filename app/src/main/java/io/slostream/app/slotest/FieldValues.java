// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads values of one kind's fields, typed as its schema says, into JSON text: that is what they become; points in time
 * are durations from the start of the test. JSON {@code null} says that an event lacks the field. Ranges are not looked at here; the engine's own validation does that.
 */
final class FieldValues {
    /** The field is absent. */
    static final String ABSENT = "null";

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,12})?");

    private final TelemetryKind kind;
    private final List<String> settable;

    FieldValues(TelemetryKind kind) {
        this.kind = kind;
        this.settable = kind.fields().stream()
                .filter(field -> !field.equals(kind.eventIdField()) && !field.equals(kind.eventTimeField()))
                .map(TelemetryField::name)
                .toList();
    }

    /** JSON text by field, in the order of the file; what is wrong is reported and left out. */
    Map<String, String> read(YamlValue mapping) {
        Map<String, String> fields = new LinkedHashMap<>();
        mapping.map(settable)
                .ifPresent(map -> map.entries()
                        .forEach((name, value) -> kind.field(name)
                                .flatMap(field -> json(field, value))
                                .ifPresent(json -> fields.put(name, json))));
        return fields;
    }

    private Optional<String> json(TelemetryField field, YamlValue value) {
        if (value.isNull()) {
            return Optional.of(ABSENT);
        }
        return switch (field.type()) {
            case BOOLEAN -> value.flag().map(String::valueOf);
            case LONG ->
                field.isInstant()
                        ? value.parsed("a time", "10m", Durations::parseMs).map(String::valueOf)
                        : value.whole().stream().mapToObj(Long::toString).findFirst();
            case DOUBLE -> value.decimal("12.5").map(BigDecimal::toPlainString);
            case STRING -> {
                List<String> words = wordsOf(field);
                yield (words.isEmpty() ? value.text() : value.oneOf(words)).map(FieldValues::quoted);
            }
        };
    }

    /**
     * The name and the JSON text of a pair {@code field=value}.
     *
     * @throws Fault when there is no such field or its type takes no such value
     */
    Map.Entry<String, String> pair(String text) {
        int equals = text.indexOf('=');
        String name = text.substring(0, equals);
        String value = text.substring(equals + 1);
        if (!settable.contains(name)) {
            throw new Fault(
                    "a " + kind.type() + " has no field " + Quoted.of(name),
                    Suggestions.advice(name, "its fields", settable));
        }
        return Map.entry(name, json(kind.field(name).orElseThrow(), value));
    }

    private String json(TelemetryField field, String value) {
        if (value.equals(ABSENT)) {
            return ABSENT;
        }
        return switch (field.type()) {
            case BOOLEAN -> literal(field, value, Pattern.compile("true|false"), "true or false");
            case LONG -> field.isInstant() ? time(field, value) : literal(field, value, WHOLE, "a whole number");
            case DOUBLE -> literal(field, value, DECIMAL, "a number");
            case STRING -> {
                List<String> words = wordsOf(field);
                if (!words.isEmpty() && !words.contains(value)) {
                    throw new Fault(
                            Quoted.of(value) + " is no " + field.name(), Suggestions.advice(value, "known", words));
                }
                yield quoted(value);
            }
        };
    }

    /** Milliseconds from the start of the test: the event itself says epoch milliseconds. */
    private static String time(TelemetryField field, String value) {
        try {
            return Long.toString(Durations.parseMs(value));
        } catch (IllegalArgumentException e) {
            throw new Fault(
                    "the field " + field.name() + " is a time from the start of the test, not " + Quoted.of(value),
                    "write for example " + field.name() + "=10m");
        }
    }

    private static String literal(TelemetryField field, String value, Pattern form, String wanted) {
        if (!form.matcher(value).matches()) {
            throw new Fault(
                    "the field " + field.name() + " is " + wanted + ", not " + Quoted.of(value),
                    "write " + field.name() + "=VALUE with " + wanted);
        }
        return value;
    }

    /** The only values that the field has; none when any text will do. */
    private List<String> wordsOf(TelemetryField field) {
        if (kind == TelemetryKind.SAMPLE && field.name().equals("name")) {
            return Arrays.stream(SampleName.values()).map(SampleName::word).toList();
        }
        return List.copyOf(new TreeSet<>(field.symbols()));
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}

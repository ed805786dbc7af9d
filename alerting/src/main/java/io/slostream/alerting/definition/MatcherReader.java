// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the matchers of {@code good} and {@code where} against the fields of a kind. */
final class MatcherReader {
    private static final Map<String, Operator> OPERATORS = Arrays.stream(Operator.values())
            .collect(Collectors.toMap(op -> op.name().toLowerCase(Locale.ROOT), Function.identity()));
    private static final List<String> OPERATOR_WORDS = Arrays.stream(Operator.values())
            .map(op -> op.name().toLowerCase(Locale.ROOT))
            .toList();
    /** One order for every spelling, so that equal conditions are equal lists. */
    static final Comparator<FieldMatcher> CANONICAL =
            Comparator.comparing(FieldMatcher::field).thenComparing(FieldMatcher::operator);

    private MatcherReader() {}

    /** The matchers of a mapping in canonical order; those in error are left out. */
    static List<FieldMatcher> readAll(YamlValue value, TelemetryKind kind) {
        Optional<YamlMap> map = value.map();
        if (map.isEmpty()) {
            return List.of();
        }
        if (map.get().entries().isEmpty()) {
            value.error("there is no condition here", "write for example passed: true");
        }
        List<FieldMatcher> matchers = new ArrayList<>();
        map.get()
                .entries()
                .forEach((name, condition) -> field(name, condition, kind)
                        .ifPresent(field -> matchers.addAll(readField(condition, field, kind))));
        matchers.sort(CANONICAL);
        return matchers;
    }

    /** The comparisons of one field, in canonical order. */
    static List<FieldMatcher> bounds(YamlValue value, TelemetryField field, TelemetryKind kind) {
        List<FieldMatcher> matchers = new ArrayList<>(readField(value, field, kind));
        matchers.sort(CANONICAL);
        return matchers;
    }

    private static Optional<TelemetryField> field(String name, YamlValue condition, TelemetryKind kind) {
        Optional<TelemetryField> field = kind.field(name);
        if (field.isEmpty()) {
            condition.error(
                    "an event of type " + kind.type() + " has no such field",
                    Suggestions.advice(
                            name,
                            "its fields",
                            kind.fields().stream().map(TelemetryField::name).toList()));
        }
        return field;
    }

    private static List<FieldMatcher> readField(YamlValue condition, TelemetryField field, TelemetryKind kind) {
        OperandReader operands = new OperandReader(field, kind);
        if (condition.isScalar()) {
            return matcher(field, Operator.EQUALS, operands.read(Operator.EQUALS, condition));
        }
        if (!condition.isMapping()) {
            condition.error(
                    "expected a value or a mapping of comparisons, found " + condition.kindOfNode(),
                    "write { in: [ … ] } for several values");
            return List.of();
        }
        int before = condition.problems().count();
        Optional<YamlMap> comparisons = condition.map(OPERATOR_WORDS);
        if (comparisons.isEmpty()) {
            return List.of();
        }
        List<FieldMatcher> matchers = new ArrayList<>();
        comparisons.get().entries().forEach((word, operand) -> {
            Operator operator = OPERATORS.get(word);
            matchers.addAll(matcher(field, operator, operands.read(operator, operand)));
        });
        if (condition.problems().count() == before) {
            if (matchers.isEmpty()) {
                condition.error("there is no comparison here", "write one of " + String.join(", ", OPERATOR_WORDS));
            }
            Contradictions.check(condition, matchers);
        }
        return matchers.stream().distinct().toList();
    }

    private static List<FieldMatcher> matcher(
            TelemetryField field, Operator operator, Optional<FieldMatcher.Operand> operand) {
        // One admitted value is equality: the two spellings count the same events and share a series.
        if (operand.isPresent()
                && operand.get() instanceof FieldMatcher.OneOf oneOf
                && oneOf.values().size() == 1) {
            return List.of(new FieldMatcher(
                    field.name(), Operator.EQUALS, oneOf.values().get(0)));
        }
        return operand.map(o -> List.of(new FieldMatcher(field.name(), operator, o)))
                .orElse(List.of());
    }
}

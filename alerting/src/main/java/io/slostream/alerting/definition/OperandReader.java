// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.definition.FieldMatcher.Operand;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.schemas.telemetry.FieldType;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads what one field is compared with, by the field's type, range and symbols. */
final class OperandReader {
    private static final int MAX_IN_VALUES = 100;

    private final TelemetryField field;
    private final TelemetryKind kind;

    OperandReader(TelemetryField field, TelemetryKind kind) {
        this.field = field;
        this.kind = kind;
    }

    Optional<Operand> read(Operator operator, YamlValue value) {
        return switch (operator) {
            case EXISTS -> exists(value);
            case EQUALS -> equalTo(value);
            case IN -> in(value);
            case LT, LTE, GT, GTE -> bound(operator, value);
        };
    }

    private Optional<Operand> exists(YamlValue value) {
        Optional<Boolean> flag = value.flag();
        if (flag.isPresent() && !field.nullable()) {
            value.error(
                    "every event of type " + kind.type() + " has " + field.name() + ", so this "
                            + (flag.get() ? "always" : "never") + " holds",
                    "remove it");
            return Optional.empty();
        }
        return flag.map(FieldMatcher.Flag::new);
    }

    private Optional<Operand> equalTo(YamlValue value) {
        return switch (field.type()) {
            case BOOLEAN -> value.flag().map(FieldMatcher.Flag::new);
            case STRING, LONG -> exact(value);
            case DOUBLE -> {
                value.error(
                        field.name() + " is a measurement, which hardly ever equals a number exactly",
                        "write lte or gte, for example { lte: 500 }");
                yield Optional.empty();
            }
        };
    }

    private Optional<Operand> in(YamlValue value) {
        if (field.type() == FieldType.BOOLEAN || field.type() == FieldType.DOUBLE) {
            value.error(
                    "in is for text and whole numbers, and " + field.name() + " is a "
                            + field.type().name().toLowerCase(Locale.ROOT),
                    field.type() == FieldType.BOOLEAN ? "write equals" : "write gte and lte");
            return Optional.empty();
        }
        Optional<List<YamlValue>> list = value.list(MAX_IN_VALUES);
        if (list.isEmpty()) {
            return Optional.empty();
        }
        if (list.get().isEmpty()) {
            value.error("no value is admitted here, so this never holds", "list the admitted values");
            return Optional.empty();
        }
        List<Operand> values = new ArrayList<>();
        Set<Operand> seen = new HashSet<>();
        for (YamlValue element : list.get()) {
            Optional<Operand> operand = exact(element);
            if (operand.isPresent() && !seen.add(operand.get())) {
                element.error("the value stands twice here", "keep one");
            }
            operand.ifPresent(values::add);
        }
        values.sort(OperandReader::compareExact);
        return values.size() == list.get().size() ? Optional.of(new FieldMatcher.OneOf(values)) : Optional.empty();
    }

    private static int compareExact(Operand left, Operand right) {
        if (left instanceof FieldMatcher.Whole a && right instanceof FieldMatcher.Whole b) {
            return Long.compare(a.value(), b.value());
        }
        return ((FieldMatcher.Text) left).value().compareTo(((FieldMatcher.Text) right).value());
    }

    private Optional<Operand> exact(YamlValue value) {
        if (field.type() == FieldType.LONG) {
            OptionalLong whole = value.whole();
            if (whole.isPresent() && (whole.getAsLong() < field.minimum() || whole.getAsLong() > field.maximum())) {
                value.error(
                        field.name() + " is " + range() + ", so it never is " + whole.getAsLong(),
                        "write a value in range");
                return Optional.empty();
            }
            return whole.isPresent() ? Optional.of(new FieldMatcher.Whole(whole.getAsLong())) : Optional.empty();
        }
        Optional<String> text = field.symbols().isEmpty() ? value.text() : value.oneOf(new TreeSet<>(field.symbols()));
        return text.map(FieldMatcher.Text::new);
    }

    private Optional<Operand> bound(Operator operator, YamlValue value) {
        if (!field.isNumeric()) {
            value.error(
                    operator.name().toLowerCase(Locale.ROOT) + " compares numbers, and " + field.name() + " is a "
                            + field.type().name().toLowerCase(Locale.ROOT),
                    "write equals, in or exists");
            return Optional.empty();
        }
        if (value.isText()) {
            return otherField(value);
        }
        BigDecimal number;
        Operand operand;
        if (field.type() == FieldType.LONG) {
            OptionalLong whole = value.whole();
            if (whole.isEmpty()) {
                return Optional.empty();
            }
            number = BigDecimal.valueOf(whole.getAsLong());
            operand = new FieldMatcher.Whole(whole.getAsLong());
        } else {
            Optional<BigDecimal> decimal = value.decimal("500");
            if (decimal.isEmpty()) {
                return Optional.empty();
            }
            number = decimal.get();
            // BigDecimal has no negative zero, so 0 and -0 are one operand.
            operand = new FieldMatcher.Decimal(number.doubleValue());
        }
        return isInformative(operator, number, value) ? Optional.of(operand) : Optional.empty();
    }

    private Optional<Operand> otherField(YamlValue value) {
        Set<String> candidates = new TreeSet<>();
        for (TelemetryField other : kind.fields()) {
            if (other.type() == field.type() && !other.name().equals(field.name())) {
                candidates.add(other.name());
            }
        }
        String name = value.scalarValue();
        if (!candidates.contains(name)) {
            value.error(
                    Quoted.of(name) + " is neither a number nor another field of " + kind.type() + " with the type "
                            + field.type().name().toLowerCase(Locale.ROOT),
                    Suggestions.advice(name, "write a number without quotes or unit, or one of", candidates));
            return Optional.empty();
        }
        return Optional.of(new FieldMatcher.OtherField(name));
    }

    /** Whether some values in the field's range meet the comparison and some do not. */
    private boolean isInformative(Operator operator, BigDecimal operand, YamlValue value) {
        int toMinimum = compareTo(operand, field.minimum());
        int toMaximum = compareTo(operand, field.maximum());
        boolean never;
        boolean always;
        switch (operator) {
            case LT -> {
                never = toMinimum <= 0;
                always = toMaximum > 0;
            }
            case LTE -> {
                never = toMinimum < 0;
                always = toMaximum >= 0;
            }
            case GT -> {
                never = toMaximum >= 0;
                always = toMinimum < 0;
            }
            default -> {
                never = toMaximum > 0;
                always = toMinimum <= 0;
            }
        }
        if (never || always) {
            String unless = field.nullable() && always ? ", or ask { exists: true }" : "";
            value.error(
                    field.name() + " is " + range() + ", so this " + (never ? "never" : "always") + " holds",
                    "write a bound within the range" + unless);
        }
        return !never && !always;
    }

    private static int compareTo(BigDecimal operand, double limit) {
        if (Double.isInfinite(limit)) {
            return limit > 0 ? -1 : 1;
        }
        return operand.compareTo(BigDecimal.valueOf(limit));
    }

    private String range() {
        String low = Double.isInfinite(field.minimum()) ? "" : plain(field.minimum());
        String high = Double.isInfinite(field.maximum()) ? "" : plain(field.maximum());
        if (high.isEmpty()) {
            return low + " or more";
        }
        return low.isEmpty() ? high + " or less" : low + " to " + high;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Decimal;
import io.slostream.alerting.definition.FieldMatcher.Flag;
import io.slostream.alerting.definition.FieldMatcher.OneOf;
import io.slostream.alerting.definition.FieldMatcher.Operand;
import io.slostream.alerting.definition.FieldMatcher.OtherField;
import io.slostream.alerting.definition.FieldMatcher.Text;
import io.slostream.alerting.definition.FieldMatcher.Whole;
import io.slostream.alerting.definition.Operator;
import io.slostream.schemas.telemetry.FieldType;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.util.Utf8;

/** One matcher, compiled once for a kind; three-valued, since a field may be absent. */
@FunctionalInterface
interface FieldTest {

    /** Outcome of a test. */
    enum Answer {
        TRUE,
        FALSE,
        /** The field, or the field it is compared with, is absent. */
        UNKNOWN;

        static Answer of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    /** Tests one event of the kind that this was compiled for; allocates nothing. */
    Answer test(TelemetryEvent event);

    /**
     * Compiles a matcher.
     *
     * @throws IllegalArgumentException when operand and field do not fit, which a parsed definition excludes
     */
    static FieldTest compile(TelemetryKind kind, FieldMatcher matcher) {
        TelemetryField field = fieldOf(kind, matcher.field());
        int index = field.index();
        if (matcher.operator() == Operator.EXISTS) {
            boolean wanted = ((Flag) matcher.operand()).value();
            return event -> Answer.of(event.has(index) == wanted);
        }
        FieldTest present = whenPresent(kind, field, matcher);
        return event -> event.has(index) ? present.test(event) : Answer.UNKNOWN;
    }

    /** Kleene's "and": false if any is false, else unknown if any is unknown. True when there are none. */
    static Answer all(FieldTest[] tests, TelemetryEvent event) {
        Answer result = Answer.TRUE;
        for (FieldTest test : tests) {
            switch (test.test(event)) {
                case FALSE -> {
                    return Answer.FALSE;
                }
                case UNKNOWN -> result = Answer.UNKNOWN;
                case TRUE -> {}
            }
        }
        return result;
    }

    private static FieldTest whenPresent(TelemetryKind kind, TelemetryField field, FieldMatcher matcher) {
        int index = field.index();
        Operand operand = matcher.operand();
        Operator operator = matcher.operator();
        if (operand instanceof Flag flag) {
            return event -> Answer.of(event.booleanAt(index) == flag.value());
        } else if (operand instanceof Text text) {
            Utf8 wanted = new Utf8(text.value());
            return event -> Answer.of(event.stringAt(index).equals(wanted));
        } else if (operand instanceof OneOf oneOf) {
            return in(field, oneOf.values());
        } else if (operand instanceof Whole whole) {
            long wanted = whole.value();
            return event -> Answer.of(holds(operator, Long.compare(event.longAt(index), wanted)));
        } else if (operand instanceof Decimal decimal) {
            double wanted = decimal.value();
            return event -> Answer.of(holds(operator, Double.compare(event.doubleAt(index), wanted)));
        } else if (operand instanceof OtherField other) {
            return againstField(field, operator, fieldOf(kind, other.name()));
        }
        throw new IllegalArgumentException("no comparison for " + matcher);
    }

    private static FieldTest in(TelemetryField field, List<Operand> values) {
        int index = field.index();
        if (field.type() == FieldType.LONG) {
            long[] wanted = values.stream()
                    .mapToLong(value -> ((Whole) value).value())
                    .sorted()
                    .toArray();
            return event -> Answer.of(Arrays.binarySearch(wanted, event.longAt(index)) >= 0);
        }
        Set<Utf8> wanted = new HashSet<>();
        values.forEach(value -> wanted.add(new Utf8(((Text) value).value())));
        return event -> Answer.of(wanted.contains(event.stringAt(index)));
    }

    private static FieldTest againstField(TelemetryField field, Operator operator, TelemetryField other) {
        int left = field.index();
        int right = other.index();
        if (field.type() == FieldType.LONG) {
            return event -> event.has(right)
                    ? Answer.of(holds(operator, Long.compare(event.longAt(left), event.longAt(right))))
                    : Answer.UNKNOWN;
        }
        return event -> event.has(right)
                ? Answer.of(holds(operator, Double.compare(event.doubleAt(left), event.doubleAt(right))))
                : Answer.UNKNOWN;
    }

    private static boolean holds(Operator operator, int comparison) {
        return switch (operator) {
            case EQUALS -> comparison == 0;
            case LT -> comparison < 0;
            case LTE -> comparison <= 0;
            case GT -> comparison > 0;
            case GTE -> comparison >= 0;
            case IN, EXISTS -> throw new IllegalArgumentException(operator + " is no ordering");
        };
    }

    private static TelemetryField fieldOf(TelemetryKind kind, String name) {
        return kind.field(name)
                .orElseThrow(() -> new IllegalArgumentException(kind.type() + " events have no field " + name));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import java.util.List;

/**
 * One typed comparison of an event's field, already checked against the fields of the kind.
 *
 * @param field name of a field of the indicator's kind
 * @param operator the comparison
 * @param operand what the field is compared with; its variant fits field type and operator
 */
public record FieldMatcher(String field, Operator operator, Operand operand) {

    /** The right-hand side of a comparison. */
    public sealed interface Operand {}

    /** For {@code equals} on a boolean field, and for {@code exists} on any. */
    public record Flag(boolean value) implements Operand {}

    /** For a field of type long. A fraction in the definition is refused. */
    public record Whole(long value) implements Operand {}

    /** For a field of type double, the double nearest to the literal, as for a value in an event. */
    public record Decimal(double value) implements Operand {}

    /** For {@code equals} on a string field. */
    public record Text(String value) implements Operand {}

    /** For {@code in}: the admitted values, each a {@link Text} or {@link Whole} as the field's type asks. */
    public record OneOf(List<Operand> values) implements Operand {}

    /** Another numeric field of the same type in the same event, for example {@code e2e_ms: { lte: deadline_ms }}. */
    public record OtherField(String name) implements Operand {}
}

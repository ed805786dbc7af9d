// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import java.util.Set;

/**
 * One field of a telemetry kind, as the Avro schema of the kind declares it.
 *
 * @param index position in the schema and in {@link TelemetryEvent}, from 0
 * @param name field name in Avro, JSON and SLO definitions
 * @param type value type; Avro int and long are {@link FieldType#LONG}, float and double {@link FieldType#DOUBLE}
 * @param nullable whether an event may lack the field
 * @param minimum least value of a numeric field (schema property {@code minimum}), {@code -Infinity} when unbounded
 * @param maximum greatest value of a numeric field (schema property {@code maximum}), {@code +Infinity} when unbounded
 * @param symbols the closed set of values of an enum, empty when any string will do
 * @param isInstant whether the value is a point in time, epoch milliseconds; in JSON it may be ISO-8601 text
 */
public record TelemetryField(
        int index,
        String name,
        FieldType type,
        boolean nullable,
        double minimum,
        double maximum,
        Set<String> symbols,
        boolean isInstant) {

    /** Whether values of this field can be ordered: it is a long or a double. */
    public boolean isNumeric() {
        return type == FieldType.LONG || type == FieldType.DOUBLE;
    }
}

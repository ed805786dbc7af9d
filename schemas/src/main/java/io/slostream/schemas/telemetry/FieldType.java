// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

/** The value types that telemetry fields have; an Avro enum is a {@link #STRING} with a closed set of values. */
public enum FieldType {
    STRING,
    LONG,
    DOUBLE,
    BOOLEAN
}

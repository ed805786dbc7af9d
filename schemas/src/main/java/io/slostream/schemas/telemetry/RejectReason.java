// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import java.util.Locale;

/** Why a record became a dead letter; the code is part of the contract of {@code slo.dead-letters.v1}. */
public enum RejectReason {
    EMPTY,
    OVERSIZED,
    BAD_MAGIC,
    UNKNOWN_SCHEMA_ID,
    RECURSIVE_SCHEMA,
    INCOMPATIBLE_SCHEMA,
    TRUNCATED,
    TRAILING_BYTES,
    MALFORMED_AVRO,
    MALFORMED_JSON,
    NESTED_TOO_DEEP,
    NULL_RECORD,
    WRONG_TYPE,
    UNKNOWN_TYPE,
    UNKNOWN_NAME,
    MISSING_FIELD,
    EMPTY_FIELD,
    NOT_A_NUMBER,
    OUT_OF_RANGE,
    INCONSISTENT_FIELDS,
    FUTURE;

    /** The code as it stands in records and metrics, for example {@code bad-magic}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

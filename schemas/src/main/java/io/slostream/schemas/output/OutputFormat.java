// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

/** How the engine writes its own records; readers tell the two apart by the first byte. */
public enum OutputFormat {
    /** Confluent's wire format, subject {@code <topic>-value}. */
    AVRO,
    /** One JSON object, so that any client can read without a registry. */
    JSON
}

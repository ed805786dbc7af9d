// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

/** A record of an output topic that is neither Avro of a known writer nor JSON of the schema: not the engine's work. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}

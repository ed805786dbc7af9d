// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

/** The registry refused a schema that we registered (incompatible with the subject, or invalid): a matter of config. */
public final class SchemaRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}

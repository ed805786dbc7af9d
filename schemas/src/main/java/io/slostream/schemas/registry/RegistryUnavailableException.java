// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

/** The schema registry gave no usable answer (unreachable, timed out, 401, 429, 5xx, wrong body); the record waits. */
public final class RegistryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

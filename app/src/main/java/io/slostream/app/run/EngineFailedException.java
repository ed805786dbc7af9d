// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

/** What the engine needs did not answer in time; trying again later may help. Exit code 3. */
public final class EngineFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

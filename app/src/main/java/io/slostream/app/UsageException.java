// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

/** The user asked for something that cannot be done as asked; the message says what, where and what to do. Exit code 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A call of a receiver. One that throws could not make its message, and would not the next time either: that is final for
 * this message, so that it takes no other down with it.
 */
final class Attempt {
    private Attempt() {}

    static Answer of(Supplier<Answer> call) {
        return maybe(() -> Optional.of(call.get())).orElseThrow();
    }

    /** A call that may have had nothing to say. */
    static Optional<Answer> maybe(Supplier<Optional<Answer>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            // Not what it says: that may be a part of the message or of a header.
            return Optional.of(Answer.refused(
                    0, "the message could not be made (" + e.getClass().getSimpleName() + ")"));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import io.slostream.sinks.watchdog.Heartbeat;
import java.util.List;
import java.util.Optional;

/**
 * A kind of receiver: turns deliveries into requests and answers into what follows. Not thread-safe; one caller. A call
 * takes 10 s at most.
 */
public interface Receiver extends AutoCloseable {
    /** Tells the receiver; all of it is accepted or none. The list is not empty, and holds an alert once. */
    Answer deliver(List<Delivery> batch);

    /** How many deliveries one request may carry, 1 or more. */
    int batchLimit();

    /** Tells the receiver that engine and notifier live. */
    Answer heartbeat(Heartbeat heartbeat);

    /** What {@link #deliver} would send, secrets as references when the receiver was made with them. */
    List<Request> requests(List<Delivery> batch);

    /** How often {@link #refresh} is to be called, milliseconds; 0 for receivers that remember what they were told. */
    default long refreshEveryMs() {
        return 0;
    }

    /** Tells the receiver again what is open: level-triggered receivers forget. Empty when there was nothing to say. */
    default Optional<Answer> refresh(List<Notification> open) {
        return Optional.empty();
    }

    /** An incident that ended before this notifier started, after the receiver was told. */
    default void remember(Delivery resolve) {}

    /** The alerts of this partition are another notifier's from now on: nothing of them is told again. */
    default void forget(int partition) {}

    @Override
    default void close() {}
}

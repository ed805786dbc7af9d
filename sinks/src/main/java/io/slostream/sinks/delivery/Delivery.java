// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.Locale;
import java.util.Optional;

/**
 * One thing that a receiver has to be told.
 *
 * @param notification the record that gives rise to it
 * @param before what the receiver has been told of the incident so far; empty for a trigger
 */
public record Delivery(Kind kind, Notification notification, Optional<Notification> before) {
    /** What becomes of the incident at the receiver. */
    public enum Kind {
        /** It opens. */
        TRIGGER,
        /** It stays open, and something about it has changed. */
        UPDATE,
        /** It closes. */
        RESOLVE;

        /** As messages and dead letters write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Delivery trigger(Notification notification) {
        return new Delivery(Kind.TRIGGER, notification, Optional.empty());
    }

    static Delivery update(Notification notification, Notification before) {
        return new Delivery(Kind.UPDATE, notification, Optional.of(before));
    }

    static Delivery resolve(Notification notification, Notification before) {
        return new Delivery(Kind.RESOLVE, notification, Optional.of(before));
    }

    /** The incident that opens, changes or closes: for a resolve the one that was opened. */
    public Notification subject() {
        return kind == Kind.RESOLVE ? before.orElseThrow() : notification;
    }

    /** Names this delivery, the same whenever it is sent again. */
    public String id() {
        return notification.id() + "-" + kind.word();
    }

    /** When an incident that this closes ended, epoch milliseconds. */
    public long endedAtMs() {
        return notification.resolvedAtMs().orElse(notification.atMs());
    }

    /** The sentence for a person; of an incident that closes while its alert fires on, it says why. */
    public String summary() {
        boolean leaves = kind == Kind.RESOLVE && notification.firing();
        return leaves
                ? notification.summary() + " (no longer for this receiver: severity "
                        + notification.severity().word() + ", owner " + notification.owner() + ")"
                : notification.summary();
    }
}

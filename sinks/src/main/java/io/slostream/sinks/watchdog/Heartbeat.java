// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.watchdog;

/**
 * A sign of life of notifier and engine.
 *
 * @param notifier name of the notifier
 * @param engine application id of the engine
 * @param atMs when the sign was given, epoch milliseconds
 * @param validMs how long it stands for itself, milliseconds: several times the distance between two
 */
public record Heartbeat(String notifier, String engine, long atMs, long validMs) {
    /** The name of the alert that always fires. */
    public static final String ALERT = "SlostreamWatchdog";

    /** The sentence for a person. */
    public String summary() {
        return "Engine " + engine + " and notifier " + notifier
                + " are at work. This always fires: page when it stops coming.";
    }
}

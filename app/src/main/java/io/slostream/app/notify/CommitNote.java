// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.sinks.delivery.Notification;
import java.util.Set;
import java.util.TreeSet;

/**
 * The metadata of a committed offset: by which routes the receiver was told of what lies before it, and which incidents
 * after it were on their way. Brokers take 4,096 bytes unless they are told otherwise.
 *
 * @param routes text of the routing; empty: nothing before the offset was told
 * @param sending incidents, shortened, that the receiver may have got while nobody noted its answer; {@link #ANY} alone
 *     for too many to name
 */
record CommitNote(String routes, Set<String> sending) {
    /** Routes that are longer leave no room for the rest. */
    static final int MAX_ROUTES = 1_500;

    static final String ANY = "*";
    private static final int MAX_SENDING = 270;
    private static final int DIGITS = 8;
    /** Stands in no text of a routing. */
    private static final String SEPARATOR = "!";

    CommitNote {
        sending = sending.size() > MAX_SENDING ? Set.of(ANY) : Set.copyOf(sending);
    }

    static CommitNote parse(String metadata) {
        int separator = metadata.indexOf(SEPARATOR);
        if (separator < 0) {
            return new CommitNote(metadata, Set.of());
        }
        String incidents = metadata.substring(separator + 1);
        return new CommitNote(metadata.substring(0, separator), Set.of(incidents.split(",", -1)));
    }

    String text() {
        return sending.isEmpty() ? routes : routes + SEPARATOR + String.join(",", new TreeSet<>(sending));
    }

    /** The short name of an incident: one of billions, and to be wrong means one message of something that is over. */
    static String shortened(Notification notification) {
        return notification.incident().substring(0, DIGITS);
    }

    /** Whether the receiver may have got the incident that this opens. */
    boolean mayHaveTold(Notification notification) {
        return notification.firing() && (sending.contains(shortened(notification)) || sending.contains(ANY));
    }
}

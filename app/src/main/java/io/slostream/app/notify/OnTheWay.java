// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.sinks.delivery.Notification;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Incidents of one partition that the receiver may have got while nobody noted its answer. They stay noted until the
 * committed offset has passed their records: a later attempt that surely failed says nothing of an earlier one.
 */
final class OnTheWay {
    private final Map<String, Long> offsets = new HashMap<>();
    private final Set<String> perhapsTaken = new HashSet<>();

    /**
     * What an earlier life has left.
     *
     * @param incidents shortened, as {@link CommitNote} has them
     * @param end offset after the last record that was there when this life began
     */
    OnTheWay(Set<String> incidents, long end) {
        // They stay noted until all that was there when this life began is answered for.
        incidents.forEach(incident -> offsets.put(incident, end - 1));
        perhapsTaken.addAll(incidents);
    }

    /** It is about to be sent. */
    void sending(Notification trigger) {
        offsets.put(CommitNote.shortened(trigger), trigger.position().offset());
    }

    /** Nobody knows whether this attempt arrived. */
    void perhapsTaken(Notification trigger) {
        perhapsTaken.add(CommitNote.shortened(trigger));
    }

    /** This attempt surely did not arrive. */
    void notTaken(Notification trigger) {
        if (!perhapsTaken.contains(CommitNote.shortened(trigger))) {
            offsets.remove(CommitNote.shortened(trigger));
        }
    }

    /** Everything before this offset is answered for. */
    void passed(long offset) {
        offsets.values().removeIf(at -> at < offset);
        perhapsTaken.retainAll(offsets.keySet());
    }

    /** As a commit notes them. */
    Set<String> incidents() {
        return offsets.keySet();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What time it is in a story that is told to a broker: the largest story time before which every record has been
 * acknowledged. A tick with this time overtakes no event. Records are sent in order of time. Thread-safe.
 */
final class StoryClock {
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private long reachedMs;

    /** A record on its way. */
    final class Sent {
        private final long atMs;
        private boolean acknowledged;

        private Sent(long atMs) {
            this.atMs = atMs;
        }

        /** The broker has it. */
        void acknowledge() {
            synchronized (StoryClock.this) {
                acknowledged = true;
                while (!inFlight.isEmpty() && inFlight.peekFirst().acknowledged) {
                    inFlight.removeFirst();
                }
            }
        }
    }

    /** A clock that stands at the start of the story, epoch milliseconds. */
    StoryClock(long startMs) {
        reachedMs = startMs;
    }

    /** A record with this time is about to be sent; nothing earlier will be. */
    synchronized Sent send(long atMs) {
        reach(atMs);
        Sent sent = new Sent(atMs);
        inFlight.addLast(sent);
        return sent;
    }

    /** The story has come so far: nothing earlier will be sent. */
    synchronized void reach(long atMs) {
        reachedMs = Math.max(reachedMs, atMs);
    }

    /** Story time, epoch milliseconds. */
    synchronized long nowMs() {
        return inFlight.isEmpty() ? reachedMs : Math.min(reachedMs, inFlight.peekFirst().atMs);
    }
}

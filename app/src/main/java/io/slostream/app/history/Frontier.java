// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far each source partition has been read, by its arrival clock; shared by those who read, so that nobody runs far
 * ahead of the slowest: what waits for others fills memory. Interleaving changes no verdict.
 */
final class Frontier {
    private static final long ENDED = Long.MAX_VALUE;

    private final AtomicLongArray clocks;

    Frontier(int sources) {
        clocks = new AtomicLongArray(sources);
        for (int source = 0; source < sources; source++) {
            clocks.set(source, Long.MIN_VALUE);
        }
    }

    /** A source has come to this time, epoch milliseconds. */
    void reached(int source, long clockMs) {
        clocks.setOpaque(source, clockMs);
    }

    /** Nothing of this source is read any more: nobody waits for it. */
    void ended(int source) {
        clocks.setOpaque(source, ENDED);
    }

    /** The arrival clock of the slowest source that is still read; the greatest long when none is. */
    long slowestMs() {
        long slowest = ENDED;
        for (int source = 0; source < clocks.length(); source++) {
            slowest = Math.min(slowest, clocks.getOpaque(source));
        }
        return slowest;
    }
}

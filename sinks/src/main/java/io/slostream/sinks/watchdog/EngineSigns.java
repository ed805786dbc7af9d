// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.watchdog;

import java.util.HashMap;
import java.util.Map;

/**
 * Tells a silent engine from one at work by the offsets that it commits: silence of its sources keeps them moving, since
 * the engine marks time in its topics, so offsets that stand still mean that no verdict is taken any more. Thread-safe.
 */
public final class EngineSigns {
    private final long staleAfterMs;
    private final Map<String, Long> offsets = new HashMap<>();
    private long movedAtMs = Long.MIN_VALUE;

    /**
     * Signs of an engine of which nothing is known yet.
     *
     * @param staleAfterMs how long offsets may stand still, milliseconds
     */
    public EngineSigns(long staleAfterMs) {
        this.staleAfterMs = staleAfterMs;
    }

    /** The offsets that the engine had committed at this time. */
    public synchronized void seen(Map<String, Long> committed, long nowMs) {
        // The first look says where they stand, not that they move.
        boolean known = !offsets.isEmpty();
        boolean moved = false;
        for (Map.Entry<String, Long> entry : committed.entrySet()) {
            Long before = offsets.put(entry.getKey(), entry.getValue());
            moved |= known && (before == null || !before.equals(entry.getValue()));
        }
        if (moved) {
            movedAtMs = nowMs;
        }
    }

    /** Whether the engine was at work a short while ago. */
    public synchronized boolean isAlive(long nowMs) {
        return movedAtMs != Long.MIN_VALUE && nowMs - movedAtMs <= staleAfterMs;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.topology.TimeGrid;

/**
 * Decides when a silent source partition needs a tick: when the wall clock has passed the first open boundary + grace +
 * a margin, and no record has come since the last look that would have closed it. One tick is outstanding at most; any
 * record, also another engine's tick, ends the wait. The mark is heap state: a task made anew may tick once more, which
 * is harmless.
 *
 * <p>While a backlog is read the clock is far behind and nothing is silent: there a tick, which would stand behind the
 * backlog, waits for a longer silence. How long a fetch may take has nothing to do with the time that is told, so that
 * silence is one of real time, also where a story runs faster than life.
 */
final class Ticker {
    /** So that a record on its way makes the tick unnecessary. */
    private static final long MARGIN_MS = 100;
    /** A clock further behind than a boundary that is due is that of a backlog, or of a start after a while. */
    private static final long FAR_BEHIND_MS = 10_000;

    private static final long SILENCE_FAR_BEHIND_MS = 1_000;
    /** Where the broker's clock stands behind ours, a tick may come too early for the boundary that asked for it. */
    private static final long BETWEEN_TICKS_MS = 1_000;

    private final TimeGrid grid;
    private boolean heard;
    private boolean outstanding;
    private long quietSinceMs = Long.MIN_VALUE;
    private long quietSinceRealMs;
    private long notBeforeMs = Long.MIN_VALUE;

    Ticker(TimeGrid grid) {
        this.grid = grid;
    }

    void onRecord() {
        heard = true;
        outstanding = false;
    }

    /**
     * Whether to write a tick now; if so, it counts as written.
     *
     * @param realMs wall clock, epoch milliseconds
     * @param wallMs the engine's clock: the wall clock, or that of a story, epoch milliseconds
     * @param clockMs arrival clock of the partition, {@link Long#MIN_VALUE} before its first record
     */
    boolean isDue(long realMs, long wallMs, long clockMs) {
        if (heard || quietSinceMs == Long.MIN_VALUE) {
            heard = false;
            quietSinceMs = wallMs;
            quietSinceRealMs = realMs;
            return false;
        }
        if (outstanding || wallMs < notBeforeMs || !isSilent(realMs, wallMs, clockMs)) {
            return false;
        }
        outstanding = true;
        notBeforeMs = wallMs + BETWEEN_TICKS_MS;
        return true;
    }

    private boolean isSilent(long realMs, long wallMs, long clockMs) {
        boolean isLong = realMs - quietSinceRealMs >= SILENCE_FAR_BEHIND_MS;
        if (clockMs == Long.MIN_VALUE) {
            return isLong;
        }
        long dueMs = grid.floor(clockMs - grid.graceMs()) + grid.paneMs() + grid.graceMs() + MARGIN_MS;
        if (wallMs < dueMs) {
            // Where the broker's clock stands ahead of ours, silence that long has made the boundary due there.
            return wallMs - quietSinceMs >= dueMs - clockMs;
        }
        boolean farBehind = wallMs - dueMs > FAR_BEHIND_MS;
        return !farBehind || isLong;
    }
}

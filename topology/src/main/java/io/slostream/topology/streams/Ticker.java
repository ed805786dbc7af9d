// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accumulator;

/**
 * Decides when a silent source partition needs a tick: when the wall clock has passed the first open boundary + grace +
 * a margin, and no record has come that would have closed it. One tick is outstanding at most; any record, also another
 * engine's tick, ends the wait. The mark is heap state: a task made anew may tick once more, which is harmless.
 */
final class Ticker {
    /** So that a record on its way makes the tick unnecessary. */
    private static final long MARGIN_MS = 100;

    private final TimeGrid grid;
    private boolean outstanding;

    Ticker(TimeGrid grid) {
        this.grid = grid;
    }

    void onRecord() {
        outstanding = false;
    }

    /** Whether to write a tick now; if so, it counts as written. */
    boolean isDue(long wallMs, Accumulator accumulator) {
        long clock = accumulator.clockMs();
        boolean silent = clock == Long.MIN_VALUE
                || wallMs >= grid.floor(clock - grid.graceMs()) + grid.paneMs() + grid.graceMs() + MARGIN_MS;
        if (outstanding || !silent) {
            return false;
        }
        outstanding = true;
        return true;
    }
}

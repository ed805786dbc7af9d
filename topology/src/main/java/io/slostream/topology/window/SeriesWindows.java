// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.alerting.judge.WindowCounts;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All windows of one series, as they stand at one boundary: one ring for each resolution that some window needs.
 * Windows are numbered from 0 in ascending order of length.
 */
public final class SeriesWindows implements WindowCounts {
    private static final long PERCENT = 100;

    private final long countingStartMs;
    private final int[] levels;
    private final WindowRing[] rings;
    /** For each window: its ring, and its number within the ring. */
    private final WindowRing[] ringOf;

    private final int[] numberInRing;
    private final List<Long> windowMs;
    private final TimeGrid grid;
    private long boundaryMs;

    /**
     * Windows over their state.
     *
     * @param windowMs window lengths, ascending, milliseconds
     * @param countingStartMs from when the series has been counted, epoch milliseconds
     * @param boundaryMs the boundary that the state stands at
     */
    public SeriesWindows(
            Series series,
            List<Long> windowMs,
            TimeGrid grid,
            KeyValueState<RingKey, long[]> state,
            long countingStartMs,
            long boundaryMs) {
        this.countingStartMs = countingStartMs;
        this.windowMs = windowMs;
        this.grid = grid;
        this.boundaryMs = boundaryMs;
        this.ringOf = new WindowRing[windowMs.size()];
        this.numberInRing = new int[windowMs.size()];
        this.levels = windowMs.stream().mapToInt(grid::levelOf).distinct().toArray();
        this.rings = new WindowRing[levels.length];
        for (int ring = 0; ring < levels.length; ring++) {
            int level = levels[ring];
            int[] members = IntStream.range(0, windowMs.size())
                    .filter(window -> grid.levelOf(windowMs.get(window)) == level)
                    .toArray();
            List<Long> lengths = new ArrayList<>();
            for (int window : members) {
                lengths.add(windowMs.get(window));
            }
            rings[ring] = new WindowRing(series, level, grid.levels().get(level), lengths, state, boundaryMs);
            for (int number = 0; number < members.length; number++) {
                ringOf[members[number]] = rings[ring];
                numberInRing[members[number]] = number;
            }
        }
    }

    /** Advances every ring to a boundary at or after the present one. */
    public void advance(long newBoundaryMs) {
        if (newBoundaryMs == boundaryMs) {
            return; // as often as counts come in before the boundary is judged
        }
        for (WindowRing ring : rings) {
            ring.advance(newBoundaryMs);
        }
        boundaryMs = newBoundaryMs;
    }

    /** Adds counts of a pane to every ring that is at most as fine as the pane and still holds it. */
    public void add(int level, long paneStartMs, long good, long total) {
        for (int ring = 0; ring < rings.length; ring++) {
            if (levels[ring] >= level) {
                rings[ring].add(paneStartMs, good, total);
            }
        }
    }

    /** Whether no window has an event. */
    public boolean isEmpty() {
        // The longest window holds whatever a shorter one holds.
        return total(windowMs.size() - 1) == 0;
    }

    /** Number of the window of this length. */
    public int windowNumber(long lengthMs) {
        return windowMs.indexOf(lengthMs);
    }

    /** Length by name of a window, milliseconds. */
    public long windowMs(int window) {
        return windowMs.get(window);
    }

    /** Coverage of a window in whole percent, rounded down: 100 only when all of it is covered. */
    public long coveredPercent(int window) {
        return PERCENT * coveredMs(window) / lengthMs(window);
    }

    /**
     * The first multiple of a step after the present boundary at which some window's coverage comes to another whole
     * percent; the greatest long when all windows are covered. Coverage grows until a window is covered and stays so.
     *
     * @param stepMs a multiple of the pane of which the present boundary is a multiple
     */
    public long nextCoveredPercentMs(long stepMs) {
        long next = Long.MAX_VALUE;
        for (int window = 0; window < windowMs.size(); window++) {
            long percent = coveredPercent(window);
            if (percent < PERCENT) {
                next = Math.min(next, nextCoveredPercentMs(window, percent, stepMs));
            }
        }
        return next;
    }

    private long nextCoveredPercentMs(int window, long percent, long stepMs) {
        long length = windowMs.get(window);
        long pane = grid.levels().get(grid.levelOf(length)).paneMs();
        // By then the whole window lies after the counting start.
        long high = (Math.max(boundaryMs, countingStartMs) + length + pane - boundaryMs) / stepMs + 1;
        long low = 0;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            long at = boundaryMs + middle * stepMs;
            long edge = grid.oldEdge(length, at);
            long covered = Math.max(0, at - Math.max(edge, countingStartMs));
            if (PERCENT * covered / (at - edge) > percent) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return boundaryMs + high * stepMs;
    }

    @Override
    public long good(int window) {
        return ringOf[window].good(numberInRing[window]);
    }

    @Override
    public long total(int window) {
        return ringOf[window].total(numberInRing[window]);
    }

    @Override
    public long coveredMs(int window) {
        return Math.max(0, boundaryMs - Math.max(oldEdgeMs(window), countingStartMs));
    }

    @Override
    public long lengthMs(int window) {
        return boundaryMs - oldEdgeMs(window);
    }

    private long oldEdgeMs(int window) {
        return ringOf[window].oldEdgeMs(numberInRing[window]);
    }

    /** Whether all running sums equal their slots added up again. */
    boolean sumsMatchSlots() {
        for (WindowRing ring : rings) {
            if (!ring.sumsMatchSlots(boundaryMs)) {
                return false;
            }
        }
        return true;
    }
}

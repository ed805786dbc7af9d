// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.alerting.definition.Window;
import io.slostream.alerting.definition.Window.CalendarMonth;
import io.slostream.alerting.definition.Window.Rolling;
import io.slostream.alerting.judge.WindowCounts;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All windows of one series, as they stand at one boundary: one ring for each resolution that some window needs, and a
 * sum for each calendar month. Windows are numbered from 0 in ascending order.
 */
public final class SeriesWindows implements WindowCounts {
    private static final long PERCENT = 100;

    private final long countingStartMs;
    /** For each window from when its level holds what was counted. */
    private final long[] heldFromMs;

    private final int[] levels;
    private final WindowRing[] rings;
    /** For each window: its ring, or null for a month, and its number within the ring. */
    private final WindowRing[] ringOf;

    private final int[] numberInRing;
    /** For each window: its sum, or null for one that rolls. */
    private final MonthSum[] monthOf;

    private final RingBlocks blocks;
    private final List<Window> windows;
    private final TimeGrid grid;
    private long boundaryMs;

    /**
     * Windows over their state.
     *
     * @param windows the windows, ascending
     * @param countingStartMs from when the series has been counted, epoch milliseconds
     * @param boundaryMs the boundary that the state stands at
     */
    public SeriesWindows(
            Series series,
            List<Window> windows,
            TimeGrid grid,
            KeyValueState<RingKey, long[]> state,
            long countingStartMs,
            long boundaryMs) {
        this(RingBlocks.of(series, state), windows, grid, countingStartMs, boundaryMs);
    }

    SeriesWindows(RingBlocks state, List<Window> windows, TimeGrid grid, long countingStartMs, long boundaryMs) {
        this.countingStartMs = countingStartMs;
        this.blocks = state;
        this.windows = windows;
        this.grid = grid;
        this.boundaryMs = boundaryMs;
        this.ringOf = new WindowRing[windows.size()];
        this.numberInRing = new int[windows.size()];
        this.monthOf = new MonthSum[windows.size()];
        this.heldFromMs = new long[windows.size()];
        this.levels = windows.stream()
                .filter(Rolling.class::isInstance)
                .mapToInt(window -> grid.levelOf(window.nominalMs()))
                .distinct()
                .toArray();
        this.rings = new WindowRing[levels.length];
        for (int ring = 0; ring < levels.length; ring++) {
            int level = levels[ring];
            int[] members = IntStream.range(0, windows.size())
                    .filter(window ->
                            windows.get(window) instanceof Rolling rolling && grid.levelOf(rolling.lengthMs()) == level)
                    .toArray();
            List<Long> lengths = new ArrayList<>();
            for (int window : members) {
                lengths.add(windows.get(window).nominalMs());
            }
            rings[ring] = new WindowRing(level, grid.levels().get(level), lengths, state, boundaryMs);
            for (int number = 0; number < members.length; number++) {
                ringOf[members[number]] = rings[ring];
                numberInRing[members[number]] = number;
                heldFromMs[members[number]] = WindowChange.heldFromMs(state, level);
            }
        }
        int months = 0;
        for (int window = 0; window < windows.size(); window++) {
            if (windows.get(window) instanceof CalendarMonth month) {
                heldFromMs[window] = WindowChange.heldFromMs(state, MonthSum.FIRST_LEVEL + months);
                monthOf[window] = new MonthSum(months++, month, state, boundaryMs);
            }
        }
    }

    /** Advances every window to a boundary at or after the present one. */
    public void advance(long newBoundaryMs) {
        if (newBoundaryMs == boundaryMs) {
            return; // as often as counts come in before the boundary is judged
        }
        for (WindowRing ring : rings) {
            ring.advance(newBoundaryMs);
        }
        for (MonthSum month : monthOf) {
            if (month != null) {
                month.advance(newBoundaryMs);
            }
        }
        boundaryMs = newBoundaryMs;
    }

    /** Adds counts of a pane to every window that still holds it, unless it is kept more finely than the pane is long. */
    public void add(int level, long paneStartMs, long good, long total) {
        for (int ring = 0; ring < rings.length; ring++) {
            if (levels[ring] >= level) {
                rings[ring].add(paneStartMs, good, total);
            }
        }
        addToMonths(paneStartMs, good, total);
    }

    private void addToMonths(long paneStartMs, long good, long total) {
        for (MonthSum month : monthOf) {
            if (month != null) {
                month.add(paneStartMs, good, total);
            }
        }
    }

    /**
     * Adds to other windows of the same lengths, at the same boundary, what they lack of a span of time: slot by slot of
     * the finest ring that still holds that time, to its own ring, those that are coarser and the months. A slot that
     * begins before the finer ring gives what that ring does not hold.
     */
    void copyMissing(long fromMs, long toMs, SeriesWindows other) {
        long untilMs = boundaryMs;
        int finer = -1;
        for (int number = 0; number < rings.length; number++) {
            WindowRing ring = rings[number];
            long paneMs = ring.paneMs();
            long heldMs = heldEdgeMs(number);
            long first = Math.floorDiv(Math.max(fromMs, heldMs), paneMs);
            long behindMs = fromMs < untilMs ? Math.min(toMs, untilMs) : Long.MIN_VALUE;
            for (long slot = first; slot * paneMs < behindMs; slot++) {
                long startMs = slot * paneMs;
                long endMs = startMs + paneMs;
                long[] lacking = ring.lacking(startMs, endMs, other.rings[number]);
                if (endMs > untilMs && finer >= 0) {
                    long[] ofFiner = rings[finer].lacking(untilMs, endMs, other.rings[finer]);
                    lacking[0] -= ofFiner[0];
                    lacking[1] -= ofFiner[1];
                }
                if ((lacking[0] | lacking[1]) != 0) {
                    addHeld(number, startMs, lacking, other);
                }
            }
            if (heldMs < untilMs) {
                untilMs = heldMs;
                finer = number;
            }
        }
    }

    /** From where on a ring holds what was counted: the start of its longest window, or its own beginning. */
    private long heldEdgeMs(int ring) {
        long paneMs = rings[ring].paneMs();
        long began = WindowChange.heldFromMs(blocks, levels[ring]);
        return began == Long.MIN_VALUE
                ? rings[ring].oldestEdgeMs()
                : Math.max(rings[ring].oldestEdgeMs(), -Math.floorDiv(-began, paneMs) * paneMs);
    }

    /** Adds counts of a slot to other windows, but to none for which these windows never held them. */
    private void addHeld(int ofRing, long startMs, long[] counts, SeriesWindows other) {
        for (int ring = ofRing; ring < rings.length; ring++) {
            if (startMs >= heldEdgeMs(ring) || ring == ofRing) {
                other.rings[ring].add(startMs, counts[0], counts[1]);
            }
        }
        for (int window = 0; window < monthOf.length; window++) {
            if (monthOf[window] != null && startMs >= heldFromMs[window]) {
                other.monthOf[window].add(startMs, counts[0], counts[1]);
            }
        }
    }

    /** Whether no window has an event, so that none will change until one comes. */
    public boolean isEmpty() {
        for (int window = windows.size() - 1; window >= 0; window--) {
            if ((good(window) | total(window)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** From when the series has been counted, epoch milliseconds. */
    public long countingStartMs() {
        return countingStartMs;
    }

    /** All windows, ascending. */
    public List<Window> windows() {
        return windows;
    }

    /** The boundary at which the windows stand. */
    public long boundaryMs() {
        return boundaryMs;
    }

    /** Number of a window. */
    public int windowNumber(Window window) {
        return windows.indexOf(window);
    }

    /** The window of a number. */
    public Window window(int window) {
        return windows.get(window);
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
        for (int window = 0; window < windows.size(); window++) {
            long percent = coveredPercent(window);
            if (percent < PERCENT) {
                next = Math.min(next, nextCoveredPercentMs(window, percent, stepMs));
            }
        }
        return next;
    }

    private long nextCoveredPercentMs(int window, long percent, long stepMs) {
        Window named = windows.get(window);
        long longest = named instanceof CalendarMonth ? CalendarMonth.LONGEST_MS : named.nominalMs();
        long pane = grid.levels().get(grid.levelOf(longest)).paneMs();
        // By then the whole window lies after the counting start.
        long countedFrom = Math.max(countingStartMs, heldFromMs[window]);
        long high = (Math.max(boundaryMs, countedFrom) + longest + pane - boundaryMs) / stepMs + 1;
        long low = 0;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            long at = boundaryMs + middle * stepMs;
            long edge = grid.oldEdge(named, at);
            long covered = Math.max(0, at - Math.max(edge, countedFrom));
            if (PERCENT * covered / (at - edge) > percent) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return boundaryMs + high * stepMs;
    }

    /** The least old edge of some windows, epoch milliseconds. */
    long oldestStartMs(int[] ofWindows) {
        long oldest = Long.MAX_VALUE;
        for (int window : ofWindows) {
            oldest = Math.min(oldest, startMs(window));
        }
        return oldest;
    }

    /** A boundary before which some window begins before an instant; it may still do so at that boundary. */
    long startsAfterAtLeastMs(int[] ofWindows, long timeMs) {
        long from = Long.MIN_VALUE;
        for (int window : ofWindows) {
            if (startMs(window) < timeMs) {
                from = Math.max(
                        from,
                        windows.get(window) instanceof CalendarMonth month
                                ? month.endMs(boundaryMs)
                                : timeMs + windows.get(window).nominalMs());
            }
        }
        return from;
    }

    @Override
    public long good(int window) {
        return monthOf[window] == null ? ringOf[window].good(numberInRing[window]) : monthOf[window].good();
    }

    @Override
    public long total(int window) {
        return monthOf[window] == null ? ringOf[window].total(numberInRing[window]) : monthOf[window].total();
    }

    @Override
    public long coveredMs(int window) {
        long countedFrom = Math.max(countingStartMs, heldFromMs[window]);
        // A series that is not counted yet has a start in the far future.
        return countedFrom >= boundaryMs ? 0 : boundaryMs - Math.max(startMs(window), countedFrom);
    }

    @Override
    public long startMs(int window) {
        return monthOf[window] == null ? ringOf[window].oldEdgeMs(numberInRing[window]) : monthOf[window].startMs();
    }

    @Override
    public long lengthMs(int window) {
        return boundaryMs - startMs(window);
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

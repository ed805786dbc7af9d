// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.alerting.definition.Window;
import io.slostream.alerting.judge.WindowCounts;
import io.slostream.topology.TimeGrid;
import java.util.Arrays;
import java.util.List;

/**
 * The windows of one series without running sums: the same rings at the same resolutions, in one array each, and at a
 * boundary every window adds up its panes again.
 */
final class ReaddedWindows implements WindowCounts {
    private final TimeGrid grid;
    private final long[] windowMs;
    private final int[] levelOf;
    /** By level: good and total in turn, pane n at slot n modulo the ring's length; null when no window needs it. */
    private final long[][] rings;

    private final long[] good;
    private final long[] total;
    private long boundaryMs;

    ReaddedWindows(List<Window> windows, TimeGrid grid, long boundaryMs) {
        this.grid = grid;
        this.boundaryMs = boundaryMs;
        windowMs = windows.stream().mapToLong(Window::nominalMs).toArray();
        levelOf = windows.stream()
                .mapToInt(window -> grid.levelOf(window.nominalMs()))
                .toArray();
        rings = new long[grid.levels().size()][];
        for (int window = 0; window < windowMs.length; window++) {
            // Windows ascend: the last one of a level is its longest.
            long panes = windowMs[window] / paneMs(levelOf[window]) + 2;
            rings[levelOf[window]] = new long[2 * (int) panes];
        }
        good = new long[windowMs.length];
        total = new long[windowMs.length];
    }

    /** Moves to a later boundary, clearing the slots that begin. */
    void advance(long newBoundaryMs) {
        for (int level = 0; level < rings.length; level++) {
            if (rings[level] == null) {
                continue;
            }
            int slots = rings[level].length / 2;
            long last = lastPane(level, newBoundaryMs);
            long first = Math.max(lastPane(level, boundaryMs), last - slots);
            for (long pane = first + 1; pane <= last; pane++) {
                int slot = 2 * (int) Math.floorMod(pane, (long) slots);
                Arrays.fill(rings[level], slot, slot + 2, 0);
            }
        }
        boundaryMs = newBoundaryMs;
    }

    /** Adds the counts of a pane that the rings still hold. */
    void add(int level, long paneStartMs, long addedGood, long addedTotal) {
        for (int coarser = level; coarser < rings.length; coarser++) {
            if (rings[coarser] == null) {
                continue;
            }
            long pane = Math.floorDiv(paneStartMs, paneMs(coarser));
            int slots = rings[coarser].length / 2;
            if (pane > lastPane(coarser, boundaryMs) - slots) {
                int slot = 2 * (int) Math.floorMod(pane, (long) slots);
                rings[coarser][slot] += addedGood;
                rings[coarser][slot + 1] += addedTotal;
            }
        }
    }

    /** Adds up every window. */
    void readd() {
        for (int window = 0; window < windowMs.length; window++) {
            long[] ring = rings[levelOf[window]];
            int slot = (int) Math.floorMod(oldEdge(window), (long) (ring.length / 2));
            long goodSum = 0;
            long totalSum = 0;
            for (long pane = oldEdge(window); pane <= lastPane(levelOf[window], boundaryMs); pane++) {
                goodSum += ring[2 * slot];
                totalSum += ring[2 * slot + 1];
                slot = slot + 1 == ring.length / 2 ? 0 : slot + 1;
            }
            good[window] = goodSum;
            total[window] = totalSum;
        }
    }

    private long paneMs(int level) {
        return grid.levels().get(level).paneMs();
    }

    private long lastPane(int level, long boundary) {
        return Math.floorDiv(boundary - 1, paneMs(level));
    }

    private long oldEdge(int window) {
        return Math.floorDiv(boundaryMs - windowMs[window], paneMs(levelOf[window]));
    }

    @Override
    public long good(int window) {
        return good[window];
    }

    @Override
    public long total(int window) {
        return total[window];
    }

    @Override
    public long coveredMs(int window) {
        return lengthMs(window);
    }

    @Override
    public long startMs(int window) {
        return oldEdge(window) * paneMs(levelOf[window]);
    }

    @Override
    public long lengthMs(int window) {
        return boundaryMs - oldEdge(window) * paneMs(levelOf[window]);
    }
}

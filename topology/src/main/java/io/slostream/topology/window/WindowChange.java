// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.alerting.definition.Window;
import io.slostream.alerting.definition.Window.Rolling;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.state.KeyValueState;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Changes the windows of a series that goes on being counted: what the old windows held is kept, and where a new window
 * reaches further back than that it is remembered, since a window is covered only as far as something was held.
 */
public final class WindowChange {
    /** Number of the block that says from when a level holds everything. */
    private static final int HELD_FROM = -1;

    private final TimeGrid grid;
    private final KeyValueState<RingKey, long[]> state;

    /** Changes to windows in this state. */
    public WindowChange(TimeGrid grid, KeyValueState<RingKey, long[]> state) {
        this.grid = grid;
        this.state = state;
    }

    /**
     * Goes over from some windows to others.
     *
     * @param boundaryMs the last boundary at which the old windows stood, epoch milliseconds
     */
    public void apply(Series series, List<Window> old, List<Window> next, long boundaryMs) {
        NavigableMap<Integer, Long> before = longestByLevel(old);
        NavigableMap<Integer, Long> after = longestByLevel(next);
        before.forEach((level, longest) -> {
            if (!after.containsKey(level)) {
                WindowRing.forget(series, level, paneMs(level), longest, state);
                state.delete(new RingKey(series, level, HELD_FROM));
            }
        });
        after.forEach((level, longest) -> {
            Long held = before.get(level);
            if (held == null) {
                hold(series, level, boundaryMs);
            } else if (longest > held) {
                hold(series, level, Math.max(heldFromMs(series, level), grid.oldEdge(held, boundaryMs)));
                WindowRing.regroup(series, level, paneMs(level), held, longest, state);
            } else {
                WindowRing.regroup(series, level, paneMs(level), held, longest, state);
            }
        });
        changeMonths(series, months(old), months(next), boundaryMs);
    }

    private void changeMonths(Series series, List<Window> old, List<Window> next, long boundaryMs) {
        if (old.equals(next)) {
            return;
        }
        for (int number = 0; number < old.size(); number++) {
            state.delete(new RingKey(series, MonthSum.FIRST_LEVEL + number, 0));
            state.delete(new RingKey(series, MonthSum.FIRST_LEVEL + number, HELD_FROM));
        }
        for (int number = 0; number < next.size(); number++) {
            hold(series, MonthSum.FIRST_LEVEL + number, boundaryMs);
        }
    }

    /** Forgets a series that is counted no more. */
    public void forget(Series series, List<Window> old) {
        apply(series, old, List.of(), 0);
    }

    /** From when a level of a series holds everything that was counted; the least long when it always has. */
    long heldFromMs(Series series, int level) {
        long[] stored = state.get(new RingKey(series, level, HELD_FROM));
        return stored == null ? Long.MIN_VALUE : stored[0];
    }

    private void hold(Series series, int level, long fromMs) {
        state.put(new RingKey(series, level, HELD_FROM), new long[] {fromMs});
    }

    private long paneMs(int level) {
        return grid.levels().get(level).paneMs();
    }

    private NavigableMap<Integer, Long> longestByLevel(List<Window> windows) {
        NavigableMap<Integer, Long> longest = new TreeMap<>();
        for (Window window : windows) {
            if (window instanceof Rolling rolling) {
                longest.merge(grid.levelOf(rolling.lengthMs()), rolling.lengthMs(), Math::max);
            }
        }
        return longest;
    }

    private static List<Window> months(List<Window> windows) {
        return windows.stream().filter(Window.CalendarMonth.class::isInstance).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.alerting.definition.Window;
import io.slostream.alerting.definition.Window.Rolling;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.state.KeyValueState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final RingBlocks state;

    private WindowChange(TimeGrid grid, RingBlocks state) {
        this.grid = grid;
        this.state = state;
    }

    /** Changes to the windows of a series. */
    public static WindowChange ofSeries(Series series, TimeGrid grid, KeyValueState<RingKey, long[]> state) {
        return new WindowChange(grid, RingBlocks.of(series, state));
    }

    /** Changes to what is masked of a group for an SLO: they follow those of the series. */
    public static WindowChange ofMask(String slo, String group, TimeGrid grid, KeyValueState<MaskKey, long[]> state) {
        return new WindowChange(grid, RingBlocks.ofMask(slo, group, state));
    }

    /**
     * Goes over from some windows to others.
     *
     * @param boundaryMs the last boundary at which the old windows stood, epoch milliseconds
     */
    public void apply(List<Window> old, List<Window> next, long boundaryMs) {
        NavigableMap<Integer, Long> before = longestByLevel(old);
        NavigableMap<Integer, Long> after = longestByLevel(next);
        before.forEach((level, longest) -> {
            if (!after.containsKey(level)) {
                WindowRing.forget(level, paneMs(level), longest, state);
                state.delete(level, HELD_FROM);
            }
        });
        after.forEach((level, longest) -> {
            Long held = before.get(level);
            if (held == null) {
                hold(level, boundaryMs);
            } else if (longest > held) {
                hold(level, Math.max(heldFromMs(state, level), grid.oldEdge(held, boundaryMs)));
                WindowRing.regroup(level, paneMs(level), held, longest, state);
            } else {
                WindowRing.regroup(level, paneMs(level), held, longest, state);
            }
        });
        changeMonths(months(old), months(next), boundaryMs);
    }

    /**
     * Goes over, as a part of other counts that have done so: what those hold no more is forgotten here too. A part has
     * blocks of its own, which are used again only when something is added to it.
     */
    public void applyWith(WindowChange whole, List<Window> old, List<Window> next, long boundaryMs) {
        apply(old, next, boundaryMs);
        longestByLevel(next)
                .forEach((level, longest) -> WindowRing.dropOthers(level, paneMs(level), longest, state, whole.state));
    }

    /** Months are numbered by their place among the windows; a month that stays takes its sum to its new place. */
    private void changeMonths(List<Window> old, List<Window> next, long boundaryMs) {
        if (old.equals(next)) {
            return;
        }
        Map<Window, long[]> sums = new HashMap<>();
        Map<Window, long[]> heldFrom = new HashMap<>();
        for (int number = 0; number < old.size(); number++) {
            int level = MonthSum.FIRST_LEVEL + number;
            sums.put(old.get(number), state.get(level, 0));
            heldFrom.put(old.get(number), state.get(level, HELD_FROM));
            state.delete(level, 0);
            state.delete(level, HELD_FROM);
        }
        for (int number = 0; number < next.size(); number++) {
            Window month = next.get(number);
            int level = MonthSum.FIRST_LEVEL + number;
            if (!sums.containsKey(month)) {
                hold(level, boundaryMs);
                continue;
            }
            if (sums.get(month) != null) {
                state.put(level, 0, sums.get(month));
            }
            if (heldFrom.get(month) != null) {
                state.put(level, HELD_FROM, heldFrom.get(month));
            }
        }
    }

    /** Forgets all of it. */
    public void forget(List<Window> old) {
        apply(old, List.of(), 0);
    }

    /** From when a level holds everything that was counted; the least long when it always has. */
    static long heldFromMs(RingBlocks state, int level) {
        long[] stored = state.get(level, HELD_FROM);
        return stored == null ? Long.MIN_VALUE : stored[0];
    }

    private void hold(int level, long fromMs) {
        state.put(level, HELD_FROM, new long[] {fromMs});
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

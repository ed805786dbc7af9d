// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.TimeGrid.Level;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.sketch.BucketSum;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of one sketch of one series over one rolling window: panes in the state, their running sum on the heap. A
 * pane is read again when it leaves, once; the heap holds no copy of it.
 *
 * <p>A slot carries the number of the pane that it holds, so a slot that the ring has left behind is empty by definition
 * and nothing is ever cleared.
 */
public final class SketchRing {
    private final Series series;
    private final int sketch;
    private final long overMs;
    private final int level;
    private final long paneMs;
    private final int slots;
    private final KeyValueState<Key, Slot> state;
    private final BucketSum sum = new BucketSum();
    /** Number of the first pane that the window holds. */
    private long edge;

    /**
     * Key of one slot. The set of keys of a series is fixed: slots are used again as the ring turns.
     *
     * @param series the series
     * @param sketch number of the sketch
     * @param overMs length of the window, milliseconds
     * @param slot number of the slot in the ring, from 0
     */
    public record Key(Series series, int sketch, long overMs, int slot) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = series.compareTo(other.series);
            if (order == 0) {
                order = Integer.compare(sketch, other.sketch);
            }
            if (order == 0) {
                order = Long.compare(overMs, other.overMs);
            }
            return order == 0 ? Integer.compare(slot, other.slot) : order;
        }
    }

    /**
     * One pane.
     *
     * @param pane its number, start ÷ length
     * @param counts the values in it
     */
    public record Slot(long pane, BucketCounts counts) {}

    /** Forgets every ring of a series that is counted no more. */
    public static void forget(Series series, KeyValueState<Key, Slot> state) {
        List<Key> held = new ArrayList<>();
        state.scan(new Key(series, 0, 0, 0), entry -> {
            boolean isOurs = entry.getKey().series().equals(series);
            if (isOurs) {
                held.add(entry.getKey());
            }
            return isOurs;
        });
        held.forEach(state::delete);
    }

    /** A ring over its state, standing at a boundary. */
    SketchRing(Series series, int sketch, long overMs, TimeGrid grid, KeyValueState<Key, Slot> state, long boundaryMs) {
        this.series = series;
        this.sketch = sketch;
        this.overMs = overMs;
        this.level = grid.levelOf(overMs);
        Level resolution = grid.levels().get(level);
        this.paneMs = resolution.paneMs();
        // A window not aligned to the pane spans one pane more.
        this.slots = Math.toIntExact(overMs / paneMs + 1);
        this.state = state;
        this.edge = edgeAt(boundaryMs);
        for (long pane = edge; pane <= Math.floorDiv(boundaryMs - 1, paneMs); pane++) {
            sum.add(at(pane));
        }
    }

    int sketch() {
        return sketch;
    }

    long overMs() {
        return overMs;
    }

    /** The sum of the window's panes. */
    public BucketSum sum() {
        return sum;
    }

    /** Moves the old edge to where it stands at a boundary, which must not lie before the last one. */
    void advance(long boundaryMs) {
        long newEdge = edgeAt(boundaryMs);
        for (long pane = edge; pane < newEdge && sum.total() > 0; pane++) {
            sum.subtract(at(pane));
        }
        edge = newEdge;
    }

    /** Adds values of a pane of some level, if the window holds it and keeps panes no finer than that. */
    void add(int paneLevel, long paneStartMs, BucketCounts counts) {
        long pane = Math.floorDiv(paneStartMs, paneMs);
        if (paneLevel > level || pane < edge) {
            return;
        }
        state.put(keyOf(pane), new Slot(pane, at(pane).plus(counts)));
        sum.add(counts);
    }

    private BucketCounts at(long pane) {
        Slot slot = state.get(keyOf(pane));
        return slot == null || slot.pane() != pane ? BucketCounts.NONE : slot.counts();
    }

    private Key keyOf(long pane) {
        return new Key(series, sketch, overMs, (int) Math.floorMod(pane, (long) slots));
    }

    private long edgeAt(long boundaryMs) {
        return Math.floorDiv(boundaryMs - overMs, paneMs);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.alerting.definition.Distribution;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.sketch.Sketch;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All distributions of one series as they stand at one boundary; of most series none. */
public final class SeriesSketches {
    private final List<Sketch> sketches;
    private final List<SketchRing> rings = new ArrayList<>();

    /**
     * Distributions over their state.
     *
     * @param sketches all sketches of the definition set, by number
     * @param boundaryMs the boundary that the state stands at
     */
    public SeriesSketches(
            Series series,
            List<Sketch> sketches,
            TimeGrid grid,
            KeyValueState<SketchRing.Key, SketchRing.Slot> state,
            long boundaryMs) {
        this.sketches = sketches;
        for (int number = 0; number < sketches.size(); number++) {
            if (sketches.get(number).sli() == series.sli()) {
                for (long overMs : sketches.get(number).overMs()) {
                    rings.add(new SketchRing(series, number, overMs, grid, state, boundaryMs));
                }
            }
        }
    }

    /** Advances every window to a boundary at or after the present one. */
    public void advance(long boundaryMs) {
        for (SketchRing ring : rings) {
            ring.advance(boundaryMs);
        }
    }

    /** Adds values of a pane to every window of the sketch that still holds it. */
    public void add(int sketch, int level, long paneStartMs, BucketCounts counts) {
        for (SketchRing ring : rings) {
            if (ring.sketch() == sketch) {
                ring.add(level, paneStartMs, counts);
            }
        }
    }

    /** Whether no window has a value, so that none will change until one comes. */
    public boolean isEmpty() {
        for (SketchRing ring : rings) {
            if (ring.sum().total() > 0) {
                return false;
            }
        }
        return true;
    }

    /** The values of a distribution that an SLO of this series shows; empty where no quantiles are asked for. */
    public Optional<SketchRing> ringOf(Distribution distribution) {
        return rings.stream()
                .filter(ring -> ring.overMs() == distribution.overMs()
                        && sketches.get(ring.sketch()).quantity().equals(distribution.quantity()))
                .findFirst();
    }
}

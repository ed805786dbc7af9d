// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * A month in which nothing was amiss, for any number of specialists: every SLI of the set for each of them. One pane in
 * 32 has counts, at each resolution, so every block of every ring is there and an advance finds a slot to subtract.
 */
final class History {
    private static final long MONTH_MS = 30L * 24 * 3_600_000;
    private static final int STEP = 32;

    private final EngineDefinition definition;
    private final List<Series> series = new ArrayList<>();

    History(EngineDefinition definition, int specialists) {
        this.definition = definition;
        for (int sli = 0; sli < definition.slos().indicators().size(); sli++) {
            for (int number = 0; number < specialists; number++) {
                series.add(new Series(sli, "specialist-" + number));
            }
        }
    }

    /** All series of the set. */
    List<Series> series() {
        return series;
    }

    /** The month's counts of one series, visible from the boundary at which the month ends. */
    List<Partial> partials(Series of, long endMs) {
        List<Partial> partials = new ArrayList<>();
        List<TimeGrid.Level> levels = definition.grid().levels();
        for (int level = 0; level < levels.size(); level++) {
            long fromMs = endMs - Math.min(levels.get(level).spanMs(), MONTH_MS);
            long untilMs = level == 0 ? endMs : endMs - levels.get(level - 1).spanMs();
            for (long start = fromMs;
                    start < untilMs;
                    start += STEP * levels.get(level).paneMs()) {
                partials.add(new Partial(of, level, start, endMs, 99_980, 100_000));
            }
        }
        return partials;
    }

    /** What all series counted in the pane before a boundary. */
    List<Partial> pane(long boundaryMs) {
        List<Partial> partials = new ArrayList<>(series.size());
        for (Series one : series) {
            partials.add(new Partial(one, 0, boundaryMs - definition.grid().paneMs(), boundaryMs, 50, 50));
        }
        return partials;
    }
}

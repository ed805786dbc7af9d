// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.alerting.definition.Window;
import java.util.List;

/**
 * The grid that all time is measured on: panes, levels, grace and the evaluation interval. All values are
 * milliseconds; panes and boundaries are aligned to the epoch. Part of what decides verdicts.
 *
 * @param paneMs finest pane; boundaries are its multiples
 * @param graceMs how long after a boundary events may arrive and still be part of its verdict
 * @param futureLimitMs how far an event's time may lie beyond its arrival
 * @param evaluationIntervalMs distance between verdicts, a multiple of the pane
 * @param levels resolutions from fine to coarse, each pane dividing the next; the last has no end
 */
public record TimeGrid(long paneMs, long graceMs, long futureLimitMs, long evaluationIntervalMs, List<Level> levels) {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final Level MINUTES = new Level(MINUTE, 6 * HOUR);
    private static final Level TEN_MINUTES = new Level(10 * MINUTE, 72 * HOUR);
    private static final Level HOURS = new Level(HOUR, Long.MAX_VALUE / 4);
    private static final Level FIVE_SECONDS = new Level(5 * SECOND, 30 * MINUTE);

    /** Pane 5 s, grace 10 s, evaluation every pane. */
    public static final TimeGrid DEFAULT = new TimeGrid(
            5 * SECOND, 10 * SECOND, MINUTE, 5 * SECOND, List.of(FIVE_SECONDS, MINUTES, TEN_MINUTES, HOURS));

    /** Pane 1 s, grace 2 s, evaluation every pane. */
    public static final TimeGrid FAST = new TimeGrid(
            SECOND,
            2 * SECOND,
            MINUTE,
            SECOND,
            List.of(new Level(SECOND, 5 * MINUTE), FIVE_SECONDS, MINUTES, TEN_MINUTES, HOURS));

    /**
     * One resolution: panes of this length serve windows up to the span.
     *
     * @param paneMs pane length
     * @param spanMs longest window that this level serves
     */
    public record Level(long paneMs, long spanMs) {

        /** Start of the level's pane in which an instant lies. */
        public long paneStart(long timeMs) {
            return Math.floorDiv(timeMs, paneMs) * paneMs;
        }
    }

    /**
     * @throws IllegalArgumentException when the evaluation interval is no positive multiple of the pane
     */
    public TimeGrid {
        if (evaluationIntervalMs <= 0 || evaluationIntervalMs % paneMs != 0) {
            throw new IllegalArgumentException("the evaluation interval must be a positive multiple of the pane ("
                    + paneMs + " ms), not " + evaluationIntervalMs + " ms");
        }
        levels = List.copyOf(levels);
    }

    /** The same grid with verdicts at another distance. */
    public TimeGrid withEvaluationInterval(long intervalMs) {
        return new TimeGrid(paneMs, graceMs, futureLimitMs, intervalMs, levels);
    }

    /** The same grid on which events may come later and still be part of a verdict. */
    public TimeGrid withGrace(long newGraceMs) {
        return new TimeGrid(paneMs, newGraceMs, futureLimitMs, evaluationIntervalMs, levels);
    }

    /** Start of the pane in which an instant lies; as a boundary, the last one at or before it. */
    public long floor(long timeMs) {
        return Math.floorDiv(timeMs, paneMs) * paneMs;
    }

    /** The last boundary at or before an instant at which verdicts are taken. */
    public long evaluationFloor(long timeMs) {
        return Math.floorDiv(timeMs, evaluationIntervalMs) * evaluationIntervalMs;
    }

    /** The first boundary at or after an instant at which verdicts are taken. */
    public long evaluationCeiling(long timeMs) {
        return -Math.floorDiv(-timeMs, evaluationIntervalMs) * evaluationIntervalMs;
    }

    /** Number of the level that serves windows of this length. */
    public int levelOf(long windowMs) {
        int level = 0;
        while (windowMs > levels.get(level).spanMs()) {
            level++;
        }
        return level;
    }

    /**
     * Old edge of a window at a boundary: {@code floor((T − W) ÷ p) · p} with p the level's pane, so that a window is
     * never shorter than it says and no event is counted in part.
     */
    public long oldEdge(long windowMs, long boundaryMs) {
        return levels.get(levelOf(windowMs)).paneStart(boundaryMs - windowMs);
    }

    /** Old edge of any window at a boundary; of a calendar month its first instant. */
    public long oldEdge(Window window, long boundaryMs) {
        return window instanceof Window.CalendarMonth month
                ? month.startMs(boundaryMs)
                : oldEdge(window.nominalMs(), boundaryMs);
    }

    /** Number of the finest level whose longest window still holds a pane at a boundary. */
    public int finestLevelHolding(long paneStartMs, long boundaryMs) {
        int level = 0;
        while (paneStartMs
                < levels.get(level).paneStart(boundaryMs - levels.get(level).spanMs())) {
            level++;
        }
        return level;
    }
}

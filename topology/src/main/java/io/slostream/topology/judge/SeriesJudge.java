// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.topology.BadEvent;
import io.slostream.topology.Series;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.window.SeriesEvidence;
import io.slostream.topology.window.SeriesSketches;
import io.slostream.topology.window.SeriesWindows;
import java.util.Arrays;
import java.util.List;

/** One series with its windows and every SLO that reads it. */
final class SeriesJudge {
    private static final long AWAKE = Long.MIN_VALUE;

    private final SeriesWindows windows;
    private final SeriesEvidence evidence;
    private final SeriesSketches sketches;
    private final SloWatch[] slos;
    private final SummaryRule summaries;
    private final long intervalMs;
    private final boolean isDrivenByTime;
    private long restsUntilMs = AWAKE;

    SeriesJudge(
            Series series,
            SeriesWindows windows,
            SeriesSketches sketches,
            List<SloDefinition> slos,
            VerdictState state,
            SummaryRule summaries,
            long intervalMs,
            long liveFromMs) {
        this.windows = windows;
        this.sketches = sketches;
        this.evidence = new SeriesEvidence(series, state.evidence());
        this.summaries = summaries;
        this.intervalMs = intervalMs;
        this.slos = slos.stream()
                .map(slo ->
                        new SloWatch(slo, series.group(), windows, evidence, sketches, state, summaries, liveFromMs))
                .toArray(SloWatch[]::new);
        this.isDrivenByTime = Arrays.stream(this.slos).anyMatch(SloWatch::isDrivenByTime);
    }

    /** Adds counts; the next evaluation will look again. */
    void add(int level, long paneStartMs, long good, long total, long boundaryMs) {
        windows.advance(boundaryMs);
        windows.add(level, paneStartMs, good, total);
        restsUntilMs = AWAKE;
    }

    /** Adds values of counted events; the next evaluation will look again. */
    void add(int sketch, int level, long paneStartMs, BucketCounts values, long boundaryMs) {
        sketches.advance(boundaryMs);
        sketches.add(sketch, level, paneStartMs, values);
        restsUntilMs = AWAKE;
    }

    /** Adds bad events that have become visible. */
    void add(List<BadEvent> bad) {
        evidence.add(bad);
    }

    /**
     * The first boundary at which another evaluation without new events may change or say something. The series rests
     * before it: no window has an event, no state moved, and the summary of that was written. Evaluating a resting
     * series is skipped, which is equal to doing it.
     */
    long restsUntilMs() {
        return restsUntilMs;
    }

    /** Takes the verdicts of one boundary, and the summaries if it is time for them. */
    void evaluate(long boundaryMs, VerdictSink out) {
        windows.advance(boundaryMs);
        sketches.advance(boundaryMs);
        boolean moved = false;
        for (SloWatch slo : slos) {
            moved |= slo.judge(boundaryMs, intervalMs, out);
        }
        boolean due = summaries.isDue(boundaryMs);
        if (due) {
            for (SloWatch slo : slos) {
                slo.summarise(boundaryMs, out);
            }
        }
        restsUntilMs = moved || isDrivenByTime || !windows.isEmpty() || !sketches.isEmpty() ? AWAKE : rest(due);
    }

    private long rest(boolean summarised) {
        if (summaries.isNone()) {
            return Long.MAX_VALUE;
        }
        // An empty series still grows into its windows: its coverage is the one thing in a summary that time changes.
        return summarised ? windows.nextCoveredPercentMs(summaries.stepMs()) : AWAKE;
    }
}

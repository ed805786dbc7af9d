// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.topology.window.SeriesWindows;
import java.util.List;

/** One series with its windows and every SLO that reads it. */
final class SeriesJudge {
    private static final long AWAKE = Long.MIN_VALUE;

    private final SeriesWindows windows;
    private final SloWatch[] slos;
    private final SummaryRule summaries;
    private final long intervalMs;
    private long restsUntilMs = AWAKE;

    SeriesJudge(
            SeriesWindows windows,
            List<SloDefinition> slos,
            String group,
            VerdictState state,
            SummaryRule summaries,
            long intervalMs,
            long liveFromMs) {
        this.windows = windows;
        this.summaries = summaries;
        this.intervalMs = intervalMs;
        this.slos = slos.stream()
                .map(slo -> new SloWatch(slo, group, windows, state, summaries, liveFromMs))
                .toArray(SloWatch[]::new);
    }

    /** Adds counts; the next evaluation will look again. */
    void add(int level, long paneStartMs, long good, long total, long boundaryMs) {
        windows.advance(boundaryMs);
        windows.add(level, paneStartMs, good, total);
        restsUntilMs = AWAKE;
    }

    /**
     * The first boundary at which another evaluation without new events may change or say something. The series rests
     * before it: no window has an event, no state moved, no timer runs out, and the summary of that was written.
     * Evaluating a resting series is skipped, which is equal to doing it.
     */
    long restsUntilMs() {
        return restsUntilMs;
    }

    /** Takes the verdicts of one boundary, and the summaries if it is time for them. */
    void evaluate(long boundaryMs, VerdictSink out) {
        windows.advance(boundaryMs);
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
        restsUntilMs = moved || !windows.isEmpty() ? AWAKE : Math.min(alertsDueMs(boundaryMs), summariesDueMs(due));
    }

    private long alertsDueMs(long boundaryMs) {
        long due = Long.MAX_VALUE;
        for (SloWatch slo : slos) {
            due = Math.min(due, slo.dueMs(boundaryMs));
        }
        return due == Long.MAX_VALUE ? due : -Math.floorDiv(-due, intervalMs) * intervalMs;
    }

    private long summariesDueMs(boolean summarised) {
        if (summaries.isNone()) {
            return Long.MAX_VALUE;
        }
        // An empty series still grows into its windows: its coverage is the one thing in a summary that time changes.
        return summarised ? windows.nextCoveredPercentMs(summaries.stepMs()) : AWAKE;
    }
}

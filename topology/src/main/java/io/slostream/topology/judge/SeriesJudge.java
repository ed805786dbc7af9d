// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.topology.BadEvent;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Series;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.window.MinuteCounts;
import io.slostream.topology.window.SeriesEvidence;
import io.slostream.topology.window.SeriesSketches;
import io.slostream.topology.window.SeriesWindows;
import io.slostream.topology.window.SloMask;
import java.util.Arrays;
import java.util.List;

/** One series with its windows and every SLO that reads it. */
final class SeriesJudge {
    private static final long AWAKE = Long.MIN_VALUE;

    private final SeriesWindows windows;
    private final SeriesEvidence evidence;
    private final MinuteCounts minutes;
    private final SeriesSketches sketches;
    private final SloWatch[] slos;
    /** Of each of {@link #slos}. */
    private final SloMask[] masks;

    private final SummaryRule summaries;
    private final long intervalMs;
    private final boolean isDrivenByTime;
    private long restsUntilMs = AWAKE;

    SeriesJudge(
            Series series,
            SeriesWindows windows,
            SeriesSketches sketches,
            List<SloWatch> slos,
            SeriesEvidence evidence,
            VerdictState state,
            SummaryRule summaries,
            long intervalMs) {
        this.windows = windows;
        this.sketches = sketches;
        this.evidence = evidence;
        this.minutes = new MinuteCounts(series, state.minutes());
        this.summaries = summaries;
        this.intervalMs = intervalMs;
        this.slos = slos.toArray(SloWatch[]::new);
        this.masks = slos.stream().map(SloWatch::mask).toArray(SloMask[]::new);
        this.isDrivenByTime = Arrays.stream(this.slos).anyMatch(SloWatch::isDrivenByTime);
    }

    /** The windows of the series. */
    SeriesWindows windows() {
        return windows;
    }

    /** The SLOs that are judged on the series. */
    List<SloWatch> slos() {
        return List.of(slos);
    }

    /** Adds counts; the next evaluation will look again. */
    void add(int level, long paneStartMs, long good, long total, long boundaryMs) {
        advance(boundaryMs);
        windows.add(level, paneStartMs, good, total);
        for (SloMask mask : masks) {
            mask.add(level, paneStartMs, good, total);
        }
        // A series that is counted for a definition to come has no SLO yet that its minutes could be written for.
        if (!summaries.isNone() && slos.length > 0) {
            minutes.add(paneStartMs, good, total);
        }
        restsUntilMs = AWAKE;
    }

    /** Adds values of counted events; the next evaluation will look again. */
    void add(int sketch, int level, long paneStartMs, BucketCounts values, long boundaryMs) {
        sketches.advance(boundaryMs);
        sketches.add(sketch, level, paneStartMs, values);
        restsUntilMs = AWAKE;
    }

    /** Adds bad events that have become visible; what no SLO counts is no evidence, and would displace some. */
    void add(List<BadEvent> bad) {
        evidence.add(bad.stream()
                .filter(event ->
                        masks.length == 0 || Arrays.stream(masks).anyMatch(mask -> !mask.hides(event.timeMs())))
                .toList());
    }

    /** Takes in an exclusion that has become visible. */
    void exclude(Exclusion exclusion, long boundaryMs) {
        advance(boundaryMs);
        for (SloMask mask : masks) {
            if (mask.add(exclusion)) {
                restsUntilMs = AWAKE;
            }
        }
    }

    /** Advances windows and masks to a boundary; no state changes by that. */
    void advance(long boundaryMs) {
        windows.advance(boundaryMs);
        for (SloMask mask : masks) {
            mask.advance();
        }
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
        if (slos.length == 0) {
            restsUntilMs = Long.MAX_VALUE;
            return;
        }
        advance(boundaryMs);
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
        if (summaries.isMinuteDue(boundaryMs)) {
            writeMinutes(boundaryMs, out);
        }
        if (summaries.isHourDue(boundaryMs)) {
            for (SloWatch slo : slos) {
                slo.writeStates(boundaryMs, out);
            }
        }
        restsUntilMs = moved || isDrivenByTime || !windows.isEmpty() || !sketches.isEmpty()
                ? AWAKE
                : Math.min(alertsDueMs(boundaryMs), summariesDueMs(due));
    }

    private void writeMinutes(long boundaryMs, VerdictSink out) {
        minutes.take(boundaryMs, (minuteMs, good, total) -> {
            long covered = Math.max(
                    0, Math.min(MinuteCounts.MINUTE_MS, minuteMs + MinuteCounts.MINUTE_MS - windows.countingStartMs()));
            boolean isLate = minuteMs < boundaryMs - summaries.minuteStepMs();
            for (SloWatch slo : slos) {
                out.pane(new MinutePane(slo.slo(), slo.group(), minuteMs, boundaryMs, good, total, covered, isLate));
            }
        });
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
        if (!summarised || !minutes.isEmpty()) {
            return AWAKE;
        }
        // An empty series still grows into its windows: its coverage, and which exclusions lie in them, are all that
        // time changes in a summary.
        long until = windows.nextCoveredPercentMs(summaries.stepMs());
        for (SloWatch slo : slos) {
            until = Math.min(until, slo.listsSameUntilMs());
        }
        boolean tellsStates = Arrays.stream(slos).anyMatch(SloWatch::hasStateToTell);
        return tellsStates ? Math.min(until, summaries.nextHourMs(windows.boundaryMs())) : until;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How the windows of one SLO of one group went, boundary by boundary, and what was counted minute by minute. */
public final class Timeline {
    private final List<String> windows = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final NavigableMap<Long, Minute> minutes = new TreeMap<>();

    /**
     * Every window at one boundary. Where none follows for a while, nothing has changed.
     *
     * @param atMs boundary, epoch milliseconds
     * @param badRatios bad share of each window, NaN without events
     * @param coverages share of each window that was counted
     */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    public record Sample(long atMs, double[] badRatios, double[] coverages) {}

    /**
     * What was counted in a minute of event time, late events included.
     *
     * @param coverage share of the minute in which it was counted
     */
    public record Minute(long good, long total, double coverage) {
        private static final double MINUTE_MS = 60_000;

        private Minute plus(MinutePane pane) {
            return new Minute(
                    good + pane.good(), total + pane.total(), Math.max(coverage, pane.coveredMs() / MINUTE_MS));
        }
    }

    /** Takes in how the SLO stands; in order of boundary. */
    void take(SloStatus status) {
        List<Verdict.Reading> readings = status.windows();
        double[] ratios = new double[readings.size()];
        double[] coverages = new double[readings.size()];
        windows.clear();
        for (int i = 0; i < ratios.length; i++) {
            Verdict.Reading reading = readings.get(i);
            windows.add(reading.window().name());
            ratios[i] = reading.total() == 0 ? Double.NaN : (double) reading.bad() / reading.total();
            coverages[i] = reading.coverage();
        }
        if (!samples.isEmpty() && samples.get(0).badRatios().length != ratios.length) {
            samples.clear(); // the definition has changed, and lines that meant other windows would mislead
        }
        samples.add(new Sample(status.atMs(), ratios, coverages));
    }

    /** Takes in counts of a minute. */
    void take(MinutePane pane) {
        minutes.merge(pane.minuteMs(), new Minute(0, 0, 0).plus(pane), (known, added) -> known.plus(pane));
    }

    /** Names of the windows, shortest first. */
    public List<String> windows() {
        return List.copyOf(windows);
    }

    /** In order of boundary. */
    public List<Sample> samples() {
        return samples;
    }

    /** By the start of the minute, epoch milliseconds. */
    public NavigableMap<Long, Minute> minutes() {
        return minutes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.judge.GoalCounts;
import io.slostream.alerting.judge.WindowCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each window of an SLO said at past boundaries, summed up anew from minutes. Sums are whole numbers; only ratio and
 * burn rate are divided, once. Exclusions are not taken out: the minutes hold what was counted.
 */
public final class WindowHistory {
    /** No longer window is summed up: each of its minutes is read back. */
    public static final long LONGEST_MS = 3L * 24 * 3_600_000;

    /** Less of a window and it says nothing, as alerts have it unless told otherwise: nine tenths. */
    private static final long COVERED_PARTS = 9;

    private static final long PARTS = 10;

    private final SloDefinition slo;
    private final MinuteLog log;
    private final Edges edges;
    private final long knownToMs;
    private final Map<MinuteLog.Line, Sums> sums = new HashMap<>();

    /** Where windows begin. */
    @FunctionalInterface
    public interface Edges {
        /** Old edge of a window that ends at a boundary, epoch milliseconds. */
        long oldEdgeMs(Window window, long boundaryMs);
    }

    /**
     * A step: what happened in it.
     *
     * @param atMs its end
     * @param counts good and total; empty when there is no record
     * @param coverage share of it in which the series was being counted
     */
    public record Step(long atMs, Optional<Counts> counts, double coverage) {}

    /**
     * Events.
     *
     * @param good of two counters that are reported apart it may exceed the total or be negative
     */
    public record Counts(long good, long total) {}

    /**
     * A window at a boundary.
     *
     * @param ratio share of good events
     * @param burn burn rate, empty where there is no budget of events
     */
    public record Reading(double ratio, Optional<Double> burn) {}

    /**
     * The history of an SLO of a group.
     *
     * @param knownToMs up to which boundary the log is complete
     */
    public WindowHistory(SloDefinition slo, MinuteLog log, Edges edges, long knownToMs) {
        this.slo = slo;
        this.log = log;
        this.edges = edges;
        this.knownToMs = knownToMs;
    }

    /** Whether minutes can give this window. */
    public static boolean isGiven(Window window) {
        return window instanceof Window.Rolling rolling
                && rolling.lengthMs() % MinuteLog.MINUTE_MS == 0
                && rolling.lengthMs() <= LONGEST_MS;
    }

    /** The length of steps that makes at most so many of a stretch, a multiple of a minute. */
    public static long stepMs(long fromMs, long toMs, int most) {
        long minutes = Math.max(1, ceilDiv(toMs - fromMs, MinuteLog.MINUTE_MS));
        return Math.max(1, ceilDiv(minutes, most)) * MinuteLog.MINUTE_MS;
    }

    private static long ceilDiv(long value, long by) {
        return -Math.floorDiv(-value, by);
    }

    /** The steps that lie in a stretch as a whole, oldest first; they end at multiples of their length. */
    public List<Step> steps(long fromMs, long toMs, long stepMs) {
        List<Step> steps = new ArrayList<>();
        for (long at = ceilDiv(fromMs, stepMs) * stepMs + stepMs; at <= toMs; at += stepMs) {
            steps.add(step(at, stepMs));
        }
        return steps;
    }

    private Step step(long atMs, long stepMs) {
        long good = 0;
        long total = 0;
        long coveredMs = 0;
        boolean known = false;
        for (long minute = atMs - stepMs; minute < atMs && minute < knownToMs; minute += MinuteLog.MINUTE_MS) {
            Optional<MinuteLog.Line> line = log.lineAt(minute);
            if (line.isEmpty()) {
                continue;
            }
            MinuteLog.Minute counted = line.get().minutes().get(minute);
            if (counted != null) {
                known = true;
                good += counted.good();
                total += counted.total();
            }
            coveredMs += line.get().coveredMs(minute);
        }
        return new Step(
                atMs,
                known ? Optional.of(new Counts(good, total)) : Optional.empty(),
                new Ratio(coveredMs, stepMs).toDouble());
    }

    /**
     * A window that ends at a boundary; empty when it has no events, is not known or not covered.
     *
     * @param window one that is {@linkplain #isGiven given}
     * @param boundaryMs a multiple of a minute
     */
    public Optional<Reading> reading(Window window, long boundaryMs) {
        Optional<MinuteLog.Line> line =
                boundaryMs > knownToMs ? Optional.empty() : log.lineAt(boundaryMs - MinuteLog.MINUTE_MS);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        long edge = edges.oldEdgeMs(window, boundaryMs);
        Sums.Of summed = sums.computeIfAbsent(line.get(), Sums::new).of(edge, boundaryMs);
        if (summed.coveredMs() * PARTS < (boundaryMs - edge) * COVERED_PARTS) {
            return Optional.empty();
        }
        WindowCounts counts = GoalCounts.of(slo.goal(), slo.indicator().measure(), summed);
        long total = counts.total(0);
        if (total <= 0) {
            return Optional.empty();
        }
        long good = counts.good(0);
        return Optional.of(new Reading(
                new Ratio(good, total).toDouble(),
                slo.errorBudget().map(budget -> budget.burnRate(total - good, total))));
    }
}

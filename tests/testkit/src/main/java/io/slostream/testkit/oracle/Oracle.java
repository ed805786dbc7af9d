// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit.oracle;

import io.slostream.testkit.Sli;
import io.slostream.testkit.Telemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The one-line definition of the engine, by brute force: the verdict at boundary T is a function of the definitions and
 * of the events with event time before T, and the exclusions, that arrived before T + grace. It keeps all events and counts every window
 * anew at every boundary; nothing is shared with the engine, not even its arithmetic.
 *
 * @param paneMs distance between boundaries
 * @param graceMs how long after a boundary events may arrive
 * @param intervalMs distance between verdicts, a multiple of the pane
 * @param countingStartMs from when events are counted; the first verdict comes after it
 * @param declared specialists that have verdicts from the start, all others being one; empty: each has its own from its
 *     first event on
 */
public record Oracle(long paneMs, long graceMs, long intervalMs, long countingStartMs, Set<String> declared) {
    private static final long MINUTE = 60_000;
    private static final long FUTURE_LIMIT_MS = 60_000;
    private static final String OTHER = "__other__";

    public Oracle {
        declared = Set.copyOf(declared);
    }

    /** An oracle that discovers specialists. */
    public Oracle(long paneMs, long graceMs, long intervalMs, long countingStartMs) {
        this(paneMs, graceMs, intervalMs, countingStartMs, Set.of());
    }

    /** All transitions at boundaries up to {@code endMs}, by alert key. */
    public Map<String, List<OracleTransition>> judge(List<OracleSlo> slos, List<OracleEvent> events, long endMs) {
        return judge(slos, events, List.of(), endMs);
    }

    /** Likewise, under exclusions. */
    public Map<String, List<OracleTransition>> judge(
            List<OracleSlo> slos, List<OracleEvent> events, List<OracleExclusion> exclusions, long endMs) {
        Map<String, List<OracleTransition>> result = new TreeMap<>();
        for (OracleSlo slo : slos) {
            TreeSet<Long> windows = windows(slos, slo.sli());
            for (Map.Entry<String, History> entry :
                    histories(slo.sli(), events, windows.last()).entrySet()) {
                // A discovered specialist has no verdicts before the first boundary that sees an event of it.
                long first = declared.contains(entry.getKey())
                        ? countingStartMs + 1
                        : Math.max(countingStartMs + 1, entry.getValue().firstVisibleMs());
                List<OracleExclusion> ours = exclusions.stream()
                        .filter(exclusion -> exclusion.concerns(slo.name(), entry.getKey()))
                        .toList();
                for (OracleAlert alert : slo.alerts()) {
                    String key = slo.name() + "/" + alert.name() + "/" + entry.getKey();
                    List<OracleTransition> transitions =
                            judge(key, slo, alert, entry.getValue(), windows, ours, first, endMs);
                    if (!transitions.isEmpty()) {
                        result.put(key, transitions);
                    }
                }
            }
        }
        return result;
    }

    /**
     * Which class each event falls in, by SLIs: counted if some objective counts it, else late if some wanted it, else
     * excluded; dead-lettered if its time lies over a minute after its arrival.
     */
    public Map<String, Long> classes(List<OracleSlo> slos, List<OracleEvent> events) {
        Map<String, Long> classes = new TreeMap<>();
        for (OracleEvent event : events) {
            boolean wanted = false;
            boolean counted = false;
            for (OracleSlo slo : slos) {
                if (event.event().outcomes().containsKey(slo.sli())) {
                    wanted = true;
                    counted |= !isLate(event, longestWindow(slos, slo.sli()));
                }
            }
            String name = isFuture(event) ? "dead_lettered" : counted ? "counted" : wanted ? "late" : "excluded";
            classes.merge(name, 1L, Long::sum);
        }
        return classes;
    }

    /** Good and total of all events that an SLI counts, by specialist: a plain sum, late and future ones left out. */
    public Map<String, List<Long>> counts(List<OracleSlo> slos, Sli sli, List<OracleEvent> events) {
        long longest = longestWindow(slos, sli);
        Map<String, List<Long>> counts = new TreeMap<>();
        for (OracleEvent event : events) {
            Telemetry.Outcome outcome = event.event().outcomes().get(sli);
            if (outcome != null && !isFuture(event) && !isLate(event, longest)) {
                counts.merge(
                        group(event),
                        List.of(outcome.good(), outcome.total()),
                        (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)));
            }
        }
        return counts;
    }

    private List<OracleTransition> judge(
            String key,
            OracleSlo slo,
            OracleAlert alert,
            History history,
            Set<Long> seriesWindows,
            List<OracleExclusion> exclusions,
            long first,
            long endMs) {
        OracleMachine machine = new OracleMachine(key, slo, alert, intervalMs);
        List<OracleTransition> transitions = new ArrayList<>();
        TreeSet<Long> windows = new TreeSet<>();
        alert.tiers().forEach(tier -> windows.addAll(tier.windowsMs()));
        Map<Long, long[]> counts = new LinkedHashMap<>();
        long[] masks = masks(history, seriesWindows, exclusions);
        for (long t = ceiling(first, intervalMs); t <= endMs; t += intervalMs) {
            for (long window : windows) {
                counts.put(window, history.count(t, oldEdge(t, window), countingStartMs, masks));
            }
            machine.evaluate(t, counts).ifPresent(transitions::add);
        }
        return transitions;
    }

    /** The longest window of all SLOs that share the SLI: beyond it an event is late. */
    private static long longestWindow(List<OracleSlo> slos, Sli sli) {
        return windows(slos, sli).last();
    }

    /** The windows of all SLOs that share the SLI, periods included. */
    private static TreeSet<Long> windows(List<OracleSlo> slos, Sli sli) {
        TreeSet<Long> windows = new TreeSet<>();
        for (OracleSlo slo : slos) {
            if (slo.sli() == sli) {
                windows.add(slo.periodMs());
                slo.alerts().forEach(alert -> alert.tiers().forEach(tier -> windows.addAll(tier.windowsMs())));
            }
        }
        return windows;
    }

    private Map<String, History> histories(Sli sli, List<OracleEvent> events, long longest) {
        Map<String, List<long[]>> rows = new TreeMap<>();
        declared.forEach(specialist -> rows.put(specialist, new ArrayList<>()));
        for (OracleEvent event : events) {
            Telemetry.Outcome outcome = event.event().outcomes().get(sli);
            if (outcome != null && !isFuture(event) && !isLate(event, longest)) {
                rows.computeIfAbsent(group(event), absent -> new ArrayList<>()).add(new long[] {
                    pane(event), visible(event), outcome.good(), outcome.total(), resolutionOf(event)
                });
            }
        }
        Map<String, History> histories = new TreeMap<>();
        rows.forEach((specialist, list) -> histories.put(specialist, new History(list)));
        return histories;
    }

    private String group(OracleEvent event) {
        String specialist = event.event().specialist();
        return declared.isEmpty() || declared.contains(specialist) ? specialist : OTHER;
    }

    private long pane(OracleEvent event) {
        return Math.floorDiv(event.event().eventTimeMs(), paneMs) * paneMs;
    }

    /** The first boundary T after the event's pane with arrival before T + grace. */
    private long visible(OracleEvent event) {
        return Math.max(pane(event) + paneMs, firstOpen(event.arrivalMs()));
    }

    private boolean isLate(OracleEvent event, long longestWindow) {
        return pane(event) < oldEdge(visible(event), longestWindow);
    }

    private static boolean isFuture(OracleEvent event) {
        return event.event().eventTimeMs() > event.arrivalMs() + FUTURE_LIMIT_MS;
    }

    /** Windows are cut at the pane of their resolution, towards the past: never shorter than they say. */
    long oldEdge(long boundary, long window) {
        return Math.floorDiv(boundary - window, resolution(window)) * resolution(window);
    }

    private long resolution(long window) {
        return window <= 5 * MINUTE
                ? paneMs
                : window <= 30 * MINUTE
                        ? 5_000
                        : window <= 360 * MINUTE ? MINUTE : window <= 72 * 60 * MINUTE ? 10 * MINUTE : 60 * MINUTE;
    }

    /**
     * For each row of a history the first boundary from which exclusions hide it.
     *
     * @param windows all windows in which the rows are counted
     */
    private long[] masks(History history, Set<Long> windows, List<OracleExclusion> exclusions) {
        long[] masks = new long[history.pane().length];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = Long.MAX_VALUE;
            for (OracleExclusion exclusion : exclusions) {
                long known = ceiling(firstOpen(exclusion.arrivalMs()), intervalMs);
                long counted = ceiling(history.visible()[i], intervalMs);
                long resolution = history.resolution()[i];
                boolean masked = known <= counted
                        ? exclusion.touches(Math.floorDiv(history.pane()[i], resolution) * resolution, resolution)
                        : touchesHeld(exclusion, history.pane()[i], resolution, known, windows);
                masks[i] = masked ? Math.min(masks[i], known) : masks[i];
            }
        }
        return masks;
    }

    /** An exclusion that comes after the counts meets them in the finest panes that some window still keeps of them. */
    private boolean touchesHeld(
            OracleExclusion exclusion, long pane, long countedAs, long boundary, Set<Long> windows) {
        long finerFrom = boundary;
        for (long resolution :
                new TreeSet<>(windows.stream().map(this::resolution).toList())) {
            long edge = windows.stream()
                    .filter(window -> resolution(window) == resolution)
                    .mapToLong(window -> oldEdge(boundary, window))
                    .min()
                    .orElseThrow();
            long counted = Math.floorDiv(pane, countedAs) * countedAs;
            if (resolution >= countedAs && counted >= edge) {
                long start = Math.floorDiv(counted, resolution) * resolution;
                return exclusion.touches(start, Math.min(start + resolution, finerFrom) - start);
            }
            finerFrom = edge;
        }
        return false;
    }

    private long firstOpen(long arrivalMs) {
        return Math.floorDiv(arrivalMs - graceMs, paneMs) * paneMs + paneMs;
    }

    /** How finely an event is counted: one that comes late by the finest panes that still reach back to it. */
    private long resolutionOf(OracleEvent event) {
        if (visible(event) == pane(event) + paneMs) {
            return paneMs;
        }
        for (long span : new long[] {5 * MINUTE, 30 * MINUTE, 360 * MINUTE, 72 * 60 * MINUTE}) {
            if (pane(event) >= oldEdge(visible(event), span)) {
                return resolution(span);
            }
        }
        return 60 * MINUTE;
    }

    private static long ceiling(long value, long step) {
        return Math.floorDiv(value + step - 1, step) * step;
    }

    /** All events of one series. */
    private record History(long[] pane, long[] visible, long[] good, long[] total, long[] resolution) {

        History(List<long[]> rows) {
            this(column(rows, 0), column(rows, 1), column(rows, 2), column(rows, 3), column(rows, 4));
        }

        private static long[] column(List<long[]> rows, int column) {
            return rows.stream().mapToLong(row -> row[column]).toArray();
        }

        /** The first boundary at which something of the series stands in its longest window. */
        long firstVisibleMs() {
            long first = Long.MAX_VALUE;
            for (long boundary : visible) {
                first = Math.min(first, boundary);
            }
            return first;
        }

        /** Good, total, and the covered and whole length of the window in milliseconds. */
        long[] count(long boundary, long oldEdge, long countingStart, long[] masks) {
            long goodSum = 0;
            long totalSum = 0;
            for (int i = 0; i < pane.length; i++) {
                if (visible[i] <= boundary && pane[i] >= oldEdge && masks[i] > boundary) {
                    goodSum += good[i];
                    totalSum += total[i];
                }
            }
            long covered = Math.max(0, boundary - Math.max(oldEdge, countingStart));
            return new long[] {goodSum, totalSum, covered, boundary - oldEdge};
        }
    }
}

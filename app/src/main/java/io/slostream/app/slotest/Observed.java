// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.SloStatus.AlertStatus;
import io.slostream.topology.judge.SummaryKey;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the stages said in one test: every transition, and how each SLO stood at those times that the test asks about.
 * All times are epoch milliseconds.
 */
final class Observed implements VerdictSink {
    private final TimeGrid grid;
    private final long endMs;
    private final NavigableSet<Long> asked = new TreeSet<>();
    private final Map<AlertKey, List<Verdict>> transitions = new TreeMap<>();
    /** The last summary at or before each time that is asked about, if it differs from the one before. */
    private final Map<SummaryKey, TreeMap<Long, SloStatus>> statuses = new TreeMap<>();

    private Accounting accounting = Accounting.NONE;

    /**
     * Nothing yet.
     *
     * @param askedMs the times that will be asked about
     * @param endMs what comes later is no part of the test
     */
    Observed(TimeGrid grid, Collection<Long> askedMs, long endMs) {
        this.grid = grid;
        this.endMs = endMs;
        askedMs.forEach(time -> asked.add(grid.evaluationFloor(time)));
    }

    @Override
    public void verdict(Verdict verdict) {
        if (verdict.transition().atMs() <= endMs) {
            transitions
                    .computeIfAbsent(verdict.key(), absent -> new ArrayList<>())
                    .add(verdict);
        }
    }

    /** An SLO is summarised when it stands otherwise than before; so the last summary holds until the next. */
    @Override
    public void summary(SloStatus status) {
        TreeMap<Long, SloStatus> ofGroup =
                statuses.computeIfAbsent(new SummaryKey(status.slo(), status.group()), absent -> new TreeMap<>());
        Long time = asked.ceiling(status.atMs());
        if (time != null) {
            ofGroup.put(time, status);
        }
    }

    void account(Accounting all) {
        accounting = all;
    }

    /** Where the events went. */
    Accounting accounting() {
        return accounting;
    }

    /** Transitions of an alert in order of time. */
    List<Verdict> transitions(AlertKey alert) {
        return transitions.getOrDefault(alert, List.of());
    }

    /** The alerts that changed, in order. */
    List<AlertKey> alertsWithTransitions() {
        return List.copyOf(transitions.keySet());
    }

    /** How an SLO of a group stood at the last evaluation at or before a time; empty before it was first judged. */
    Optional<SloStatus> status(SummaryKey key, long timeMs) {
        TreeMap<Long, SloStatus> ofGroup = statuses.get(key);
        return Optional.ofNullable(ofGroup)
                .map(found -> found.floorEntry(grid.evaluationFloor(timeMs)))
                .map(Map.Entry::getValue);
    }

    /** Where an alert stood then; empty before it was first judged. */
    Optional<AlertStatus> alert(AlertKey alert, long timeMs) {
        return status(new SummaryKey(alert.slo(), alert.group()), timeMs)
                .flatMap(status -> status.alerts().stream()
                        .filter(candidate -> candidate.alert().equals(alert.alert()))
                        .findFirst());
    }

    /** All alerts of all SLOs and groups that have been judged, in order. */
    List<AlertKey> alerts() {
        List<AlertKey> keys = new ArrayList<>();
        statuses.forEach((key, byTime) -> byTime.values().stream()
                .flatMap(status -> status.alerts().stream())
                .map(AlertStatus::alert)
                .distinct()
                .forEach(alert -> keys.add(new AlertKey(key.slo(), alert, key.group()))));
        return keys;
    }

    /** The groups in which an SLO was judged. */
    SortedSet<String> groups(String slo) {
        SortedSet<String> groups = new TreeSet<>();
        statuses.keySet().stream().filter(key -> key.slo().equals(slo)).forEach(key -> groups.add(key.group()));
        return groups;
    }
}

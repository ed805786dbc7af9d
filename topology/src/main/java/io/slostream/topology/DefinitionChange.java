// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a version changes against the one before, for people and for the time that old and new are counted side by side.
 *
 * @param slos every SLO of either version, in name order
 * @param groupsAdded specialists and resource classes that are served from now on, in order
 * @param groupsRemoved those that no longer are: their alerts resolve, what they send is counted with all others
 */
public record DefinitionChange(List<SloChange> slos, List<String> groupsAdded, List<String> groupsRemoved) {
    /** How much longer than it takes what a version dropped is counted, for partitions that adopt it late. */
    private static final long OUTGOING_MARGIN_MS = 3_600_000;

    public DefinitionChange {
        slos = List.copyOf(slos);
        groupsAdded = List.copyOf(groupsAdded);
        groupsRemoved = List.copyOf(groupsRemoved);
    }

    /** What happens to an SLO. */
    public enum Fate {
        SAME,
        CHANGED,
        ADDED,
        REMOVED
    }

    /**
     * One SLO.
     *
     * @param passing names of the alerts that pass over with their state
     * @param added names of the alerts that are new
     * @param removed names of the alerts that resolve if they fire
     * @param isRecounted whether something else is counted: the old series judges until the new one is covered
     * @param coveredAfterMs how long that takes, milliseconds; 0 when nothing else is counted
     */
    public record SloChange(
            String name,
            Fate fate,
            List<String> passing,
            List<String> added,
            List<String> removed,
            boolean isRecounted,
            long coveredAfterMs) {
        public SloChange {
            passing = List.copyOf(passing);
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /** The change from one version to a later one. */
    public static DefinitionChange between(VersionedDefinition old, VersionedDefinition next) {
        TreeSet<String> names = new TreeSet<>();
        old.definition().slos().slos().forEach(slo -> names.add(slo.name()));
        next.definition().slos().slos().forEach(slo -> names.add(slo.name()));
        List<SloChange> slos = new ArrayList<>();
        for (String name : names) {
            slos.add(change(name, old, next));
        }
        TreeSet<String> were = groups(old.definition());
        TreeSet<String> are = groups(next.definition());
        return new DefinitionChange(
                slos,
                are.stream().filter(group -> !were.contains(group)).toList(),
                were.stream().filter(group -> !are.contains(group)).toList());
    }

    private static TreeSet<String> groups(EngineDefinition definition) {
        TreeSet<String> groups = new TreeSet<>();
        definition.specialists().ifPresent(groups::addAll);
        definition.resourceClasses().ifPresent(groups::addAll);
        return groups;
    }

    private static SloChange change(String name, VersionedDefinition old, VersionedDefinition next) {
        Optional<SloDefinition> before = old.slo(name);
        Optional<SloDefinition> after = next.slo(name);
        List<String> was = before.map(DefinitionChange::alertsOf).orElse(List.of());
        List<String> is = after.map(DefinitionChange::alertsOf).orElse(List.of());
        boolean recounted =
                before.isPresent() && after.isPresent() && old.sliOf(before.get()) != next.sliOf(after.get());
        Fate fate;
        if (before.isEmpty() || after.isEmpty()) {
            fate = before.isEmpty() ? Fate.ADDED : Fate.REMOVED;
        } else {
            fate = before.equals(after) ? Fate.SAME : Fate.CHANGED;
        }
        return new SloChange(
                name,
                fate,
                was.stream().filter(is::contains).toList(),
                is.stream().filter(alert -> !was.contains(alert)).toList(),
                was.stream().filter(alert -> !is.contains(alert)).toList(),
                recounted,
                recounted ? coveredAfterMs(after.get(), next.definition().grid()) : 0);
    }

    private static List<String> alertsOf(SloDefinition slo) {
        return slo.alerts().stream().map(AlertDefinition::name).toList();
    }

    /** How long a new series must be counted until every alert of an SLO has the coverage that it asks for. */
    static long coveredAfterMs(SloDefinition slo, TimeGrid grid) {
        long longest = 0;
        for (AlertDefinition alert : slo.alerts()) {
            for (Tier tier : alert.tiers()) {
                for (Tier.Bound bound : tier.bounds()) {
                    longest = Math.max(longest, coveredAfterMs(bound.window(), alert.minimumCoverage(), grid));
                }
            }
        }
        return longest;
    }

    private static long coveredAfterMs(Window window, Ratio share, TimeGrid grid) {
        long length = window instanceof Window.CalendarMonth
                ? Window.CalendarMonth.LONGEST_MS
                : window.nominalMs()
                        + grid.levels().get(grid.levelOf(window.nominalMs())).paneMs();
        // Rounded up, and in whole evaluations.
        long covered = BigInteger.valueOf(length)
                .multiply(BigInteger.valueOf(share.numerator()))
                .divide(BigInteger.valueOf(share.denominator()))
                .longValueExact();
        return grid.evaluationCeiling(covered + 1);
    }

    /** How long what the old version counts must be counted beside the new one; 0 when nothing else is counted. */
    public long overlapMs() {
        return slos.stream().mapToLong(SloChange::coveredAfterMs).max().orElse(0);
    }

    /** Until which boundary what a version dropped is counted by a partition that counts the next one whole since then. */
    public static long outgoingUntilMs(long sinceMs, long overlapMs) {
        return sinceMs + overlapMs + OUTGOING_MARGIN_MS;
    }

    /** Whether the two versions say the same. */
    public boolean isNone() {
        return groupsAdded.isEmpty()
                && groupsRemoved.isEmpty()
                && slos.stream().allMatch(slo -> slo.fate() == Fate.SAME);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.definition.Window.CalendarMonth;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.ingest.SliClassifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a source partition counts: the SLIs of its version, and those of older versions that must still be counted beside
 * them, compiled.
 *
 * <p>SLIs have positions in the blocks of open counts. Positions are never given anew: a later version only adds some at
 * the end, so that blocks which were opened under one version are closed under the next.
 */
final class CountingPlan {
    private final TimeGrid grid;
    /** SLI numbers of this source's kinds, of all versions so far, ascending. */
    private final int[] slis;

    private final GroupBy[] groupBys;
    private final List<Set<Window>> windows = new ArrayList<>();
    /** The calendar months of all that is counted. */
    private final Set<CalendarMonth> months = new LinkedHashSet<>();
    /** Null where the SLI is not counted any more. */
    private final SliClassifier[] classifiers;
    /** Positions of what is counted, by kind. */
    private final Map<TelemetryKind, int[]> positionsOf = new EnumMap<>(TelemetryKind.class);

    /**
     * Compiles a plan.
     *
     * @param outgoing older versions whose SLIs must still be counted
     */
    CountingPlan(VersionedDefinition current, List<VersionedDefinition> outgoing, Set<TelemetryKind> kinds) {
        grid = current.definition().grid();
        slis = IntStream.range(0, current.slis().size())
                .filter(sli -> kinds.contains(current.indicator(sli).of()))
                .toArray();
        groupBys = new GroupBy[slis.length];
        classifiers = new SliClassifier[slis.length];
        List<VersionedDefinition> versions = new ArrayList<>(outgoing);
        versions.add(current);
        for (int i = 0; i < slis.length; i++) {
            Set<Window> ofSli = new TreeSet<>();
            for (VersionedDefinition version : versions) {
                ofSli.addAll(version.windowsOf(slis[i]));
            }
            windows.add(ofSli);
            ofSli.stream()
                    .filter(CalendarMonth.class::isInstance)
                    .map(CalendarMonth.class::cast)
                    .forEach(months::add);
            groupBys[i] = current.indicator(slis[i]).groupBy();
            classifiers[i] = ofSli.isEmpty() ? null : new SliClassifier(current.indicator(slis[i]));
        }
        for (TelemetryKind kind : kinds) {
            positionsOf.put(
                    kind,
                    IntStream.range(0, slis.length)
                            .filter(i -> classifiers[i] != null
                                    && current.indicator(slis[i]).of() == kind)
                            .toArray());
        }
    }

    /** Positions of the SLIs that read a kind. */
    int[] positionsOf(TelemetryKind kind) {
        return positionsOf.get(kind);
    }

    /** How many positions there are. */
    int size() {
        return slis.length;
    }

    /** Number of the SLI at a position. */
    int sli(int position) {
        return slis[position];
    }

    GroupBy groupBy(int position) {
        return groupBys[position];
    }

    SliClassifier classifier(int position) {
        return classifiers[position];
    }

    /**
     * Number of the level that keys what is counted late: the finest that still holds the pane, or a finer one where that
     * pane would begin before a month which the event is part of, since such a month would not take it.
     */
    int lateLevel(long paneStartMs, long boundaryMs) {
        int level = grid.finestLevelHolding(paneStartMs, boundaryMs);
        if (level > 0) {
            for (CalendarMonth month : months) {
                long monthStart = month.startMs(boundaryMs);
                while (level > 0
                        && paneStartMs >= monthStart
                        && grid.levels().get(level).paneStart(paneStartMs) < monthStart) {
                    level--;
                }
            }
        }
        return level;
    }

    /** Whether no window of an SLI holds a pane any more. */
    boolean isTooLate(int position, long paneStartMs, long boundaryMs) {
        for (Window window : windows.get(position)) {
            if (paneStartMs >= grid.oldEdge(window, boundaryMs)) {
                return false;
            }
        }
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.window.MinuteCounts;
import io.slostream.topology.window.SketchRing;
import io.slostream.topology.window.WindowChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the series, alerts and summaries of one kind from one version to the next, in their state alone: afterwards
 * every judge is to be made anew over it, as after a restart, so that neither leaves a trace.
 */
final class VersionSwitch {
    private final KindVersions versions;
    private final Map<Series, SeriesJudge> judges;
    private final VerdictState state;
    private final TimeGrid grid;
    private final MaskSwitch masks;
    private final long boundaryMs;
    private final VerdictSink out;
    private final Map<Series, List<Window>> before = new HashMap<>();

    /**
     * A switch at a boundary.
     *
     * @param judges the judges of the kind, as they stand at the boundary before
     * @param visible the exclusions that these judges know
     * @param boundaryMs the first boundary that is judged differently
     */
    VersionSwitch(
            KindVersions versions,
            Map<Series, SeriesJudge> judges,
            List<Exclusion> visible,
            VerdictState state,
            TimeGrid grid,
            long boundaryMs,
            VerdictSink out) {
        this.versions = versions;
        this.judges = judges;
        this.state = state;
        this.grid = grid;
        this.masks = new MaskSwitch(versions, judges, visible, state, grid);
        this.boundaryMs = boundaryMs;
        this.out = out;
        judges.forEach((series, judge) -> before.put(series, judge.windows().windows()));
    }

    /** Goes over to another version of the kind. */
    void to(VersionedDefinition next) {
        Map<String, SloDefinition> named = versions.namesOf(next);
        endGroups(next);
        for (String slo : versions.slos()) {
            SloDefinition was = versions.judged(slo);
            SloDefinition is = named.get(slo);
            if (is == null || is.indicator().groupBy() != was.indicator().groupBy()) {
                watches(slo).forEach(watch -> watch.end(boundaryMs, out));
                versions.drop(slo);
            }
        }
        versions.moveTo(next);
        named.forEach((slo, is) -> {
            boolean isNew = !versions.slos().contains(slo);
            // Without an alert, before or after, there is nothing that the old series would have to go on judging.
            if (isNew
                    || !versions.isOutgoing(slo)
                    || versions.judged(slo).alerts().isEmpty()
                    || is.alerts().isEmpty()) {
                if (!isNew) {
                    watches(slo).forEach(watch -> watch.passTo(is, boundaryMs, out));
                }
                versions.move(slo);
                out.inForce(slo, next.version());
            }
        });
    }

    /** Judges an SLO on its new series from now on. */
    void passOver(String slo) {
        SloDefinition is = versions.current().slo(slo).orElseThrow();
        int sli = versions.current().sliOf(is);
        for (SloWatch watch : watches(slo)) {
            watch.passTo(is, boundaryMs, out);
            Series series = new Series(sli, watch.group());
            if (state.series().get(series) == null) {
                state.series().put(series, boundaryMs);
            }
        }
        versions.move(slo);
        out.inForce(slo, versions.current().version());
    }

    private List<SloWatch> watches(String slo) {
        List<SloWatch> found = new ArrayList<>();
        judges.values()
                .forEach(judge -> judge.slos().stream()
                        .filter(watch -> watch.slo().equals(slo))
                        .forEach(found::add));
        return found;
    }

    /** What has ended is no judge any more, so that nothing ends twice or passes on. */
    private void endGroups(VersionedDefinition next) {
        judges.entrySet().removeIf(entry -> {
            Series series = entry.getKey();
            boolean ends = !versions.isServed(series, next);
            if (ends) {
                entry.getValue().slos().forEach(watch -> watch.end(boundaryMs, out));
                forget(series, before.get(series));
            }
            return ends;
        });
    }

    /**
     * Brings the windows of every series to what the versions ask for, and forgets those that nobody asks for; likewise
     * what exclusions mask.
     */
    void settle(long standingAtMs) {
        before.forEach((series, old) -> {
            if (state.series().get(series) == null) {
                return;
            }
            List<Window> wanted = versions.windowsOf(series.sli());
            if (wanted.isEmpty()) {
                forget(series, old);
            } else if (!wanted.equals(old)) {
                ofSeries(series).apply(old, wanted, standingAtMs);
            }
        });
        masks.settle(standingAtMs);
    }

    private WindowChange ofSeries(Series series) {
        return WindowChange.ofSeries(series, grid, state.rings());
    }

    private void forget(Series series, List<Window> old) {
        ofSeries(series).forget(old);
        state.series().delete(series);
        state.evidence().delete(series);
        MinuteCounts.forget(series, state.minutes());
        SketchRing.forget(series, state.sketchRings());
    }
}

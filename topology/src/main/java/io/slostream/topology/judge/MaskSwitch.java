// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.window.SeriesWindows;
import io.slostream.topology.window.SloMask;
import io.slostream.topology.window.WindowChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Carries what exclusions mask from one version to the next, in state alone, once the windows of the series are settled.
 * An SLO that stays on its series keeps what is masked, exactly; one that begins on a series which has counts, or goes
 * over to another, masks them as exclusions of the past do: as finely as that time is still held.
 */
final class MaskSwitch {
    private final KindVersions versions;
    private final List<Exclusion> visible;
    private final VerdictState state;
    private final TimeGrid grid;
    private final Map<SummaryKey, Held> before = new TreeMap<>();

    /** On which series an SLO of a group was judged, and the windows of that. */
    private record Held(Series series, List<Window> windows) {}

    /**
     * A switch of masks as they stand.
     *
     * @param judges the judges of the kind before the switch
     * @param visible the exclusions that they know, in order
     */
    MaskSwitch(
            KindVersions versions,
            Map<Series, SeriesJudge> judges,
            List<Exclusion> visible,
            VerdictState state,
            TimeGrid grid) {
        this.versions = versions;
        this.visible = visible;
        this.state = state;
        this.grid = grid;
        judges.forEach((series, judge) -> judge.slos()
                .forEach(watch -> before.put(
                        new SummaryKey(watch.slo(), watch.group()),
                        new Held(series, judge.windows().windows()))));
    }

    /** Brings masks to what the versions ask for. */
    void settle(long standingAtMs) {
        Map<SummaryKey, Series> after = judgedSeries();
        before.forEach((key, held) -> {
            WindowChange mask = WindowChange.ofMask(
                    key.slo(), key.group(), grid, state.exclusions().masks());
            Series series = after.get(key);
            List<Window> wanted = held.series().equals(series) ? versions.windowsOf(series.sli()) : List.of();
            if (wanted.isEmpty() || !isExcluded(key)) {
                // Also where nothing is masked something may lie that was, in the places of other windows.
                if (!wanted.equals(held.windows())) {
                    mask.forget(held.windows());
                }
            } else if (!wanted.equals(held.windows())) {
                mask.applyWith(
                        WindowChange.ofSeries(series, grid, state.rings()), held.windows(), wanted, standingAtMs);
            }
        });
        after.forEach((key, series) -> {
            boolean goesOn = before.containsKey(key) && before.get(key).series().equals(series);
            if (!goesOn && isExcluded(key)) {
                maskAnew(key, series, standingAtMs);
            }
        });
    }

    private boolean isExcluded(SummaryKey key) {
        return visible.stream().anyMatch(exclusion -> exclusion.concerns(key.slo(), key.group()));
    }

    /** The series that are known, by the SLOs that are judged on them. */
    private Map<SummaryKey, Series> judgedSeries() {
        List<Series> known = new ArrayList<>();
        state.series().forEach((series, since) -> known.add(series));
        Map<SummaryKey, Series> judged = new TreeMap<>();
        for (Series series : known) {
            for (SloDefinition slo : versions.judgedOn(series.sli())) {
                judged.put(new SummaryKey(slo.name(), series.group()), series);
            }
        }
        return judged;
    }

    private void maskAnew(SummaryKey key, Series series, long standingAtMs) {
        // Coverage is the business of the judge: what is masked does not depend on when counting began.
        SeriesWindows windows = new SeriesWindows(
                series, versions.windowsOf(series.sli()), grid, state.rings(), standingAtMs, standingAtMs);
        SloMask mask = new SloMask(
                key.slo(), key.group(), windows, grid, state.exclusions().masks(), List.of());
        visible.forEach(mask::add);
    }
}

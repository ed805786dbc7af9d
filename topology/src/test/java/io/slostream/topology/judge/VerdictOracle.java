// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.T0;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.judge.AlertJudge;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.judge.WindowCounts;
import io.slostream.alerting.state.AlertMachine;
import io.slostream.alerting.state.AlertState;
import io.slostream.topology.Partial;
import io.slostream.topology.TimeGrid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Verdicts by brute force: at every boundary, every series' windows are added up from all partials visible then. */
final class VerdictOracle {
    private final VerdictScript script;
    private final TimeGrid grid;
    private final SloDefinition slo;
    private final List<Long> windows;
    private final Map<AlertKey, AlertState> states = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    VerdictOracle(VerdictScript script) {
        this.script = script;
        grid = script.definition.grid();
        slo = script.definition.slos().slos().get(0);
        windows = script.definition.windowsOf(0);
    }

    List<Verdict> verdicts() {
        Set<String> groups = new TreeSet<>(script.definition.specialists().orElse(Set.of()));
        long interval = grid.evaluationIntervalMs();
        for (long boundary = T0 + interval; boundary <= script.endMs; boundary += interval) {
            long now = boundary;
            script.partials.stream()
                    .filter(partial -> partial.boundaryMs() <= now)
                    .forEach(partial -> groups.add(partial.series().group()));
            groups.forEach(group -> judge(group, now));
        }
        return verdicts;
    }

    private void judge(String group, long boundary) {
        Sums sums = new Sums(group, boundary);
        for (AlertDefinition alert : slo.alerts()) {
            AlertKey key = new AlertKey(slo.name(), alert.name(), group);
            AlertJudge judge = new AlertJudge(alert, windows::indexOf);
            Condition[] conditions = {judge.condition(0, sums)};
            AlertState before = states.getOrDefault(key, AlertState.initial(1));
            AlertMachine.Step step =
                    AlertMachine.next(alert, before, conditions, boundary, grid.evaluationIntervalMs());
            states.put(key, step.state());
            step.transition()
                    .ifPresent(transition -> verdicts.add(new Verdict(
                            key,
                            transition,
                            AlertJudge.windowsOf(alert).stream()
                                    .map(window -> new Verdict.Reading(
                                            window,
                                            sums.good(windows.indexOf(window)),
                                            sums.total(windows.indexOf(window)),
                                            slo.errorBudget()))
                                    .toList())));
        }
    }

    private final class Sums implements WindowCounts {
        private final long boundary;
        private final long[] good = new long[windows.size()];
        private final long[] total = new long[windows.size()];

        Sums(String group, long boundary) {
            this.boundary = boundary;
            for (Partial partial : script.partials) {
                if (partial.boundaryMs() <= boundary && partial.series().group().equals(group)) {
                    IntStream.range(0, windows.size())
                            .filter(window -> partial.paneStartMs() >= edge(window))
                            .filter(window -> partial.level() <= grid.levelOf(windows.get(window)))
                            .forEach(window -> {
                                good[window] += partial.good();
                                total[window] += partial.total();
                            });
                }
            }
        }

        private long edge(int window) {
            return grid.oldEdge(windows.get(window), boundary);
        }

        @Override
        public long good(int window) {
            return good[window];
        }

        @Override
        public long total(int window) {
            return total[window];
        }

        @Override
        public long coveredMs(int window) {
            return boundary - Math.max(T0, edge(window));
        }

        @Override
        public long lengthMs(int window) {
            return boundary - edge(window);
        }
    }
}

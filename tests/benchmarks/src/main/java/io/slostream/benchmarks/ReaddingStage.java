// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.judge.AlertJudge;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.state.AlertMachine;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.VersionedDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rival of stage 2: {@link ReaddedWindows} under the engine's own judges and alert machines. It keeps no store, no
 * watermarks and nothing that waits: counts are added at once.
 */
final class ReaddingStage {
    private final EngineDefinition definition;
    private final Map<Series, Judged> judged = new HashMap<>();

    private static final class Judged {
        private final ReaddedWindows windows;
        private final List<Watched> alerts = new ArrayList<>();

        Judged(ReaddedWindows windows) {
            this.windows = windows;
        }
    }

    private static final class Watched {
        private final AlertJudge judge;
        private final Condition[] conditions;
        private AlertState state;

        Watched(AlertJudge judge) {
            int tiers = judge.alert().tiers().size();
            this.judge = judge;
            this.conditions = new Condition[tiers];
            this.state = AlertState.initial(tiers);
        }
    }

    ReaddingStage(EngineDefinition definition, List<Series> series, long boundaryMs) {
        this.definition = definition;
        series.forEach(one -> judged.put(one, judgedOf(one, boundaryMs)));
    }

    private Judged judgedOf(Series series, long boundaryMs) {
        List<Window> windows = VersionedDefinition.first(0, definition).windowsOf(series.sli());
        Judged result = new Judged(new ReaddedWindows(windows, definition.grid(), boundaryMs));
        for (SloDefinition slo : definition.slos().slos()) {
            if (definition.slos().indicatorOf(slo) == series.sli()) {
                for (AlertDefinition alert : slo.alerts()) {
                    result.alerts.add(new Watched(new AlertJudge(alert, windows::indexOf)));
                }
            }
        }
        return result;
    }

    void add(Partial partial) {
        ReaddedWindows windows = judged.get(partial.series()).windows;
        windows.advance(partial.boundaryMs());
        windows.add(partial.level(), partial.paneStartMs(), partial.good(), partial.total());
    }

    void evaluate(long boundaryMs, Consumer<AlertTransition> out) {
        long intervalMs = definition.grid().evaluationIntervalMs();
        for (Judged one : judged.values()) {
            one.windows.advance(boundaryMs);
            one.windows.readd();
            for (Watched watched : one.alerts) {
                for (int tier = 0; tier < watched.conditions.length; tier++) {
                    watched.conditions[tier] = watched.judge.condition(tier, one.windows);
                }
                AlertMachine.Step step = AlertMachine.next(
                        watched.judge.alert(), watched.state, watched.conditions, boundaryMs, intervalMs);
                watched.state = step.state();
                step.transition().ifPresent(out);
            }
        }
    }
}

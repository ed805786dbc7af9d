// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.judge.AlertJudge;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.state.AlertMachine;
import io.slostream.alerting.state.AlertState;
import io.slostream.topology.state.KeyValueState;
import io.slostream.topology.window.SeriesWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One series with its windows and the alerts of every SLO that reads it. */
final class SeriesJudge {
    private final SeriesWindows windows;
    private final List<Watched> alerts = new ArrayList<>();
    private final KeyValueState<AlertKey, AlertState> states;
    private final long intervalMs;
    private boolean resting;

    /** One alert of the series: how to judge it, and where it stands. */
    private static final class Watched {
        private final AlertKey key;
        private final SloDefinition slo;
        private final AlertJudge judge;
        private final Condition[] conditions;
        private AlertState state;

        private Watched(AlertKey key, SloDefinition slo, AlertJudge judge, AlertState state) {
            this.key = key;
            this.slo = slo;
            this.judge = judge;
            this.conditions = new Condition[judge.alert().tiers().size()];
            this.state = state;
        }
    }

    SeriesJudge(
            SeriesWindows windows,
            List<SloDefinition> slos,
            String group,
            KeyValueState<AlertKey, AlertState> states,
            long intervalMs) {
        this.windows = windows;
        this.states = states;
        this.intervalMs = intervalMs;
        for (SloDefinition slo : slos) {
            for (AlertDefinition alert : slo.alerts()) {
                AlertKey key = new AlertKey(slo.name(), alert.name(), group);
                AlertState stored = states.get(key);
                AlertState state =
                        stored == null ? AlertState.initial(alert.tiers().size()) : stored;
                alerts.add(new Watched(key, slo, new AlertJudge(alert, windows::windowNumber), state));
            }
        }
    }

    /** Adds counts; the next evaluation will look again. */
    void add(int level, long paneStartMs, long good, long total, long boundaryMs) {
        windows.advance(boundaryMs);
        windows.add(level, paneStartMs, good, total);
        resting = false;
    }

    /**
     * Whether another evaluation without new events would change nothing and say nothing: no window has an event and
     * no state moved. Evaluating a resting series is skipped, which is equal to doing it.
     */
    boolean isResting() {
        return resting;
    }

    /** Takes the verdicts of one boundary. */
    void evaluate(long boundaryMs, Consumer<Verdict> out) {
        windows.advance(boundaryMs);
        boolean moved = false;
        for (Watched watched : alerts) {
            for (int tier = 0; tier < watched.conditions.length; tier++) {
                watched.conditions[tier] = watched.judge.condition(tier, windows);
            }
            AlertMachine.Step step =
                    AlertMachine.next(watched.judge.alert(), watched.state, watched.conditions, boundaryMs, intervalMs);
            if (step.moved()) {
                watched.state = step.state();
                states.put(watched.key, watched.state);
                moved = true;
            }
            step.transition()
                    .ifPresent(transition -> out.accept(new Verdict(watched.key, transition, readings(watched))));
        }
        resting = !moved && windows.isEmpty();
    }

    private List<Verdict.Reading> readings(Watched watched) {
        List<Verdict.Reading> readings = new ArrayList<>();
        for (long windowMs : AlertJudge.windowsOf(watched.judge.alert())) {
            int window = windows.windowNumber(windowMs);
            readings.add(new Verdict.Reading(
                    windowMs, windows.good(window), windows.total(window), watched.slo.errorBudget()));
        }
        return readings;
    }
}

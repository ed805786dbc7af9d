// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One alert over a window of a minute, evaluated every minute by the stage that the engine runs, so that a timeline has a
 * letter an evaluation: {@code b} one bad event, {@code g} one good one, {@code -} none. Minutes are numbered from 0.
 */
final class Rule implements VerdictSink {
    /** The keys that make a rule of one kind or the other. */
    static final String PROMETHEUS = "compat: prometheus";

    static final String OURS = "noData: freeze";

    private static final long MINUTE = Timeline.MINUTE;
    private static final long T0 = Timeline.T0;
    private static final long PANE = TimeGrid.DEFAULT.paneMs();

    private final EngineDefinition definition;
    private final VerdictState state = VerdictState.onHeap();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Verdict> alerts = new ArrayList<>();
    private final List<Partial> unread = new ArrayList<>();
    private VerdictStage stage;
    private int minute;

    private Rule(List<String> keys) {
        definition = new EngineDefinition(
                definitions(keys), Optional.empty(), TimeGrid.DEFAULT.withEvaluationInterval(MINUTE));
        restart();
    }

    /** As a Prometheus rule. */
    static Rule prometheus(String... keys) {
        return of(PROMETHEUS, keys);
    }

    /** As ours. */
    static Rule slostream(String... keys) {
        return of(OURS, keys);
    }

    /** Of one kind or the other, with further keys. */
    static Rule of(String kind, String... keys) {
        List<String> all = new ArrayList<>(List.of(keys));
        all.add(kind);
        return new Rule(all);
    }

    /** The definition that such keys make. */
    static AlertDefinition alert(List<String> keys) {
        return definitions(keys).slos().get(0).alerts().get(0);
    }

    private static DefinitionSet definitions(List<String> keys) {
        StringBuilder yaml = new StringBuilder("""
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: canary, owner: test }
                spec:
                  dashboard: serving
                  category: slo
                  indicator: { ratio: { of: canary, good: { passed: true } } }
                  objective: 0.9
                  period: 1h
                  alerts:
                    - name: Rule
                """);
        if (keys.stream().noneMatch(key -> key.startsWith("when:"))) {
            yaml.append("      when: { ratio: { below: 0.5, over: 1m } }\n");
        }
        keys.forEach(key -> yaml.append("      ").append(key).append('\n'));
        return DefinitionLoader.load(List.of(new DefinitionText("rule.yaml", yaml.toString())));
    }

    DefinitionSet definitions() {
        return definition.slos();
    }

    /** The engine begins anew over its state. */
    Rule restart() {
        stage = new VerdictStage(definition, 0, 1, StartPoint.at(T0), state, MINUTE);
        return this;
    }

    /** Minutes that are heard and judged one by one. */
    Rule play(String timeline) {
        for (char letter : timeline.toCharArray()) {
            lag(String.valueOf(letter));
            long watermark = T0 + minute * MINUTE;
            stage.accept(new Packet(
                    new SourcePartition(TelemetryKind.CANARY.topic(), 0),
                    1,
                    Set.of(TelemetryKind.CANARY),
                    unread,
                    watermark));
            unread.clear();
            stage.evaluate(() -> true, this);
        }
        return this;
    }

    /** Minutes that pass while the engine does not hear of them: it, its input or its query is down. */
    Rule lag(String timeline) {
        for (char letter : timeline.toCharArray()) {
            if (letter != '-') {
                long pane = T0 + minute * MINUTE;
                unread.add(new Partial(new Series(0, "s"), 0, pane, pane + PANE, letter == 'g' ? 1 : 0, 1));
            }
            minute++;
        }
        return this;
    }

    /** Transitions as {@code minute state reason}. */
    List<String> told() {
        return words(verdicts);
    }

    /** What pagers were told, likewise. */
    List<String> toldPagers() {
        return words(alerts);
    }

    /** Instants of the transitions as {@code started fired resolved}, {@code .} where unset. */
    List<String> instants() {
        return verdicts.stream()
                .map(Verdict::transition)
                .map(told -> at(told.startedAtMs()) + " " + at(told.firedAtMs()) + " " + at(told.resolvedAtMs()))
                .toList();
    }

    /** The series that Prometheus would have written. */
    Told series() {
        Told told = new Told(minute);
        verdicts.forEach(told::add);
        return told;
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    @Override
    public void verdict(Verdict verdict) {
        verdicts.add(verdict);
    }

    @Override
    public void alert(Verdict verdict) {
        alerts.add(verdict);
    }

    private static List<String> words(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(Verdict::transition)
                .map(told -> at(told.atMs()) + " " + told.kind().word() + " "
                        + told.reason().word())
                .toList();
    }

    /** A minute is judged at its end. */
    private static String at(long timeMs) {
        return timeMs < T0 ? "." : Long.toString((timeMs - T0) / MINUTE - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.T0;

import io.slostream.alerting.state.AlertState;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.state.CopyingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A verdict stage over state that shares nothing with it, and what it said. Counting starts at T0. */
final class StageDriver {
    private final EngineDefinition definition;
    private final VerdictState state = new VerdictState(
            new CopyingState<>(),
            new CopyingState<>(),
            new CopyingState<>(),
            new CopyingState<>(),
            new CopyingState<>(),
            new CopyingState<>(),
            new CopyingState<>(),
            new ExclusionState(new CopyingState<>(), new CopyingState<>()),
            new CopyingState<>(),
            new CopyingState<>(),
            new CopyingState<>());
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Verdict> alerts = new ArrayList<>();
    private final List<SloStatus> summaries = new ArrayList<>();
    private final List<MinutePane> panes = new ArrayList<>();
    private final List<StatesTold> states = new ArrayList<>();
    private final StartPoint start;
    private final VerdictSink sink = new VerdictSink() {
        @Override
        public void verdict(Verdict verdict) {
            verdicts.add(verdict);
        }

        @Override
        public void alert(Verdict verdict) {
            alerts.add(verdict);
        }

        @Override
        public void summary(SloStatus status) {
            summaries.add(status);
        }

        @Override
        public void pane(MinutePane pane) {
            panes.add(pane);
        }

        @Override
        public void alertState(AlertKey alert, AlertState stands, long atMs) {
            states.add(new StatesTold(alert, stands, atMs));
        }
    };
    private VerdictStage stage;

    StageDriver(EngineDefinition definition) {
        this(definition, StartPoint.at(T0));
    }

    StageDriver(EngineDefinition definition, StartPoint start) {
        this.definition = definition;
        this.start = start;
        restart();
    }

    /** A new stage over the same state. */
    StageDriver restart() {
        stage = new VerdictStage(definition, 0, 1, start, state, VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS);
        return this;
    }

    StageDriver accept(Packet packet) {
        stage.accept(packet);
        return this;
    }

    /** Takes in a packet of evaluations, from one of two sources. */
    StageDriver hear(int source, long watermarkMs, Partial... partials) {
        return accept(new Packet(
                new SourcePartition("telemetry.evaluations.v1", source),
                2,
                Set.of(TelemetryKind.EVALUATION),
                List.of(partials),
                watermarkMs));
    }

    /** Evaluates in one go. */
    StageDriver evaluate() {
        // A runaway cursor would never come back.
        int[] boundaries = {0};
        if (!stage.evaluate(() -> ++boundaries[0] < 1_000_000, sink)) {
            throw new AssertionError("evaluates without end");
        }
        return this;
    }

    /** Evaluates one boundary; says whether all that could be evaluated was. */
    boolean evaluateOne() {
        return stage.evaluate(() -> false, sink);
    }

    long evaluatedUpTo() {
        return stage.evaluatedUpTo(TelemetryKind.EVALUATION).orElseThrow();
    }

    VerdictStage stage() {
        return stage;
    }

    /** Where an alert stood at the end of an hour. */
    record StatesTold(AlertKey alert, AlertState stands, long atMs) {}

    List<MinutePane> panes() {
        return panes;
    }

    List<StatesTold> states() {
        return states;
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    /** What pagers were told. */
    List<Verdict> alerts() {
        return alerts;
    }

    List<SloStatus> summaries() {
        return summaries;
    }

    /** Verdicts as {@code seconds group kind}. */
    List<String> said() {
        return verdicts.stream()
                .map(verdict -> String.join(
                        " ",
                        Long.toString((verdict.transition().atMs() - T0) / 1_000),
                        verdict.key().group(),
                        verdict.transition().kind().word()))
                .toList();
    }

    /** Counts of the pane that ends at a second after T0, visible from that boundary. */
    static Partial counts(String group, long endSecond, long bad, long total) {
        return visibleFrom(endSecond, group, endSecond, bad, total);
    }

    /** Counts of the pane that ends at a second after T0, visible from another one. */
    static Partial visibleFrom(long boundarySecond, String group, long endSecond, long bad, long total) {
        long end = T0 + endSecond * 1_000;
        return new Partial(new Series(0, group), 0, end - 5_000, T0 + boundarySecond * 1_000, total - bad, total);
    }
}

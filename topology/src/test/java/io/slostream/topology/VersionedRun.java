// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.state.CopyingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evaluations through both stages while definitions change: each source reads on by itself and adopts versions at its own
 * time, one stage judges. Versions are numbered from 1, all are known from the start. Seconds are after T0.
 */
final class VersionedRun implements VerdictSink {
    private final DefinitionVersions versions;
    private final VerdictState state = VerdictState.over(CopyingState::new);
    private final CountingState counting = CountingState.over(CopyingState::new);
    private final List<Accumulator> sources = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final Map<String, SloStatus> summaries = new HashMap<>();
    private int number;
    private VerdictStage stage;
    private long position;

    VersionedRun(int sources, EngineDefinition... definitions) {
        versions = new DefinitionVersions(VersionedDefinition.first(1, definitions[0]), Duration.ZERO);
        for (int i = 1; i < definitions.length; i++) {
            versions.add(i + 1, definitions[i]);
        }
        number = sources;
        for (int source = 0; source < sources; source++) {
            this.sources.add(source(source));
        }
        restartStage();
    }

    private Accumulator source(int source) {
        return new Accumulator(
                versions,
                new SourcePartition(TelemetryKind.EVALUATION.topic(), source),
                number,
                Set.of(TelemetryKind.EVALUATION),
                1,
                counting);
    }

    /** A stage made anew over its state. */
    void restartStage() {
        stage = new VerdictStage(versions, 0, 1, StartPoint.at(T0), state, VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS);
    }

    /** A source more, as after a growth of the topic while a version is in force: every source says so from now on. */
    void grow(int version) {
        versions.joined(new SourcePartition(TelemetryKind.EVALUATION.topic(), number), version);
        number++;
        for (int source = 0; source < number; source++) {
            if (source < sources.size()) {
                sources.set(source, source(source));
            } else {
                sources.add(source(source));
            }
        }
    }

    void arrive(int source, long second) {
        sources.get(source).arrive(T0 + second * SECOND, this::hear);
    }

    void adopt(int source, long second, int version) {
        sources.get(source).adopt(version, T0 + second * SECOND, this::hear);
    }

    /** An evaluation that arrives when it happens. */
    void event(int source, long second, String specialist, boolean passed, double score) {
        long atMs = T0 + second * SECOND;
        TelemetryEvent event = EventBuilder.of(TelemetryKind.EVALUATION, specialist, atMs)
                .with("evaluation_name", "suite")
                .with("passed", passed)
                .with("score", score)
                .build();
        sources.get(source).arrive(atMs, this::hear);
        sources.get(source).count(event, position++);
    }

    private void hear(int partition, Packet packet) {
        stage.accept(packet);
        stage.evaluate(() -> true, this);
    }

    /** Transitions of all alerts as {@code second group alert kind}. */
    List<String> words() {
        return words;
    }

    /** Transitions of one group as {@code second kind}. */
    List<String> words(String group) {
        return words.stream()
                .filter(word -> word.split(" ")[1].equals(group))
                .map(word -> word.split(" ")[0] + " " + word.split(" ")[3])
                .toList();
    }

    /** The newest summary. */
    SloStatus summary(String slo, String group) {
        return summaries.get(slo + "/" + group);
    }

    @Override
    public void verdict(Verdict verdict) {
        words.add((verdict.transition().atMs() - T0) / SECOND + " "
                + verdict.key().group() + " " + verdict.key().alert() + " "
                + verdict.transition().kind().word());
    }

    @Override
    public void summary(SloStatus status) {
        summaries.put(status.slo() + "/" + status.group(), status);
    }
}

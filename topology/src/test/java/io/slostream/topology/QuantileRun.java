// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.accumulate.EvidenceKey;
import io.slostream.topology.accumulate.OpenCountKey;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.state.CopyingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Logs of requests through both stages, interleaved and restarted at random; what was summarised. */
final class QuantileRun implements VerdictSink {
    static final long END_MS = T0 + 6 * HOUR;

    private final EngineDefinition definition;
    private final List<List<Logged>> logs;
    private final SplittableRandom random;
    private final CopyingState<OpenCountKey, long[]> openCounts = new CopyingState<>();
    private final CopyingState<EvidenceKey, long[]> evidence = new CopyingState<>();
    private final CopyingState<OpenCountKey, long[]> openSketches = new CopyingState<>();
    private final CopyingState<SourcePartition, long[]> rows = new CopyingState<>();
    private final Accumulator[] accumulators;
    private final VerdictStage[] stages;
    private final VerdictState[] states;
    private final Map<String, List<SloStatus>> summaries = new TreeMap<>();

    /** One request; a failed one counts for the SLI with or without a value. */
    record Logged(long clockMs, String group, long timeMs, Double ttftMs, boolean failed, long tokens) {

        /** What a counted request adds to a distribution; null when it is not counted or has no value. */
        Double valueOf(String field) {
            if (ttftMs == null && !failed) {
                return null; // unmeasured
            }
            return field.equals("ttft_ms") ? ttftMs : (Double) (double) tokens;
        }

        TelemetryEvent event() {
            EventBuilder event = EventBuilder.request(group, timeMs)
                    .with("status_code", failed ? 503L : 200L)
                    .with("output_tokens", tokens);
            return (ttftMs == null ? event : event.with("ttft_ms", ttftMs)).build();
        }
    }

    QuantileRun(EngineDefinition definition, List<List<Logged>> logs, int partitions, SplittableRandom random) {
        this.definition = definition;
        this.logs = logs;
        this.random = random;
        accumulators = new Accumulator[logs.size()];
        stages = new VerdictStage[partitions];
        states = new VerdictState[partitions];
        for (int source = 0; source < logs.size(); source++) {
            restartSource(source);
        }
        for (int partition = 0; partition < partitions; partition++) {
            states[partition] = TopologyFixtures.copyingVerdictState();
            restartStage(partition);
        }
    }

    /** Runs all of it; summaries by SLO and group. */
    Map<String, List<SloStatus>> summaries() {
        int[] next = new int[logs.size()];
        int left = logs.stream().mapToInt(List::size).sum();
        while (left-- > 0) {
            int source = random.nextInt(logs.size());
            while (next[source] == logs.get(source).size()) {
                source = (source + 1) % logs.size();
            }
            int position = next[source]++;
            read(source, position, logs.get(source).get(position));
            if (random.nextInt(20) == 0) {
                restartSource(random.nextInt(accumulators.length));
            }
            if (random.nextInt(20) == 0) {
                restartStage(random.nextInt(stages.length));
            }
        }
        for (Accumulator accumulator : accumulators) {
            accumulator.arrive(END_MS + definition.grid().graceMs(), this::hear);
        }
        for (VerdictStage stage : stages) {
            assertThat(stage.evaluate(() -> true, this)).isTrue();
        }
        assertThat(openSketches.size()).as("open blocks at the end").isZero();
        for (VerdictState state : states) {
            state.waitingSketches()
                    .forEach((key, values) ->
                            assertThat(key).as("waits for ever").isNull());
        }
        return summaries;
    }

    private void read(int source, int position, Logged logged) {
        accumulators[source].arrive(logged.clockMs(), this::hear);
        accumulators[source].count(logged.event(), position);
    }

    private void hear(int partition, Packet packet) {
        stages[partition].accept(packet);
        stages[partition].evaluate(() -> random.nextInt(10) > 0, this);
    }

    @Override
    public void verdict(Verdict verdict) {
        throw new AssertionError("there are no alerts");
    }

    @Override
    public void summary(SloStatus status) {
        summaries
                .computeIfAbsent(status.slo() + "/" + status.group(), absent -> new ArrayList<>())
                .add(status);
    }

    private void restartSource(int source) {
        accumulators[source] = new Accumulator(
                definition,
                new SourcePartition("telemetry.requests.v1", source),
                logs.size(),
                Set.of(TelemetryKind.REQUEST),
                stages.length,
                new CountingState(
                        openCounts, evidence, openSketches, new CopyingState<>(), new CopyingState<>(), rows));
    }

    private void restartStage(int partition) {
        stages[partition] = new VerdictStage(
                definition,
                partition,
                stages.length,
                StartPoint.at(T0),
                states[partition],
                VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS);
    }
}

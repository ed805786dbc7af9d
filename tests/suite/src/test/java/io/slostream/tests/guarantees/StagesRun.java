// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import io.slostream.alerting.state.AlertState;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingOutput;
import io.slostream.topology.accumulate.CountingStage;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.ingest.TelemetryRecord;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.state.KeyValueState;
import io.slostream.topology.summary.OutputRecord;
import io.slostream.topology.summary.OutputRecords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Telemetry topics of several partitions through both stages, as it is produced: nothing of the log is kept. What is kept
 * is every output record in the engine's own encoding, and how many entries the states had at most.
 */
final class StagesRun implements CountingOutput, VerdictSink {
    private final EngineDefinition definition;
    private final int partitions;
    private final long startMs;
    private final List<CountingState> countingStates = new ArrayList<>();
    private final List<VerdictState> verdictStates = new ArrayList<>();
    private final List<TransactionalState<?, ?>> states = new ArrayList<>();
    private final Map<TelemetryKind, List<Accumulator>> accumulators = new EnumMap<>(TelemetryKind.class);
    private final Map<TelemetryKind, List<CountingStage>> counting = new EnumMap<>(TelemetryKind.class);
    private final List<VerdictStage> judging = new ArrayList<>();
    private final OutputRecords records;
    private final RecordEncoder encoder = new RecordEncoder(OutputFormat.JSON, SchemaRegistry.none());
    private final Map<Output, List<String>> outputs = new TreeMap<>();
    private final Map<String, Long> counted = new TreeMap<>();
    private List<Integer> mostEntries = List.of();

    /** Records with one key of one output topic; {@code group} is whom they are about. */
    record Output(String topic, String key, String group) implements Comparable<Output> {
        @Override
        public int compareTo(Output other) {
            int order = topic.compareTo(other.topic);
            return order == 0 ? key.compareTo(other.key) : order;
        }
    }

    /**
     * A run from its start.
     *
     * @param partitions of each telemetry topic that some SLO reads, and of the packets
     */
    StagesRun(EngineDefinition definition, int partitions, long startMs) {
        this.definition = definition;
        this.partitions = partitions;
        this.startMs = startMs;
        for (int partition = 0; partition < partitions; partition++) {
            countingStates.add(CountingState.over(this::newState));
            verdictStates.add(VerdictState.over(this::newState));
        }
        VersionedDefinition version = VersionedDefinition.first(0, definition);
        records = new OutputRecords(definition.slos(), version.hash(), version.version());
        restart();
    }

    private <K extends Comparable<K>, V> KeyValueState<K, V> newState() {
        TransactionalState<K, V> state = new TransactionalState<>();
        states.add(state);
        return state;
    }

    /** Every stage is made anew; only the states remain. */
    void restart() {
        commit();
        accumulators.clear();
        counting.clear();
        judging.clear();
        Set<TelemetryKind> kinds = definition.slos().indicators().stream()
                .map(indicator -> indicator.of())
                .collect(Collectors.toCollection(TreeSet::new));
        for (TelemetryKind kind : kinds) {
            accumulators.put(kind, new ArrayList<>());
            counting.put(kind, new ArrayList<>());
            for (int partition = 0; partition < partitions; partition++) {
                SourcePartition source = new SourcePartition(kind.topic(), partition);
                Accumulator accumulator = new Accumulator(
                        definition, source, partitions, Set.of(kind), partitions, countingStates.get(partition));
                accumulators.get(kind).add(accumulator);
                TelemetryDecoder decoder = new TelemetryDecoder(SchemaRegistry.none());
                counting.get(kind).add(new CountingStage(kind, source, decoder, accumulator));
            }
        }
        for (int partition = 0; partition < partitions; partition++) {
            judging.add(new VerdictStage(
                    definition,
                    partition,
                    partitions,
                    StartPoint.at(startMs),
                    verdictStates.get(partition),
                    VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS));
        }
    }

    /** The next record of a partition. */
    void read(TelemetryKind kind, int partition, String json, long arrivalMs, long offset) {
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        counting.get(kind).get(partition).accept(new TelemetryRecord(null, value, false, arrivalMs, offset), this);
    }

    /** Nothing more comes: every boundary up to an instant is closed and judged. */
    void endAt(long endMs) {
        long arrivalMs = endMs + definition.grid().graceMs();
        accumulators.values().forEach(ofKind -> ofKind.forEach(accumulator -> accumulator.arrive(arrivalMs, this)));
        commit();
    }

    void commit() {
        states.forEach(TransactionalState::commit);
    }

    /** Notes how many entries the states have now. */
    void measure() {
        List<Integer> entries = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            entries.add(Math.max(states.get(i).size(), mostEntries.isEmpty() ? 0 : mostEntries.get(i)));
        }
        mostEntries = entries;
    }

    /** The most entries that each state had when it was measured, in no particular order of states. */
    List<Integer> mostEntries() {
        return mostEntries;
    }

    /** The output records of these groups, or of all for an empty set, in order for each key. */
    Map<Output, List<String>> outputs(Set<String> groups) {
        Map<Output, List<String>> ofGroups = new TreeMap<>(outputs);
        ofGroups.keySet().removeIf(output -> !groups.isEmpty() && !groups.contains(output.group()));
        return ofGroups;
    }

    /** Keys of one output topic. */
    Set<String> keys(TopicSpec topic) {
        return outputs.keySet().stream()
                .filter(output -> output.topic().equals(topic.name()))
                .map(Output::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Events counted in all minutes, by {@code slo/group}. */
    Map<String, Long> counted() {
        return counted;
    }

    Accounting accounting() {
        return accumulators.values().stream()
                .flatMap(List::stream)
                .map(Accumulator::accounting)
                .reduce(Accounting.NONE, Accounting::plus);
    }

    @Override
    public void send(int partition, Packet packet) {
        judging.get(partition).accept(packet);
        judging.get(partition).evaluate(() -> true, this);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        throw new AssertionError(letter.detail());
    }

    @Override
    public void verdict(Verdict verdict) {
        write(records.transition(verdict));
    }

    @Override
    public void alert(Verdict verdict) {
        write(records.alert(verdict));
    }

    @Override
    public void summary(SloStatus status) {
        write(records.summary(status));
    }

    @Override
    public void pane(MinutePane pane) {
        counted.merge(pane.slo() + "/" + pane.group(), pane.total(), Long::sum);
        write(records.pane(pane));
    }

    @Override
    public void alertState(AlertKey alert, AlertState state, long atMs) {
        write(records.alertState(alert, state, atMs));
    }

    private void write(OutputRecord record) {
        String json = new String(encoder.encode(record.topic(), record.value()), StandardCharsets.UTF_8);
        String group = record.value().get("group").toString();
        outputs.computeIfAbsent(new Output(record.topic().name(), record.key(), group), absent -> new ArrayList<>())
                .add(record.timestampMs() + " " + json);
    }
}

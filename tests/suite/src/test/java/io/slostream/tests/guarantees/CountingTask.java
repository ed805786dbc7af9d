// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingOutput;
import io.slostream.topology.accumulate.CountingStage;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.accumulate.EvidenceKey;
import io.slostream.topology.accumulate.OpenCountKey;
import io.slostream.topology.accumulate.OpenExclusions;
import io.slostream.topology.accumulate.OutgoingKey;
import io.slostream.topology.ingest.TelemetryRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A stage-1 task: partition n of every topic that has one, over one set of states and one transaction. */
final class CountingTask {
    private final EngineDefinition definition;
    private final List<Input> inputs;
    private final int partitions;
    private final Mutation mutation;
    private final TransactionalState<OpenCountKey, long[]> openCounts = new TransactionalState<>();
    private final TransactionalState<EvidenceKey, long[]> evidence = new TransactionalState<>();
    private final TransactionalState<OutgoingKey, Long> outgoing = new TransactionalState<>();
    private final TransactionalState<OpenCountKey, long[]> openSketches = new TransactionalState<>();
    private final TransactionalState<OpenExclusions.Key, Exclusion> exclusions = new TransactionalState<>();
    private final TransactionalState<SourcePartition, long[]> rows = new TransactionalState<>();
    private final Map<SourcePartition, Integer> committed = new HashMap<>();
    private final Map<SourcePartition, Integer> positions = new HashMap<>();
    private final Map<SourcePartition, CountingStage> stages = new HashMap<>();
    private final Map<SourcePartition, Accumulator> accumulators = new HashMap<>();
    private final Outbox outbox = new Outbox();
    private int deadLetters;
    private long taskClock = Long.MIN_VALUE;

    /** One source partition. */
    record Input(TelemetryKind kind, SourcePartition source, int sources, List<TelemetryRecord> log) {}

    /** A packet on its way. */
    record Sent(int partition, Packet packet) {}

    private static final class Outbox implements CountingOutput {
        private final List<Sent> sent = new ArrayList<>();
        private int deadLetters;

        @Override
        public void send(int partition, Packet packet) {
            sent.add(new Sent(partition, packet));
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            deadLetters++;
        }
    }

    CountingTask(EngineDefinition definition, List<Input> inputs, int partitions, Mutation mutation) {
        this.definition = definition;
        this.inputs = inputs;
        this.partitions = partitions;
        this.mutation = mutation;
        inputs.forEach(input -> committed.put(input.source(), 0));
        restart();
    }

    /** Everything on the heap is made anew; only states and committed positions remain. */
    void restart() {
        positions.clear();
        positions.putAll(committed);
        for (Input input : inputs) {
            Accumulator accumulator = new Accumulator(
                    definition,
                    input.source(),
                    input.sources(),
                    Set.of(input.kind()),
                    partitions,
                    new CountingState(openCounts, evidence, openSketches, outgoing, exclusions, rows));
            accumulators.put(input.source(), accumulator);
            TelemetryDecoder decoder = new TelemetryDecoder(SchemaRegistry.none());
            stages.put(input.source(), new CountingStage(input.kind(), input.source(), decoder, accumulator));
        }
    }

    void process(SplittableRandom random, int records) {
        for (int count = 0; count < records; count++) {
            Input input = inputs.get(random.nextInt(inputs.size()));
            int position = positions.get(input.source());
            if (position < input.log().size()) {
                stages.get(input.source()).accept(asRead(input.log().get(position)), outbox);
                positions.put(input.source(), position + 1);
            }
        }
    }

    private TelemetryRecord asRead(TelemetryRecord record) {
        if (mutation != Mutation.ONE_CLOCK_PER_TASK) {
            return record;
        }
        taskClock = Math.max(taskClock, record.timestampMs());
        return new TelemetryRecord(record.key(), record.value(), record.hasControlHeader(), taskClock, record.offset());
    }

    List<Sent> commit() {
        openCounts.commit();
        evidence.commit();
        outgoing.commit();
        openSketches.commit();
        exclusions.commit();
        rows.commit();
        committed.putAll(positions);
        deadLetters += outbox.deadLetters;
        List<Sent> sent = new ArrayList<>(outbox.sent);
        forgetOutput();
        return sent;
    }

    void abort() {
        if (mutation != Mutation.ABORT_KEEPS_STATE) {
            openCounts.abort();
            evidence.abort();
            outgoing.abort();
            openSketches.abort();
            exclusions.abort();
            rows.abort();
        }
        forgetOutput();
        restart();
    }

    private void forgetOutput() {
        outbox.sent.clear();
        outbox.deadLetters = 0;
    }

    boolean isDone() {
        return inputs.stream()
                .allMatch(input -> committed.get(input.source()) == input.log().size());
    }

    Accounting accounting() {
        Accounting sum = Accounting.NONE;
        for (Accumulator accumulator : accumulators.values()) {
            sum = sum.plus(accumulator.accounting());
        }
        return sum;
    }

    /** Good and total of each series that are committed and wait for their boundary to close. */
    Map<Series, List<Long>> open() {
        Map<Series, List<Long>> sums = new HashMap<>();
        openCounts.forEach((key, block) -> {
            TelemetryKind kind = inputs.stream()
                    .filter(input -> input.source().equals(key.source()))
                    .findFirst()
                    .orElseThrow()
                    .kind();
            List<Integer> slis = VersionedDefinition.first(0, definition).slisOf(Set.of(kind));
            for (int i = 0; i < slis.size(); i++) {
                SimulatedFleet.add(sums, new Series(slis.get(i), key.group()), block[2 * i], block[2 * i + 1]);
            }
        });
        return sums;
    }

    int deadLetters() {
        return deadLetters;
    }
}

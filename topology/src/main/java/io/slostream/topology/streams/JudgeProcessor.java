// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.judge.ExclusionState;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Shell around stage 2. Takes in packets, evaluates as far as the watermarks reach within a budget of time, and goes on
 * from a punctuation when the budget ran out: a gap of hours must not overrun a transaction.
 */
final class JudgeProcessor implements Processor<byte[], byte[], byte[], Judged> {
    private static final Duration CONTINUE_EVERY = Duration.ofMillis(50);

    private final EngineSettings settings;
    private final EngineStatus status;
    private final long budgetNanos;
    private ProcessorContext<byte[], Judged> context;
    private Cancellable schedule;
    private VerdictStage stage;
    private JudgedOutput output;
    private boolean unfinished;

    private JudgeProcessor(EngineSettings settings, EngineStatus status) {
        this.settings = settings;
        this.status = status;
        this.budgetNanos = TimeUnit.MILLISECONDS.toNanos(settings.evaluationBudgetMs());
    }

    static ProcessorSupplier<byte[], byte[], byte[], Judged> supplier(EngineSettings settings, EngineStatus status) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], Judged> get() {
                return new JudgeProcessor(settings, status);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(EngineStores.waitingPartials(), EngineStores.ringBlocks(), EngineStores.alertStates());
            }
        };
    }

    @Override
    public void init(ProcessorContext<byte[], Judged> newContext) {
        context = newContext;
        output = new JudgedOutput(settings, context);
        stage = new VerdictStage(
                settings.versions(),
                context.taskId().partition(),
                settings.verdictPartitions(),
                settings.start(),
                state(),
                settings.summaryIntervalMs());
        stage.tellInForce(output);
        // What a former owner took in but had no time to evaluate.
        unfinished = true;
        schedule = context.schedule(CONTINUE_EVERY, PunctuationType.WALL_CLOCK_TIME, wallMs -> continueEvaluation());
    }

    private VerdictState state() {
        KeyValueStore<Bytes, byte[]> waiting = context.getStateStore(EngineStores.WAITING_PARTIALS);
        KeyValueStore<Bytes, byte[]> rings = context.getStateStore(EngineStores.RING_BLOCKS);
        KeyValueStore<Bytes, byte[]> alerts = context.getStateStore(EngineStores.ALERT_STATES);
        return new VerdictState(
                new StoreState<>(waiting, 1, Codecs.WATERMARKS),
                new StoreState<>(waiting, 2, Codecs.CURSORS),
                new StoreState<>(waiting, 0, Codecs.WAITING),
                new StoreState<>(rings, 1, Codecs.SERIES),
                new StoreState<>(rings, 0, Codecs.RINGS),
                new StoreState<>(waiting, 3, Codecs.WAITING_EVIDENCE),
                new StoreState<>(rings, 2, Codecs.EVIDENCE),
                new ExclusionState(
                        new StoreState<>(waiting, EngineStores.EXCLUSIONS, Codecs.EXCLUSIONS),
                        new StoreState<>(rings, EngineStores.EXCLUSIONS, Codecs.MASKS)),
                new StoreState<>(waiting, 4, Codecs.MINUTES),
                new StoreState<>(waiting, 5, Codecs.ADOPTIONS),
                new StoreState<>(alerts, 2, Codecs.JUDGING),
                new StoreState<>(waiting, 6, SketchCodecs.WAITING_SKETCHES),
                new StoreState<>(rings, 3, SketchCodecs.RINGS),
                new StoreState<>(alerts, 0, Codecs.ALERTS),
                new StoreState<>(alerts, 1, Codecs.SUMMARIES));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        stage.accept(PacketCodec.packet(record.value()));
        evaluate();
    }

    @Override
    public void close() {
        schedule.cancel();
        settings.partitions()
                .keySet()
                .forEach(kind -> status.release(kind, context.taskId().partition()));
    }

    private void continueEvaluation() {
        output.tellRefused();
        if (unfinished) {
            evaluate();
        }
    }

    private void evaluate() {
        // The context's clock stands still during a call.
        long began = System.nanoTime();
        unfinished = !stage.evaluate(() -> System.nanoTime() - began < budgetNanos, output);
        if (output.takeAlerted()) {
            context.commit();
        }
        for (TelemetryKind kind : settings.partitions().keySet()) {
            stage.evaluatedUpTo(kind) // empty for exclusions, which are not judged
                    .ifPresent(
                            boundary -> status.evaluated(kind, context.taskId().partition(), boundary));
        }
    }
}

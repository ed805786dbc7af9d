// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.schemas.output.PrintableText;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.VersionAdoption;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingOutput;
import io.slostream.topology.accumulate.CountingStage;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.accumulate.Outcome;
import io.slostream.topology.ingest.TelemetryRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shell around stage 1. Task n drives one {@link CountingStage} for partition n of every source topic that has one.
 *
 * <p>A commit is asked for when a boundary closed, so that packets are seen at once, and when a tick was written, since
 * it is read back only after its transaction. While a backlog is read nobody waits for one boundary of many, and a commit
 * for each would take longer than the counting. The wall clock writes ticks and decides nothing.
 */
final class CountProcessor implements Processor<byte[], byte[], byte[], Counted> {
    private static final Logger LOG = LoggerFactory.getLogger(CountProcessor.class);
    /** A record that arrived longer ago is part of a backlog. */
    private static final long BACKLOG_MS = 10_000;

    private final EngineSettings settings;
    private final EngineStatus status;
    private final ForgedAdoptions forged;
    private final Map<String, Source> sources = new HashMap<>();
    private final Output output;
    private ProcessorContext<byte[], Counted> context;
    private Cancellable schedule;

    private CountProcessor(EngineSettings settings, EngineStatus status, ForgedAdoptions forged) {
        this.settings = settings;
        this.status = status;
        this.forged = forged;
        this.output = new Output();
    }

    /** One source partition of this task. */
    private record Source(
            SourcePartition partition, Accumulator accumulator, CountingStage stage, Ticker ticker, Adopter adopter) {}

    static ProcessorSupplier<byte[], byte[], byte[], Counted> supplier(EngineSettings settings, EngineStatus status) {
        ForgedAdoptions forged = new ForgedAdoptions(LOG::warn);
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], Counted> get() {
                return new CountProcessor(settings, status, forged);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(EngineStores.openCounts(), EngineStores.sourceRows());
            }
        };
    }

    @Override
    public void init(ProcessorContext<byte[], Counted> newContext) {
        context = newContext;
        KeyValueStore<Bytes, byte[]> openCountStore = context.getStateStore(EngineStores.OPEN_COUNTS);
        KeyValueStore<Bytes, byte[]> sourceRowStore = context.getStateStore(EngineStores.SOURCE_ROWS);
        CountingState state = new CountingState(
                new StoreState<>(openCountStore, 0, Codecs.OPEN_COUNTS),
                new StoreState<>(openCountStore, 1, Codecs.OPEN_EVIDENCE),
                new StoreState<>(openCountStore, 2, SketchCodecs.OPEN_SKETCHES),
                new StoreState<>(sourceRowStore, 1, Codecs.OUTGOING),
                new StoreState<>(openCountStore, EngineStores.EXCLUSIONS, Codecs.OPEN_EXCLUSIONS),
                new StoreState<>(sourceRowStore, 0, Codecs.SOURCE_ROWS));
        int number = context.taskId().partition();
        settings.partitions().forEach((kind, count) -> {
            if (number < count) {
                SourcePartition partition = new SourcePartition(kind.topic(), number);
                Accumulator accumulator = new Accumulator(
                        settings.versions(), partition, count, Set.of(kind), settings.verdictPartitions(), state);
                TelemetryDecoder decoder = new TelemetryDecoder(settings.registry());
                CountingStage stage = new CountingStage(kind, partition, decoder, accumulator, settings.application());
                Ticker ticker = new Ticker(settings.grid());
                sources.put(kind.topic(), new Source(partition, accumulator, stage, ticker, new Adopter()));
            }
        });
        schedule = context.schedule(settings.clock().lookEvery(), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        Source source = sources.get(metadata.topic());
        source.ticker().onRecord();
        output.begin(record, source.partition());
        source.stage()
                .accept(
                        new TelemetryRecord(
                                record.key(),
                                record.value(),
                                ControlRecords.hasHeader(record.headers()),
                                record.timestamp(),
                                metadata.offset()),
                        output);
        if (output.closedBoundary && !isOfBacklog(record)) {
            context.commit();
        }
    }

    private boolean isOfBacklog(Record<byte[], byte[]> record) {
        return settings.clock().at(context.currentSystemTimeMs()) - record.timestamp() > BACKLOG_MS;
    }

    private void tick(long streamsMs) {
        long wallMs = settings.clock().at(streamsMs);
        boolean ticked = false;
        for (Source source : sources.values()) {
            if (source.ticker().isDue(streamsMs, wallMs, source.accumulator().clockMs())) {
                SourcePartition partition = source.partition();
                context.forward(new Record<>(
                        ControlRecords.tickKey(),
                        new Counted.Tick(partition.topic(), partition.partition()),
                        wallMs,
                        ControlRecords.headers(settings.engineId())));
                ticked = true;
            }
            ticked |= adopt(source, wallMs);
        }
        if (ticked) {
            context.commit();
        }
        forged.tell(streamsMs);
        report();
    }

    /** Writes a newer version that this instance has learnt of into the log of the partition; it counts when it is read. */
    private boolean adopt(Source source, long wallMs) {
        VersionAdoption newest = settings.versions().newestAdoption();
        if (!source.adopter().isDue(source.accumulator().version(), newest.version(), wallMs)) {
            return false;
        }
        SourcePartition partition = source.partition();
        context.forward(new Record<>(
                TelemetryRecord.adoptionKey(settings.application(), newest),
                new Counted.Tick(partition.topic(), partition.partition()),
                wallMs,
                ControlRecords.headers(settings.engineId())));
        return true;
    }

    private void report() {
        for (Source source : sources.values()) {
            Accumulator accumulator = source.accumulator();
            status.source(source.partition(), accumulator.clockMs(), accumulator.accounting());
        }
    }

    @Override
    public void close() {
        // A task that is revived comes back to init, with the schedules that it had.
        schedule.cancel();
        report();
        sources.values().forEach(source -> status.release(source.partition()));
    }

    /** Forwards what the stage says while one record is being processed. */
    private final class Output implements CountingOutput {
        private final RecordEncoder encoder = new RecordEncoder(settings.outputFormat(), settings.registry());
        private Record<byte[], byte[]> record;
        private SourcePartition source;
        private boolean closedBoundary;

        void begin(Record<byte[], byte[]> newRecord, SourcePartition newSource) {
            record = newRecord;
            source = newSource;
            closedBoundary = false;
        }

        @Override
        public void send(int partition, Packet packet) {
            closedBoundary = true;
            context.forward(new Record<>(
                    PacketCodec.key(partition), new Counted.ToVerdicts(PacketCodec.value(packet)), record.timestamp()));
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            byte[] value = encoder.encode(TopicCatalog.DEAD_LETTERS, DeadLetterRecord.of(letter, record));
            context.forward(
                    new Record<>(DeadLetterRecord.key(source), new Counted.ToDeadLetters(value), record.timestamp()));
            status.deadLetter(source, letter.reason());
            status.missed(
                    source,
                    letter.position(),
                    Outcome.DEAD_LETTERED,
                    () -> letter.reason().code() + ", " + PrintableText.of(letter.detail()));
        }

        @Override
        public void uncounted(SourcePartition partition, long offset, Outcome outcome, Supplier<String> why) {
            status.missed(partition, offset, outcome, why);
        }

        @Override
        public void notAdopted(SourcePartition partition, long offset, long version) {
            forged.note(partition, offset, version, context.currentSystemTimeMs());
        }
    }
}

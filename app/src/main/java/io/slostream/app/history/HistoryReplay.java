// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.app.review.Coordinates;
import io.slostream.app.review.Judged;
import io.slostream.app.run.RecordedEngine;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingStage;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Replays what an engine has counted: threads read the telemetry topics and drive stage 1 for each partition, the caller's
 * thread drives stage 2. The stages, the definitions and their places in the log are those of the engine that ran, so its
 * verdicts come out again. Only consumers are made, assigned and without a group.
 */
public final class HistoryReplay implements AutoCloseable {
    private static final int QUEUED = 64;
    private static final long WAIT_MS = 200;
    private static final int MAX_EVIDENCE = 400;

    private final RecordedEngine engine;
    private final HistoryOptions options;
    private final HistoryExtent extent;
    private final HistoryListener listener;
    private final BlockingQueue<HistoryLane.Batch> queue = new ArrayBlockingQueue<>(QUEUED);
    private final List<HistoryLane> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<HistoryLane, HistoryLane.Batch> latest = new HashMap<>();
    private final DefinitionVersions versions;
    private final ToldVerdicts told;
    private final VerdictState state = VerdictState.onHeap();
    private VerdictStage stage;
    /** Null once stage 2 stands where the replay begins. */
    private Seeding seeding;

    private volatile boolean stopped;

    private HistoryReplay(
            RecordedEngine engine,
            HistoryOptions options,
            HistoryExtent extent,
            Judging judging,
            Optional<PaneSeed> seed,
            Supplier<Consumer<byte[], byte[]>> consumers,
            SchemaRegistry registry,
            HistoryListener listener) {
        this.engine = engine;
        this.options = options;
        this.extent = extent;
        this.listener = listener;
        this.versions = judging.versions();
        this.told = new ToldVerdicts(versions, options, listener);
        this.seeding = seed.map(found -> new Seeding(engine, found, state)).orElse(null);
        this.stage = stage();
        if (seeding != null) {
            stage.accept(seeding.counts());
        }
        List<HistorySource> sources = sources(judging, registry);
        Frontier frontier = new Frontier(sources.size());
        int count = Math.max(1, Math.min(options.threads(), sources.size()));
        for (int lane = 0; lane < count; lane++) {
            List<HistorySource> ofLane = new ArrayList<>();
            for (int source = lane; source < sources.size(); source += count) {
                ofLane.add(sources.get(source));
            }
            lanes.add(new HistoryLane(consumers, ofLane, extent.begins(), frontier, queue));
        }
    }

    private VerdictStage stage() {
        return options.summaryIntervalMs() == 0
                ? new VerdictStage(versions, 0, 1, engine.start(), state)
                : new VerdictStage(versions, 0, 1, engine.start(), state, options.summaryIntervalMs());
    }

    /**
     * A replay of what the engine has counted, not begun yet.
     *
     * @param consumers of committed records as bytes; each is closed after use
     * @throws io.slostream.app.UsageException when topics or their beginnings are gone
     */
    public static HistoryReplay of(
            RecordedEngine engine,
            HistoryOptions options,
            Supplier<Consumer<byte[], byte[]>> consumers,
            SchemaRegistry registry,
            HistoryListener listener) {
        HistoryExtent extent;
        Optional<PaneSeed> seed;
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            // The end first: what is written while the panes are read belongs to nobody's replay.
            HistoryExtent all = HistoryExtent.all(consumer, engine);
            seed = seed(engine, options, new TopicRecords(consumer), new RecordDecoder(registry));
            extent = seed.isEmpty() ? all : all.from(consumer, seed.get().finestMs() - futureLimitMs(engine));
            extent.requireComplete(consumer);
        }
        return new HistoryReplay(
                engine, options, extent, Judging.of(engine, options), seed, consumers, registry, listener);
    }

    /** Panes hold what was counted by the definitions that were in force, and with what had arrived. */
    private static Optional<PaneSeed> seed(
            RecordedEngine engine, HistoryOptions options, TopicRecords records, RecordDecoder decoder) {
        return options.full() || options.fromMs().isEmpty() || options.slos().isPresent() || options.asKnownNow()
                ? Optional.empty()
                : PaneSeed.before(options.fromMs().getAsLong(), engine, records, decoder);
    }

    private static long futureLimitMs(RecordedEngine engine) {
        return engine.versions().first().definition().grid().futureLimitMs();
    }

    private List<HistorySource> sources(Judging judging, SchemaRegistry registry) {
        List<HistorySource> sources = new ArrayList<>();
        extent.partitions().forEach((kind, count) -> {
            for (int number = 0; number < count; number++) {
                SourcePartition source = new SourcePartition(kind.topic(), number);
                TopicPartition partition = new TopicPartition(kind.topic(), number);
                Accumulator accumulator =
                        new Accumulator(versions, source, count, Set.of(kind), 1, CountingState.onHeap());
                CountingStage counting = new CountingStage(
                        kind, source, new TelemetryDecoder(registry), accumulator, engine.applicationId());
                sources.add(new HistorySource(
                        sources.size(),
                        partition,
                        extent.ends().get(partition),
                        judging.untilMs(),
                        judging.completion(),
                        accumulator,
                        counting));
            }
        });
        return sources;
    }

    /** The bad events that a judged history names, as far as they are still there and nobody asks for too many. */
    public static Map<Coordinates, Map<String, Object>> evidence(
            Judged judged, Supplier<Consumer<byte[], byte[]>> consumers, SchemaRegistry registry) {
        List<Coordinates> places = judged.fired().stream()
                .flatMap(verdict -> judged.places(verdict).stream())
                .distinct()
                .limit(MAX_EVIDENCE)
                .toList();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return EvidenceEvents.at(consumer, registry, places);
        }
    }

    /** Whether it begins at the end of an hour, with what was recorded there, and not at the engine's first record. */
    public boolean isSeeded() {
        return seeding != null;
    }

    /** Offsets that will be read at most. */
    public long offsets() {
        return extent.offsets();
    }

    /** Reads to the end, or until it is stopped. */
    public HistoryResult run() throws InterruptedException {
        stage.tellInForce(told);
        for (HistoryLane lane : lanes) {
            Thread thread = new Thread(lane, "slostream-replay-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        int open = lanes.size();
        while (open > 0 && !stopped) {
            HistoryLane.Batch batch = queue.poll(WAIT_MS, TimeUnit.MILLISECONDS);
            if (batch != null) {
                take(batch);
                open -= batch.ended() ? 1 : 0;
            }
            listener.progress(records());
        }
        return finish();
    }

    private HistoryResult finish() {
        long upTo = judgedUpTo();
        told.report(upTo);
        return new HistoryResult(accounting(), upTo, records(), stopped);
    }

    private void take(HistoryLane.Batch batch) {
        if (batch.failure() != null) {
            throw batch.failure();
        }
        latest.put(batch.lane(), batch);
        batch.deadLetters().forEach(listener::deadLetter);
        batch.firstMissed()
                .forEach(missed -> listener.missed(
                        missed.source() + " offset " + missed.offset(),
                        missed.outcome().name(),
                        missed.why()));
        if (!batch.packets().isEmpty()) {
            batch.packets().forEach(this::accept);
            judge();
            told.report(judgedUpTo());
        }
    }

    private void accept(Packet packet) {
        stage.accept(seeding == null ? packet : seeding.before(packet));
    }

    private void judge() {
        if (seeding == null) {
            stage.evaluate(() -> true, told);
            return;
        }
        stage.evaluate(() -> true, verdict -> {});
        if (seeding.isThere(stage)) {
            List<Packet> ahead = seeding.finish();
            seeding = null;
            stage = stage();
            stage.tellInForce(told);
            ahead.forEach(stage::accept);
            stage.evaluate(() -> true, told);
        }
    }

    /** The last boundary that every kind has passed, and not beyond what is asked for. */
    private long judgedUpTo() {
        if (seeding != null) {
            return Long.MIN_VALUE;
        }
        long upTo = options.toMs().orElse(Long.MAX_VALUE);
        for (TelemetryKind kind : engine.kinds()) {
            if (kind != TelemetryKind.EXCLUSION) {
                upTo = Math.min(upTo, stage.evaluatedUpTo(kind).orElse(Long.MIN_VALUE));
            }
        }
        return upTo;
    }

    private Accounting accounting() {
        return latest.values().stream().map(HistoryLane.Batch::accounting).reduce(Accounting.NONE, Accounting::plus);
    }

    private long records() {
        return latest.values().stream().mapToLong(HistoryLane.Batch::records).sum();
    }

    /** Makes {@link #run} return soon; callable from any thread. */
    public void stop() {
        stopped = true;
        lanes.forEach(HistoryLane::stop);
    }

    /** Ends the reading threads. */
    @Override
    public void close() {
        stop();
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.app.run.EngineRunner;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.Ensemble;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.incident.IncidentText;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.streams.EngineClock;
import io.slostream.topology.streams.EngineStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Four hours of the model's telemetry that an engine has judged, on topics that take the events' own times: written as
 * fast as can be, while the engine's clock stands at the start. In the last two hours things go wrong. It ends before now,
 * so no retention has taken any of it.
 *
 * @param start of the telemetry, on the hour; the engine started then
 * @param end of the telemetry, on the hour
 * @param events how many
 * @param alerts that fired or resolved in front of the engine
 */
record IncidentHistory(Instant start, Instant end, long events, int alerts) {
    private static final String APPLICATION = "incident";

    private static final long SEED = 7;
    private static final int PARTITIONS = 4;
    private static final Duration LENGTH = Duration.ofHours(4);
    /** Times the model's own load, on as many machines more: a hundred events a second. */
    private static final double LOAD = 14;

    private static final List<Incident> INCIDENTS = List.of(
            IncidentText.parse("correctness:code@2h10m+60m=0.4"),
            IncidentText.parse("canary:math@2h20m+20m=0"),
            IncidentText.parse("capacity:vision@2h35m+30m=0.15"),
            IncidentText.parse("errors:translation@2h50m+30m=0.2"));

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration JUDGED_WITHIN = Duration.ofMinutes(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final int SAY_EVERY = 200_000;

    /**
     * Writes it and waits until the engine has judged it.
     *
     * @param slos folder of the SLOs
     */
    static IncidentHistory tell(Workbench bench, Path slos)
            throws IOException, ExecutionException, InterruptedException {
        Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS);
        Instant start = end.minus(LENGTH);
        Ensemble ensemble = Ensemble.standard().scaled(LOAD, LOAD);
        createTopics(bench);
        EngineConfig config = EngineConfigReader.read(engineYaml(bench, ensemble, slos));
        Clock clock = new Clock(config.definition().grid(), start.toEpochMilli());
        try (EngineRunner engine = new EngineRunner(config, new EngineClock(wall -> clock.nowMs(), LOOK_EVERY))) {
            engine.start();
            if (!engine.awaitRunning(SOON)) {
                throw new IllegalStateException("the engine did not start within " + SOON);
            }
            Iterator<SimulatedEvent> events = ensemble.events(SEED, start.toEpochMilli(), LENGTH.toMillis(), INCIDENTS);
            long written = write(bench, events, clock);
            clock.letGo();
            awaitJudged(engine, config, clock.endMs());
            engine.shutDown();
            if (engine.summary().events().in() != written) {
                throw new IllegalStateException(
                        "not every event was read once: " + engine.summary().text());
            }
            return new IncidentHistory(
                    start, end, written, engine.summary().alerts().size());
        }
    }

    private static long write(Workbench bench, Iterator<SimulatedEvent> events, Clock clock)
            throws InterruptedException {
        AtomicReference<Exception> failure = new AtomicReference<>();
        long written = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bench.bootstrap(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            while (events.hasNext()) {
                SimulatedEvent event = events.next();
                send(
                        producer,
                        new ProducerRecord<>(
                                event.kind().topic(),
                                null,
                                event.atMs(),
                                event.key().getBytes(StandardCharsets.UTF_8),
                                Traffic.avro(event)),
                        failure);
                clock.lastMs = event.atMs();
                if (++written % SAY_EVERY == 0) {
                    System.err.println("  told until " + Instant.ofEpochMilli(event.atMs()));
                }
            }
            // Nothing is excluded; a clock that stands writes no ticks, so another engine's say it.
            for (int partition = 0; partition < PARTITIONS; partition++) {
                send(
                        producer,
                        new ProducerRecord<>(
                                TelemetryKind.EXCLUSION.topic(),
                                partition,
                                clock.lastMs,
                                "slostream-tick".getBytes(StandardCharsets.UTF_8),
                                null,
                                new RecordHeaders()
                                        .add("slostream-engine", "another".getBytes(StandardCharsets.UTF_8))),
                        failure);
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("an event was not written", failure.get());
        }
        return written;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of failures.
    private static void send(
            KafkaProducer<byte[], byte[]> producer,
            ProducerRecord<byte[], byte[]> record,
            AtomicReference<Exception> failure) {
        producer.send(record, (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
    }

    private static void awaitJudged(EngineRunner engine, EngineConfig config, long endMs) throws InterruptedException {
        Set<TelemetryKind> kinds = config.definitions().indicators().stream()
                .map(indicator -> indicator.of())
                .collect(Collectors.toSet());
        long deadline = System.nanoTime() + JUDGED_WITHIN.toNanos();
        while (true) {
            Map<EngineStatus.Evaluated, Long> evaluated = engine.status().evaluated();
            if (evaluated.size() == kinds.size() * PARTITIONS
                    && evaluated.values().stream().allMatch(boundary -> boundary >= endMs)) {
                return;
            }
            if (engine.hasEnded() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the engine did not judge all: " + evaluated);
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    private static void createTopics(Workbench bench) throws ExecutionException, InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        for (TelemetryKind kind : TelemetryKind.values()) {
            topics.add(new NewTopic(kind.topic(), PARTITIONS, (short) 1)
                    .configs(Map.of("message.timestamp.type", "CreateTime", "retention.ms", "-1")));
        }
        bench.admin().createTopics(topics).all().get();
    }

    private static Path engineYaml(Workbench bench, Ensemble ensemble, Path slos) throws IOException {
        return Files.writeString(bench.directory().resolve(APPLICATION + ".yaml"), """
                apiVersion: slostream/v1
                kind: Engine
                metadata: { name: %s }
                spec:
                  bootstrap: %s
                  instanceId: one
                  stateDir: state-%s
                  registry: { url: %s }
                  slos: [%s]
                  specialists: %s
                  resourceClasses: %s
                  verdictPartitions: %d
                  trustProducerTime: true
                  http: { port: 0 }
                """.formatted(
                        APPLICATION,
                        bench.bootstrap(),
                        APPLICATION,
                        bench.registryUrl(),
                        slos.toAbsolutePath().normalize(),
                        ensemble.names(),
                        ensemble.resourceClasses(),
                        PARTITIONS));
    }

    /** Stands at the start; once let go it jumps to where the last event is judged, and goes on as life does. */
    private static final class Clock {
        private final TimeGrid grid;
        private final long startMs;
        private volatile long lastMs;
        private volatile long goneNanos;

        Clock(TimeGrid grid, long startMs) {
            this.grid = grid;
            this.startMs = startMs;
        }

        void letGo() {
            goneNanos = System.nanoTime();
        }

        long nowMs() {
            return goneNanos == 0
                    ? startMs
                    : lastMs
                            + grid.paneMs()
                            + grid.graceMs()
                            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - goneNanos);
        }

        long endMs() {
            return grid.evaluationFloor(lastMs + grid.paneMs());
        }
    }
}

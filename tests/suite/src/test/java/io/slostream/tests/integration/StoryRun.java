// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.app.run.EngineRunner;
import io.slostream.app.run.RunSummary;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.simulation.Story;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.streams.EngineClock;
import io.slostream.topology.streams.EngineStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The demo's story at full speed through an engine with the shipped SLOs, on a broker of its own. The engine starts on
 * empty topics at the time of the story's start.
 */
final class StoryRun implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(240);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final String APPLICATION = "story-engine";
    private static final Path SHIPPED_SLOS = Path.of("../../slos");

    private final Story story;
    private final Iterator<SimulatedEvent> events;
    private final Path directory;
    private final Parameters parameters;
    private final EmbeddedBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;
    private Optional<SimulatedEvent> ahead;
    private volatile long lastMs;
    private long endMs = Long.MAX_VALUE;
    private long written;

    /**
     * What must not matter.
     *
     * @param sourcePartitions partitions of each telemetry topic
     * @param verdictPartitions partitions of the internal topic
     * @param threads stream threads
     * @param pollRecords records that a thread takes at once
     * @param commitIntervalMs milliseconds between commits
     * @param batchBytes size of the producer's batches
     */
    record Parameters(
            int sourcePartitions,
            int verdictPartitions,
            int threads,
            int pollRecords,
            int commitIntervalMs,
            int batchBytes) {
        Parameters withThreads(int number, int records) {
            return new Parameters(sourcePartitions, verdictPartitions, number, records, commitIntervalMs, batchBytes);
        }
    }

    /**
     * What came of it.
     *
     * @param transitions of each alert and group, the records in order
     * @param alerts likewise
     * @param summary where the events went and what fired
     */
    record Outcome(Map<String, List<String>> transitions, Map<String, List<String>> alerts, RunSummary summary) {}

    StoryRun(Story story, long seed, Path directory, Parameters parameters) throws Exception {
        this.story = story;
        this.events = story.events(seed);
        this.ahead = next();
        this.directory = Files.createDirectories(directory);
        this.parameters = parameters;
        broker = EmbeddedBroker.builder()
                // The story plays in the past, where retention would take it at the first look.
                .property("log.retention.check.interval.ms", Long.toString(TimeUnit.DAYS.toMillis(7)))
                .start();
        createTelemetryTopics();
        Map<String, Object> settings = new HashMap<>(broker.clientConfig());
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, parameters.batchBytes());
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Settings of a client of its broker. */
    Map<String, Object> client() {
        return broker.clientConfig();
    }

    /** An engine tells it from the first event to the last. */
    Outcome play() throws Exception {
        try (Told told = new Told(parameters)) {
            return told.toTheEnd();
        }
    }

    /**
     * An engine process is killed when it has judged part of the story and more has been written, while an alert is
     * firing; then another one, with other threads and batches, goes on with its state.
     */
    Outcome playKilledAt(Duration at, String firing) throws Exception {
        long startMs = story.start().toEpochMilli();
        try (EngineProcess engine = EngineProcess.startMain(
                directory, StoryEngine.class, engineYaml(parameters).toString(), Long.toString(startMs))) {
            Await.until("running", SOON, () -> engine.isRunning() || !engine.isAlive());
            assertThat(engine.isAlive()).as(engine.stderr()).isTrue();
            write(startMs + at.toMillis());
            Await.until(firing + " fires", SOON, () -> read(TopicCatalog.ALERTS).containsKey(firing));
            write(startMs + at.plusMinutes(10).toMillis());
            engine.kill();
        }
        assertThat(read(TopicCatalog.ALERTS).get(firing)).as("open at the kill").hasSize(1);
        assertThat(committed()).as("records that the killed engine took").isBetween(1L, written - 1);
        try (Told told = new Told(parameters.withThreads(3, 50))) {
            return told.toTheEnd();
        }
    }

    /** An engine in this JVM whose clock stands at the story's start until every event is written. */
    private final class Told implements AutoCloseable {
        private final EngineConfig config;
        private final EngineRunner engine;
        private volatile long toldNanos;

        Told(Parameters with) throws Exception {
            config = EngineConfigReader.read(engineYaml(with));
            engine = new EngineRunner(config, new EngineClock(wall -> nowMs(), LOOK_EVERY));
            engine.start();
            assertThat(engine.awaitRunning(SOON)).as("running").isTrue();
        }

        Outcome toTheEnd() throws Exception {
            write(Long.MAX_VALUE);
            toldNanos = System.nanoTime();
            TimeGrid grid = config.definition().grid();
            endMs = grid.evaluationFloor(lastMs + grid.paneMs());
            Await.until("judged to the end", SOON, this::isJudged);
            engine.shutDown();
            return new Outcome(read(TopicCatalog.TRANSITIONS), read(TopicCatalog.ALERTS), engine.summary());
        }

        /** The story's start; when all is told it jumps to where the last event is judged, and goes on as life does. */
        private long nowMs() {
            if (toldNanos == 0) {
                return story.start().toEpochMilli();
            }
            TimeGrid grid = config.definition().grid();
            return lastMs
                    + grid.paneMs()
                    + grid.graceMs()
                    + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - toldNanos);
        }

        private boolean isJudged() {
            Map<EngineStatus.Evaluated, Long> evaluated = engine.status().evaluated();
            long kinds = config.definitions().indicators().stream()
                    .map(indicator -> indicator.of())
                    .distinct()
                    .count();
            return evaluated.size() == kinds * parameters.verdictPartitions()
                    && evaluated.values().stream().allMatch(boundary -> boundary >= endMs);
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    /** Writes the events up to a time of the story and waits until the broker has them. */
    private void write(long untilMs) {
        while (ahead.isPresent() && ahead.get().atMs() <= untilMs) {
            SimulatedEvent event = ahead.get();
            // Whether it arrived shows in the accounting, which must count each of them.
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                    event.kind().topic(),
                    null,
                    event.atMs(),
                    event.key().getBytes(StandardCharsets.UTF_8),
                    EventEncoder.json(event)));
            lastMs = event.atMs();
            written++;
            ahead = next();
        }
        tellExclusionsOfTheTime();
        producer.flush();
    }

    /** A tick, as another engine's would be: nothing is excluded in a story, and a clock that stands writes none. */
    private void tellExclusionsOfTheTime() {
        for (int partition = 0; partition < parameters.sourcePartitions(); partition++) {
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                    TelemetryKind.EXCLUSION.topic(),
                    partition,
                    lastMs,
                    "slostream-tick".getBytes(StandardCharsets.UTF_8),
                    null,
                    new RecordHeaders().add("slostream-engine", "another".getBytes(StandardCharsets.UTF_8))));
        }
    }

    private Optional<SimulatedEvent> next() {
        return events.hasNext() ? Optional.of(events.next()) : Optional.empty();
    }

    /** The records of each key up to the end of the story, in order, as they are. */
    private Map<String, List<String>> read(TopicSpec topic) throws Exception {
        Map<String, List<String>> records = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : CommittedLog.read(broker.clientConfig(), List.of(topic.name()))) {
            // Where nothing is asked for any more, how far an engine went depends on when it was stopped.
            if (record.timestamp() > endMs) {
                continue;
            }
            records.computeIfAbsent(new String(record.key(), StandardCharsets.UTF_8), absent -> new ArrayList<>())
                    .add(new String(record.value(), StandardCharsets.UTF_8));
        }
        return records;
    }

    /** How many records of the telemetry the engine has committed. */
    private long committed() throws Exception {
        try (Admin admin = Admin.create(broker.clientConfig())) {
            return admin.listConsumerGroupOffsets(APPLICATION).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(entry -> TopicCatalog.kindOf(entry.getKey().topic()).isPresent())
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        }
    }

    private void createTelemetryTopics() throws Exception {
        List<NewTopic> topics = new ArrayList<>();
        for (TelemetryKind kind : TelemetryKind.values()) {
            topics.add(new NewTopic(kind.topic(), parameters.sourcePartitions(), (short) 1)
                    .configs(Map.of("message.timestamp.type", "CreateTime", "retention.ms", "-1")));
        }
        try (Admin admin = Admin.create(broker.clientConfig())) {
            admin.createTopics(topics).all().get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private Path engineYaml(Parameters with) throws IOException {
        return Files.writeString(directory.resolve("engine.yaml"), """
                apiVersion: slostream/v1
                kind: Engine
                metadata: { name: %s }
                spec:
                  bootstrap: %s
                  instanceId: one
                  stateDir: state
                  slos: [%s]
                  specialists: [%s]
                  resourceClasses: [%s]
                  evaluationInterval: 30s
                  threads: %d
                  verdictPartitions: %d
                  trustProducerTime: true
                  outputFormat: json
                  http: { port: 0 }
                  kafka: { properties: { max.poll.records: %d, commit.interval.ms: %d, poll.ms: 5 } }
                """.formatted(
                        APPLICATION,
                        broker.bootstrap(),
                        SHIPPED_SLOS.toAbsolutePath().normalize(),
                        String.join(", ", story.ensemble().names()),
                        String.join(", ", story.ensemble().resourceClasses()),
                        with.threads(),
                        with.verdictPartitions(),
                        with.pollRecords(),
                        with.commitIntervalMs()));
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.testkit.Telemetry;
import io.slostream.testkit.oracle.OracleSlo;
import io.slostream.topology.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults under a running engine on a real broker; after each the oracle judges what the whole run wrote. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsIT {
    private static final long SEED = Long.getLong("slostream.faults.seed", 0);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String APPLICATION = "test-engine";
    private static final String CANARIES = TelemetryKind.CANARY.topic();
    private static final String EVALUATIONS = TelemetryKind.EVALUATION.topic();
    private static final int PARTITIONS = 4;
    private static final long GRACE_MS = 2_000;
    private static final long SECOND = 1_000;
    private static final Duration TRANSACTION_OPEN = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final List<EngineRunner> engines = new ArrayList<>();
    private EmbeddedBroker broker;
    private EngineFiles files;
    private TransitionLog transitions;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.builder().start();
        transitions = new TransitionLog(broker.clientConfig());
        files = new EngineFiles(directory, broker.bootstrap()).slos(FaultSlos.canaries());
    }

    @AfterEach
    void stopBroker() {
        engines.forEach(EngineRunner::close);
        broker.close();
    }

    @Test
    void shouldHandOverAPendingAlertAndAFiringOne() throws Exception {
        List<OracleSlo> slos = FaultSlos.canariesAndEvaluations();
        List<TopicPartition> sources = new ArrayList<>(on(CANARIES, PARTITIONS));
        sources.addAll(on(EVALUATIONS, PARTITIONS));
        Path config =
                files.slos(slos).topics(partitions(PARTITIONS, PARTITIONS)).write();
        try (EngineProcess one = EngineProcess.start(directory, "run", "-c", config.toString())) {
            Await.until("running", SOON, () -> one.isRunning() || !one.isAlive());
            assertThat(one.isAlive()).as(one.stderr()).isTrue();
            try (SeededTelemetry telemetry = SeededTelemetry.start(broker, SEED + 1, sources)) {
                telemetry.force("math", 1);
                telemetry.force("code", 1);
                transitions.await(FaultSlos.PATIENT, "math", "pending");
                transitions.await(FaultSlos.PATIENT, "code", "pending");
                EngineRunner two = running(files.instance("two"));
                Await.until("both work", SOON, () -> sharesWork(two, sources.size()));
                assertThat(List.of(
                                transitions.last(FaultSlos.PATIENT, "math"),
                                transitions.last(FaultSlos.PATIENT, "code")))
                        .as("alerts while the second instance takes over its share")
                        .containsOnly("pending");
                assertThat(judged(two))
                        .as("pending alerts that moved")
                        .containsAnyElementsOf(partitionsOf("math", "code"));
                transitions.await(FaultSlos.PATIENT, "math", "firing");
                transitions.await(FaultSlos.PATIENT, "code", "firing");
                telemetry.release("code");

                assertThat(partitionsOf("math", "code"))
                        .as("firing alerts that move now")
                        .isNotEmpty()
                        .anyMatch(partition -> !judged(two).contains(partition));
                one.kill();
                telemetry.force("math", 0);
                Await.until("the second has all", SOON, () -> counting(two) == sources.size());
                transitions.await(FaultSlos.PATIENT, "math", "resolved");

                judge(slos).judge("two instances", telemetry, engines);
            }
        }
    }

    @Test
    void shouldWaitForAnOpenTransactionOfAProducer() throws Exception {
        EngineRunner engine = running(files);
        LogJudge judge = judge(FaultSlos.canaries());
        TopicPartition held = new TopicPartition(CANARIES, 2);
        try (SeededTelemetry telemetry = SeededTelemetry.start(broker, SEED + 2, on(CANARIES, PARTITIONS));
                KafkaProducer<byte[], byte[]> foreign = transactionalProducer()) {
            telemetry.force("math", 1);
            transitions.await(FaultSlos.HELD, "math", "pending");
            foreign.beginTransaction();
            foreign.send(telemetry.record(held, Telemetry.canary("math", System.currentTimeMillis(), false)))
                    .get();
            foreign.abortTransaction();
            foreign.beginTransaction();
            RecordMetadata first = foreign.send(
                            telemetry.record(held, Telemetry.canary("math", System.currentTimeMillis(), false)))
                    .get();
            // Nobody else writes to the partition, so the engine's own tick is what might overtake.
            telemetry.to(on(CANARIES, 2));
            long limitMs = judge.sources().get(held.toString()).clockMs() - GRACE_MS;
            long until = System.nanoTime() + TRANSACTION_OPEN.toNanos();
            while (System.nanoTime() < until) {
                foreign.send(telemetry.record(held, Telemetry.canary("code", System.currentTimeMillis(), false)))
                        .get();
                LogJudge.evaluated(engines, TelemetryKind.CANARY)
                        .values()
                        .forEach(boundary -> assertThat(boundary)
                                .as("verdicts while the transaction is open")
                                .isLessThanOrEqualTo(limitMs));
                Thread.sleep(500);
            }
            long others = engine.status().sources().values().stream()
                    .mapToLong(source -> source.clockMs())
                    .max()
                    .orElseThrow();
            assertThat(others).as("clocks of the other partitions meanwhile").isGreaterThan(limitMs + 15 * SECOND);
            assertThat(ticksAfter(held, first.offset()))
                    .as("ticks that wait behind the transaction")
                    .isPositive();

            foreign.commitTransaction();
            telemetry.to(on(CANARIES, PARTITIONS));
            transitions.await(FaultSlos.HELD, "math", "firing");
            telemetry.force("math", 0);
            transitions.await(FaultSlos.HELD, "math", "resolved");

            judge.judge("open transaction", telemetry, engines);
        }
    }

    @Test
    void shouldJudgeBySilenceWhereNothingIsWritten() throws Exception {
        List<OracleSlo> slos = FaultSlos.canariesAndEvaluations();
        running(files.slos(slos).topics(partitions(PARTITIONS, 2)));
        try (SeededTelemetry telemetry = SeededTelemetry.start(broker, SEED + 3, on(CANARIES, 3))) {
            LogJudge judge = judge(slos);
            telemetry.force("math", 1);
            transitions.await(FaultSlos.IMMEDIATE, "math", "firing");
            telemetry.force("math", 0);
            transitions.await(FaultSlos.IMMEDIATE, "math", "resolved");

            judge.judge("silent partition and topic", telemetry, engines);

            Map<String, SourceLog> logs = judge.sources();
            for (String silent : List.of(CANARIES + "-3", EVALUATIONS + "-0", EVALUATIONS + "-1")) {
                assertThat(logs.get(silent).data()).as(silent).isEmpty();
                assertThat(logs.get(silent).entries()).as("ticks in " + silent).isNotEmpty();
            }
            assertThat(transitions.states("evaluation-faults"))
                    .as("verdicts on a topic without any traffic")
                    .contains("no_data");
        }
    }

    @Test
    void shouldGoOnAfterARestartOfTheBroker() throws Exception {
        running(files);
        try (SeededTelemetry telemetry = SeededTelemetry.start(broker, SEED + 4, on(CANARIES, PARTITIONS))) {
            telemetry.force("math", 1);
            transitions.await(FaultSlos.HELD, "math", "pending");

            broker.stop();
            assertThatThrownBy(this::askBroker).as("the broker is gone").hasCauseInstanceOf(Exception.class);
            int before = telemetry.acknowledged().size();
            broker.restart();

            Await.until(
                    "the producer goes on", SOON, () -> telemetry.acknowledged().size() > before + 100);
            transitions.await(FaultSlos.HELD, "math", "firing");
            telemetry.force("math", 0);
            transitions.await(FaultSlos.HELD, "math", "resolved");

            judge(FaultSlos.canaries()).judge("broker restart", telemetry, engines);
        }
    }

    @Test
    void shouldCountTheNewPartitionsOfAGrownTopic() throws Exception {
        EngineRunner before = running(files);
        try (SeededTelemetry telemetry = SeededTelemetry.start(broker, SEED + 5, on(CANARIES, PARTITIONS))) {
            telemetry.force("math", 1);
            transitions.await(FaultSlos.HELD, "math", "pending");
            before.shutDown();
            try (Admin admin = Admin.create(broker.clientConfig())) {
                admin.createPartitions(Map.of(CANARIES, NewPartitions.increaseTo(2 * PARTITIONS)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            telemetry.to(on(CANARIES, 2 * PARTITIONS));
            LogJudge judge = judge(FaultSlos.canaries());
            Await.until(
                    "events in every new partition before an engine knows them",
                    SOON,
                    () -> judge.sources().values().stream()
                                    .filter(log -> log.partition() >= PARTITIONS
                                            && !log.data().isEmpty())
                                    .count()
                            == PARTITIONS);

            EngineRunner after = running(files);
            transitions.await(FaultSlos.HELD, "math", "firing");
            assertThat(counting(after)).isEqualTo(2 * PARTITIONS);
            telemetry.force("math", 0);
            transitions.await(FaultSlos.HELD, "math", "resolved");

            judge.judge("growth", telemetry, engines);
        }
    }

    private EngineRunner running(EngineFiles with) throws Exception {
        EngineRunner runner = new EngineRunner(with.read());
        engines.add(runner);
        runner.start();
        assertThat(runner.awaitRunning(SOON)).as("running").isTrue();
        return runner;
    }

    private LogJudge judge(List<OracleSlo> slos) {
        return new LogJudge(broker, APPLICATION, slos);
    }

    private static String partitions(int canaries, int evaluations) {
        return "{ partitions: { " + CANARIES + ": " + canaries + ", " + EVALUATIONS + ": " + evaluations + " } }";
    }

    private static List<TopicPartition> on(String topic, int partitions) {
        return SeededTelemetry.partitions(topic, partitions);
    }

    /** How many source partitions of events that count an instance has; exclusions are read beside them. */
    private static int counting(EngineRunner runner) {
        return (int) runner.status().sources().keySet().stream()
                .filter(partition -> !partition.topic().equals(TelemetryKind.EXCLUSION.topic()))
                .count();
    }

    /** Whether an instance has some of the source partitions and some of the alerts, and leaves some to others. */
    private static boolean sharesWork(EngineRunner runner, int all) {
        int sources = counting(runner);
        int judges = runner.status().evaluated().size();
        return sources > 0 && sources < all && judges > 0;
    }

    /** The stage-2 partitions that an instance has judged. */
    private static Set<Integer> judged(EngineRunner runner) {
        return LogJudge.evaluated(List.of(runner), TelemetryKind.CANARY).keySet();
    }

    /** The stage-2 partitions that judge the canaries of these specialists. */
    private Set<Integer> partitionsOf(String... groups) {
        EngineConfig config = files.read();
        Set<Integer> partitions = new TreeSet<>();
        for (int sli = 0; sli < config.definitions().indicators().size(); sli++) {
            if (config.definitions().indicators().get(sli).of() == TelemetryKind.CANARY) {
                for (String group : groups) {
                    partitions.add(new Series(sli, group).partition(config.verdictPartitions()));
                }
            }
        }
        return partitions;
    }

    private KafkaProducer<byte[], byte[]> transactionalProducer() {
        Map<String, Object> config = broker.clientConfig();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "foreign");
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60_000);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    /** Ticks that stand behind an offset for a reader who does not wait for transactions. */
    private long ticksAfter(TopicPartition partition, long offset) {
        Map<String, Object> config = broker.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        long ticks = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    ticks += SourceLog.isControl(record) ? 1 : 0;
                }
            }
        }
        return ticks;
    }

    private void askBroker() throws Exception {
        Map<String, Object> config = broker.clientConfig();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1_000);
        try (Admin admin = Admin.create(config)) {
            admin.describeCluster().nodes().get();
        }
    }
}

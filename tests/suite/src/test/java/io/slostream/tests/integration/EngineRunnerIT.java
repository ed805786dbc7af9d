// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.app.UsageException;
import io.slostream.app.run.EngineEnd;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.accumulate.Accounting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of an engine on a real broker: first start, restart, changed definitions, growth. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineRunnerIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String APPLICATION = "test-engine";
    private static final Predicate<GenericRecord> MATH_FIRES =
            alert -> alert.get("group").toString().equals("math")
                    && alert.get("state").toString().equals("firing");

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private EngineFiles files;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.builder().start();
        files = new EngineFiles(directory, broker.bootstrap());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldFireFromAnEmptyClusterAndGoOnAfterARestart() throws Exception {
        long acknowledged;
        try (EngineRunner first = running()) {
            assertThat(describe(TopicCatalog.ALERTS.name())).isEqualTo(4);
            assertThat(committed()).hasSize(4);
            try (Canaries canaries = Canaries.start(broker, 4);
                    CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
                GenericRecord alert = alerts.await("an alert for math", SOON, MATH_FIRES);

                assertThat(alert.get("slo")).hasToString(EngineFiles.SLO);
                assertThat(alert.get("alert")).hasToString(EngineFiles.ALERT);
                assertThat(alert.get("definition_version")).isEqualTo(0L);
                awaitHealth(first, "/health/ready", 200);
                acknowledged = canaries.stop();
            }
            long in = acknowledged;
            Await.until("all records read", SOON, () -> first.accounting().in() == in);
            first.shutDown();
            assertAddsUp(first.accounting(), in);
            assertThat(first.awaitEnd().exitCode()).isEqualTo(EngineEnd.STOPPED);
            assertThat(first.summary().json()).contains("\"events\":{\"in\":" + in + ",\"counted\":");
        }

        try (EngineRunner second = running();
                Canaries canaries = Canaries.start(broker, 4)) {
            Await.until(
                    "new records read on top of the old ones",
                    SOON,
                    () -> second.accounting().in() > acknowledged + 20);
            long all = acknowledged + canaries.stop();
            Await.until("all records read", SOON, () -> second.accounting().in() == all);
            second.shutDown();
            assertAddsUp(second.accounting(), all);
        }

        try (CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS);
                CommittedReader definitions = new CommittedReader(broker, TopicCatalog.DEFINITIONS)) {
            assertThat(alerts.all().stream().filter(MATH_FIRES)).hasSize(1);
            assertThat(definitions.all())
                    .extracting(entry -> entry.get("kind").toString())
                    .containsExactly("definition_set", "start");
        }
    }

    @Test
    void shouldRemoveTheStateOfAClusterThatIsGoneAndKeepItsOwn() throws Exception {
        running().close();
        Path mark = Files.createFile(directory
                .resolve("state-one")
                .resolve(APPLICATION)
                .resolve("1_0")
                .resolve("mark"));
        running().close();
        assertThat(mark).exists();
        broker.close();
        startBroker();

        running().close();

        assertThat(mark).doesNotExist();
    }

    /** As a thread does that finds another cluster at its address before it is told to end. */
    @Test
    void shouldStartWhereItsOwnMemberStaysInAGroupWithoutOffsets() throws Exception {
        new Topics(broker).create(List.of(TopicCatalog.telemetry(TelemetryKind.CANARY)));
        Map<String, Object> settings = new HashMap<>(broker.clientConfig());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, APPLICATION);
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one-1");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (KafkaConsumer<byte[], byte[]> left =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            left.subscribe(List.of(EngineFiles.TOPIC));
            Await.until("a member", SOON, () -> {
                left.poll(Duration.ofMillis(100));
                return !left.assignment().isEmpty();
            });
        }
        // A static member that closes does not leave.
        assertThat(members()).isEqualTo(1);

        running().close();

        assertThat(committed())
                .hasSize(TopicCatalog.telemetry(TelemetryKind.CANARY).defaultPartitions());
    }

    private int members() throws Exception {
        try (Admin admin = Admin.create(broker.clientConfig())) {
            return admin.describeConsumerGroups(List.of(APPLICATION))
                    .describedGroups()
                    .get(APPLICATION)
                    .get(30, TimeUnit.SECONDS)
                    .members()
                    .size();
        }
    }

    @Test
    void shouldRefuseAnotherTimeGridThanTheStates() throws Exception {
        running().close();

        try (EngineRunner changed =
                new EngineRunner(files.with("evaluationInterval: 30s").read())) {
            assertThatThrownBy(changed::start)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("profile or evaluationInterval have changed")
                    .hasMessageContaining("put the old ones back, or begin anew with another applicationId");
        }
    }

    @Test
    void shouldReadTheNewPartitionsOfAGrownTopicAfterARestart() throws Exception {
        long before;
        try (EngineRunner engine = running();
                Canaries canaries = Canaries.start(broker, 4)) {
            Await.until("records read", SOON, () -> engine.accounting().in() > 100);
            before = canaries.stop();
        }
        try (Admin admin = Admin.create(broker.clientConfig())) {
            admin.createPartitions(Map.of(EngineFiles.TOPIC, NewPartitions.increaseTo(8)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        long after;
        try (Canaries canaries = Canaries.start(broker, 8)) {
            // Written before the engine knows the new partitions: offset 0 must be read.
            Await.until("records in every partition", SOON, () -> canaries.acknowledged() > 40);
            after = canaries.stop();
        }

        try (EngineRunner engine = running()) {
            Await.until("every record read", SOON, () -> engine.accounting().in() == before + after);
            awaitHealth(engine, "/health/ready", 200);
            engine.shutDown();
            assertAddsUp(engine.accounting(), before + after);
        }
        assertThat(describe(APPLICATION + "-source-rows-changelog")).isEqualTo(8);
        assertThat(describe(APPLICATION + "-open-counts-changelog")).isEqualTo(8);
        assertThat(committed()).hasSize(8);
        // The growth is known now, and asked for once.
        running().close();
        try (CommittedReader definitions = new CommittedReader(broker, TopicCatalog.DEFINITIONS)) {
            assertThat(definitions.all())
                    .extracting(entry -> entry.get("kind").toString())
                    .containsExactly("definition_set", "start", "growth");
        }
    }

    @Test
    void shouldAgreeOnOneStartWhenTwoInstancesMeetAnEmptyCluster() throws Exception {
        EngineRunner one = new EngineRunner(files.read());
        EngineRunner two = new EngineRunner(files.instance("two").read());
        try (one;
                two) {
            CompletableFuture<Void> first = CompletableFuture.runAsync(one::start);
            CompletableFuture<Void> second = CompletableFuture.runAsync(two::start);
            CompletableFuture.allOf(first, second).get(60, TimeUnit.SECONDS);
            assertThat(one.awaitRunning(SOON) && two.awaitRunning(SOON)).isTrue();
            long acknowledged;
            try (Canaries canaries = Canaries.start(broker, 4);
                    CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
                alerts.await("an alert for math", SOON, MATH_FIRES);
                acknowledged = canaries.stop();
            }
            long in = acknowledged;

            Await.until(
                    "all records read, each by one",
                    SOON,
                    () -> one.accounting().plus(two.accounting()).in() == in);
            awaitHealth(one, "/health/ready", 200);
            awaitHealth(two, "/health/ready", 200);
        }
    }

    @Test
    void shouldEndWithAnExplanationWhenATopicGrowsUnderIt() throws Exception {
        try (EngineRunner engine = running(files.metadataMaxAgeMs(1_000))) {
            try (Admin admin = Admin.create(broker.clientConfig())) {
                admin.createPartitions(Map.of(EngineFiles.TOPIC, NewPartitions.increaseTo(8)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }

            EngineEnd end = engine.awaitEnd();

            assertThat(end.exitCode()).isEqualTo(EngineEnd.REFUSED);
            assertThat(end.reason()).contains("grown while the engine ran");
            awaitHealth(engine, "/health/live", 503);
        }
    }

    @Test
    void shouldEndCleanlyAfterAnAlertWasTakenOutOfItsTopic() throws Exception {
        try (EngineRunner engine = running();
                KafkaProducer<byte[], byte[]> operator = new KafkaProducer<>(
                        broker.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
            operator.send(new ProducerRecord<>(TopicCatalog.ALERTS.name(), 0, new byte[] {'k'}, null))
                    .get(30, TimeUnit.SECONDS);

            assertThat(engine.shutDown().exitCode()).isEqualTo(EngineEnd.STOPPED);
        }
    }

    private EngineRunner running() throws Exception {
        return running(files);
    }

    private EngineRunner running(EngineFiles with) throws Exception {
        EngineRunner runner = new EngineRunner(with.read());
        try {
            runner.start();
            assertThat(runner.awaitRunning(SOON)).as("running").isTrue();
        } catch (Throwable e) {
            runner.close();
            throw e;
        }
        return runner;
    }

    private static void assertAddsUp(Accounting accounting, long in) {
        assertThat(accounting.in()).isEqualTo(in);
        assertThat(accounting.addsUp()).isTrue();
        assertThat(accounting.counted()).isPositive();
        assertThat(accounting.deadLettered()).isPositive();
    }

    private static void awaitHealth(EngineRunner runner, String path, int code) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + runner.healthPort() + path);
        HttpClient client = HttpClient.newHttpClient();
        String[] last = {""};
        try {
            Await.until(path + " answers " + code, SOON, () -> {
                HttpResponse<String> answer =
                        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
                last[0] = answer.statusCode() + " " + answer.body();
                return answer.statusCode() == code;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", last: " + last[0], e);
        }
    }

    private int describe(String topic) throws Exception {
        try (Admin admin = Admin.create(broker.clientConfig())) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .get(topic)
                    .partitions()
                    .size();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
        try (Admin admin = Admin.create(broker.clientConfig())) {
            Map<TopicPartition, OffsetAndMetadata> all = admin.listConsumerGroupOffsets(APPLICATION)
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS);
            all.keySet().removeIf(partition -> !partition.topic().equals(EngineFiles.TOPIC));
            return all;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.app.UsageException;
import io.slostream.app.run.EngineEnd;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an engine refuses to run on, and that it says what to do. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineRefusalIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long LIMIT_SECONDS = 30;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private EngineFiles files;
    private Admin admin;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.builder().start();
        files = new EngineFiles(directory, broker.bootstrap());
        admin = Admin.create(broker.clientConfig());
    }

    @AfterEach
    void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void shouldExplainEveryMissingTopicWhenItMayNotCreateThem() {
        assertRefused(files.topics("{ create: false, partitions: { telemetry.canaries.v1: 6 } }"))
                .hasMessageContaining("kafka-topics.sh --bootstrap-server " + broker.bootstrap()
                        + " --create --topic telemetry.canaries.v1 --partitions 6 --config cleanup.policy=delete"
                        + " --config message.timestamp.type=LogAppendTime --config retention.ms=604800000")
                .hasMessageContaining("topic slo.alerts.v1 is missing")
                .hasMessageContaining("topic slo.transitions.v1 is missing")
                .hasMessageContaining("topic slo.summaries.v1 is missing")
                .hasMessageContaining("topic slo.dead-letters.v1 is missing")
                .hasMessageContaining("topic slo.definitions.v1 is missing");
    }

    @Test
    void shouldRefuseTelemetryWithProducerTimeUnlessItIsTrusted() throws Exception {
        create(EngineFiles.TOPIC, Map.of("message.timestamp.type", "CreateTime"));

        assertRefused(files)
                .hasMessageContaining("message.timestamp.type=CreateTime")
                .hasMessageContaining("one wrong clock could close the windows of all others early")
                .hasMessageContaining("--add-config message.timestamp.type=LogAppendTime")
                .hasMessageContaining("trustProducerTime: true");

        running(files.with("trustProducerTime: true")).shutDown();
    }

    @Test
    void shouldRefuseCompactedTelemetryAndDefinitionsThatWouldBeDeleted() throws Exception {
        create(EngineFiles.TOPIC, Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "compact"));
        create(TopicCatalog.DEFINITIONS.name(), Map.of("retention.ms", "86400000"));

        assertRefused(files)
                .hasMessageContaining("telemetry.canaries.v1 is compacted")
                .hasMessageContaining("slo.definitions.v1 has 2 partitions")
                .hasMessageContaining("slo.definitions.v1 has retention.ms=86400000");
    }

    @Test
    void shouldSayWhatRetentionDeletedBeforeItWasRead() throws Exception {
        running(files).shutDown();
        produce(40);
        TopicPartition first = new TopicPartition(EngineFiles.TOPIC, 0);
        admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(8)))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        long committed = admin.listConsumerGroupOffsets("test-engine")
                .partitionsToOffsetAndMetadata()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .get(first)
                .offset();

        assertRefused(files)
                .hasMessageContaining("telemetry.canaries.v1-0: offsets " + committed + " to 7")
                .hasMessageContaining("--accept-loss");
    }

    @Test
    void shouldRefuseStateWithoutOffsetsAndStateWithoutAStartRecord() throws Exception {
        running(files).shutDown();
        awaitEmptyGroup();
        admin.deleteConsumerGroups(List.of("test-engine")).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);

        assertRefused(files)
                .hasMessageContaining("has state but no offsets for telemetry.canaries.v1-0")
                .hasMessageContaining("begin anew with another applicationId");

        admin.deleteTopics(List.of(TopicCatalog.DEFINITIONS.name())).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        Await.until(
                "the topic is gone",
                SOON,
                () -> !admin.listTopics()
                        .names()
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                        .contains(TopicCatalog.DEFINITIONS.name()));

        assertRefused(files).hasMessageContaining("has no start record for it");

        running(files.with("applicationId: another")).shutDown();
    }

    @Test
    void shouldRefuseAnotherNumberOfVerdictPartitionsAndStateWhoseChangelogsAreGone() throws Exception {
        EngineRunner engine = running(files);
        produce(40);
        Await.until("all is read", SOON, () -> engine.accounting().in() == 40);
        engine.shutDown();

        assertRefused(new EngineFiles(directory, broker.bootstrap()).with("verdictPartitions: 4"))
                .hasMessageContaining(
                        "spec.verdictPartitions is 4, but test-engine-packets-repartition has 8 partitions");

        String rings = "test-engine-ring-blocks-changelog";
        admin.deleteTopics(List.of(rings)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        Await.until(
                "the topic is gone",
                SOON,
                () -> !admin.listTopics()
                        .names()
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                        .contains(rings));

        assertRefused(files).hasMessageContaining("are gone: " + rings);
    }

    @Test
    void shouldReplaceThreadsWhileTheRegistryIsAwayAndEndWhenTheBudgetIsSpent() throws Exception {
        // Nobody listens there: Avro records cannot be decoded, and must not become dead letters.
        try (EngineRunner engine =
                running(files.with("registry: { url: http://127.0.0.1:1 }").with("restarts: { budget: 2 }"))) {
            new Topics(broker).produce(EngineFiles.TOPIC, List.of(new byte[] {0, 0, 0, 0, 7, 1, 2, 3}));

            EngineEnd end = engine.awaitEnd();

            assertThat(end.exitCode()).isEqualTo(EngineEnd.FAILED);
            assertThat(end.reason())
                    .contains("more than 2 times within an hour")
                    .contains("schema registry");
        }
        try (CommittedReader letters = new CommittedReader(broker, TopicCatalog.DEAD_LETTERS)) {
            assertThat(letters.all()).isEmpty();
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            EngineFiles files) {
        EngineRunner runner = new EngineRunner(files.read());
        try {
            return assertThatThrownBy(runner::start).isInstanceOf(UsageException.class);
        } finally {
            runner.shutDown();
        }
    }

    private static EngineRunner running(EngineFiles files) throws Exception {
        EngineRunner runner = new EngineRunner(files.read());
        runner.start();
        assertThat(runner.awaitRunning(SOON)).as("running").isTrue();
        return runner;
    }

    private void create(String topic, Map<String, String> config) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1).configs(new HashMap<>(config))))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private void produce(int records) throws Exception {
        byte[] event =
                "{\"event_id\":\"c\",\"event_time\":0,\"specialist\":\"math\",\"probe_id\":\"p\",\"passed\":true}"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        new Topics(broker).produce(EngineFiles.TOPIC, java.util.Collections.nCopies(records, event));
    }

    /** A static member stays until its session times out. */
    private void awaitEmptyGroup() throws Exception {
        Await.until(
                "the group is empty",
                SOON,
                () -> admin.describeConsumerGroups(List.of("test-engine"))
                        .describedGroups()
                        .get("test-engine")
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                        .members()
                        .isEmpty());
    }
}

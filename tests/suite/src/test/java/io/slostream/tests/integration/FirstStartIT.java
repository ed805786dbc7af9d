// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.testkit.Sli;
import io.slostream.testkit.oracle.OracleAlert;
import io.slostream.testkit.oracle.OracleSlo;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How far a first start reads back. The topic takes its time from the producer here, so that a test can write history;
 * the alert's window is 10 s, and an event may claim a time 60 s after its arrival.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstStartIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long LIMIT_SECONDS = 30;
    private static final long SECOND = 1_000;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private EngineFiles files;
    private Admin admin;
    private long now;

    @BeforeEach
    void startBroker() throws Exception {
        broker = EmbeddedBroker.builder().start();
        files = new EngineFiles(directory, broker.bootstrap()).with("trustProducerTime: true");
        admin = Admin.create(broker.clientConfig());
        NewTopic topic =
                new NewTopic(EngineFiles.TOPIC, 2, (short) 1).configs(Map.of("message.timestamp.type", "CreateTime"));
        admin.createTopics(List.of(topic)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        now = System.currentTimeMillis();
    }

    @AfterEach
    void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void shouldReadWhatTheLongestAlertingWindowCanHoldAndNoMore() throws Exception {
        write(0, now - 3_600 * SECOND, 5);
        write(0, now - 30 * SECOND, 3);
        write(1, now - 3_600 * SECOND, 7);

        try (EngineRunner engine = running()) {
            Await.until(
                    "the records within the window are read",
                    SOON,
                    () -> engine.accounting().in() == 3);
            write(1, now, 1);
            Await.until("and the next one", SOON, () -> engine.accounting().in() == 4);
        }

        GenericRecord start = start();
        // The topic has its first record an hour ago, so the window counts in full.
        assertThat(boundary(start)).isBetween(now - 11 * SECOND, now + 20 * SECOND - 10 * SECOND);
        assertThat(boundary(start) % SECOND).isZero();
        assertThat(start.get("offsets"))
                .hasToString("[{\"topic\": \"telemetry.canaries.v1\", \"partition\": 0, \"offset\": 5},"
                        + " {\"topic\": \"telemetry.canaries.v1\", \"partition\": 1, \"offset\": 7},"
                        // Whatever was filed, however long ago.
                        + " {\"topic\": \"telemetry.exclusions.v1\", \"partition\": 0, \"offset\": 0}]");
    }

    @Test
    void shouldCountFromTheEndOfAGapThatRetentionLeft() throws Exception {
        write(0, now - 8 * SECOND, 5);
        write(0, now + 30 * SECOND, 3); // Later than any window could begin while this test runs.
        write(1, now - 8 * SECOND, 1);
        admin.deleteRecords(Map.of(new TopicPartition(EngineFiles.TOPIC, 0), RecordsToDelete.beforeOffset(5)))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);

        running().shutDown();

        assertThat(boundary(start())).isEqualTo(Math.floorDiv(now + 30 * SECOND, SECOND) * SECOND + SECOND);
    }

    @Test
    void shouldPageForWhatIsFiringAndNotForWhatHasEnded() throws Exception {
        files.slos(List.of(readBackOneMinute()));
        for (long ago = 70; ago >= 0; ago--) {
            long time = now - ago * SECOND;
            write(0, canary("math", time, ago > 50), time, 1);
            write(1, canary("code", time, ago > 50 || ago < 40), time, 1);
        }

        try (EngineRunner engine = running();
                CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS);
                CommittedReader transitions = new CommittedReader(broker, TopicCatalog.TRANSITIONS)) {
            GenericRecord firing = alerts.await("an alert", SOON, alert -> true);
            GenericRecord start = start();

            assertThat(firing.get("group")).hasToString("math");
            assertThat(firing.get("at")).isEqualTo(start.get("live_from"));
            assertThat(firing.get("reason")).hasToString("start");
            assertThat((Long) firing.get("fired_at")).isBetween(now - 50 * SECOND, now - 44 * SECOND);
            assertThat(transitions.all())
                    .extracting(transition -> transition.get("group") + " " + transition.get("state"))
                    .contains("code firing", "code resolved", "math firing")
                    .doesNotContain("math resolved");

            // The present is for pagers: math recovers.
            long later = System.currentTimeMillis();
            write(0, canary("math", later, true), later, 40);
            alerts.await("its end", SOON, alert -> alert.get("state").toString().equals("resolved"));
            assertThat(alerts.all())
                    .extracting(alert -> alert.get("group") + " " + alert.get("state"))
                    .containsExactly("math firing", "math resolved");
            engine.shutDown();
        }
    }

    /** A window of five seconds that tells, and one of a minute, never met, for which a minute is read back. */
    private static OracleSlo readBackOneMinute() {
        return new OracleSlo(
                "canary-history",
                Sli.CANARY_PASSED,
                new BigDecimal("0.9"),
                3_600 * SECOND,
                List.of(bound("Soon", 5, 0), bound("Never", 60, 1_000_000)));
    }

    private static OracleAlert bound(String name, int windowSeconds, int minimumBadEvents) {
        OracleAlert.Tier tier =
                new OracleAlert.Tier("page", List.of(windowSeconds * SECOND), null, new BigDecimal("0.5"));
        return new OracleAlert(
                name, List.of(tier), 0, 0, 0, minimumBadEvents, new BigDecimal("0.9"), OracleAlert.NoData.FREEZE);
    }

    private static long boundary(GenericRecord start) {
        List<?> boundaries = (List<?>) start.get("boundaries");
        assertThat(boundaries)
                .extracting(boundary -> ((GenericRecord) boundary).get("topic").toString())
                .containsExactly(EngineFiles.TOPIC, TelemetryKind.EXCLUSION.topic());
        return (Long) ((GenericRecord) boundaries.get(0)).get("boundary");
    }

    private GenericRecord start() throws Exception {
        try (CommittedReader definitions = new CommittedReader(broker, TopicCatalog.DEFINITIONS)) {
            return definitions.await(
                    "the start record",
                    SOON,
                    entry -> entry.get("kind").toString().equals("start"));
        }
    }

    private EngineRunner running() throws Exception {
        EngineRunner runner = new EngineRunner(files.read());
        try {
            runner.start();
            assertThat(runner.awaitRunning(SOON)).as("running").isTrue();
        } catch (Throwable e) {
            runner.close();
            throw e;
        }
        return runner;
    }

    private static byte[] canary(String specialist, long timeMs, boolean passed) {
        return ("{\"event_id\":\"c\",\"event_time\":" + timeMs + ",\"specialist\":\"" + specialist
                        + "\",\"probe_id\":\"p\",\"passed\":" + passed + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void write(int partition, long timeMs, int records) throws Exception {
        write(partition, canary("math", timeMs, true), timeMs, records);
    }

    private void write(int partition, byte[] event, long timeMs, int records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(EngineFiles.TOPIC, partition, timeMs, null, event))
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }
}

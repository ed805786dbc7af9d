// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.broker.EmbeddedRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slostream simulate} as a process of its own that writes to a broker. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SimulateCommandIT {
    private static final Pattern EVENT_TIME = Pattern.compile("\"event_time\":(\\d+)");

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldWriteEachEventOfLifeInJsonAndNoneBeforeItsTime() throws Exception {
        createTopics();

        List<ConsumerRecord<byte[], byte[]>> records = simulated("--duration", "3s", "--scale", "20");

        assertThat(records).hasSizeGreaterThan(50).allSatisfy(record -> {
            String value = new String(record.value(), StandardCharsets.UTF_8);
            Matcher time = EVENT_TIME.matcher(value);
            assertThat(time.find()).as(value).isTrue();
            // The topics take the broker's time: when the record came.
            assertThat(Long.parseLong(time.group(1))).as(value).isLessThanOrEqualTo(record.timestamp());
            assertThat(record.key()).isNotEmpty();
        });
    }

    @Test
    void shouldWriteAvroAtAnyRateAndSayThatTheTimesAreNotOfNow() throws Exception {
        createTopics();
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {

            List<ConsumerRecord<byte[], byte[]>> records =
                    simulated("--duration", "5m", "--rate", "max", "--registry", registry.url());

            // Magic byte and a schema id of the registry.
            assertThat(records)
                    .hasSizeGreaterThan(500)
                    .allSatisfy(record -> assertThat(record.value()).startsWith(0, 0, 0, 0));
        }
    }

    @Test
    void shouldCountWhatItWroteWhenItIsStopped() throws Exception {
        createTopics();
        try (EngineProcess simulate = EngineProcess.start(
                directory, "simulate", "--bootstrap", broker.bootstrap(), "--duration", "10h", "--scale", "20")) {
            String requests = TelemetryKind.REQUEST.topic();
            Await.until(
                    "requests", Duration.ofSeconds(60), () -> !written(requests).isEmpty());
            assertThat(simulate.isAlive()).as("not at its end").isTrue();

            assertThat(simulate.terminate()).as(simulate.stderr()).isZero();

            int written = telemetry().stream()
                    .mapToInt(topic -> written(topic.name()).size())
                    .sum();
            assertThat(simulate.stdout().replace(",", ""))
                    .startsWith(written + " events: ")
                    .hasLineCount(1);
            assertThat(simulate.stderr()).startsWith("simulate: 10h of events as fast as life; Ctrl-C ends it");
        }
    }

    @Test
    void shouldRefuseAClusterWithoutTheTopics() throws Exception {
        try (EngineProcess simulate = EngineProcess.start(directory, "simulate", "--bootstrap", broker.bootstrap())) {
            assertThat(simulate.awaitExit(60)).isEqualTo(2);
            assertThat(simulate.stderr())
                    .contains("there is no topic ")
                    .contains(TelemetryKind.CANARY.topic())
                    .contains("slostream run creates the topics");
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() throws Exception {
        broker.stop();
        try (EngineProcess simulate = EngineProcess.start(directory, "simulate", "--bootstrap", broker.bootstrap())) {
            assertThat(simulate.awaitExit(60)).isEqualTo(2);
            assertThat(simulate.stderr().lines())
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line).contains("Kafka did not answer within 10 s; check --bootstrap"));
        }
    }

    private void createTopics() throws Exception {
        new Topics(broker).create(telemetry());
    }

    private static List<TopicSpec> telemetry() {
        return Arrays.stream(TelemetryKind.values())
                .map(TopicCatalog::telemetry)
                .toList();
    }

    /** What is in a telemetry topic. */
    private List<ConsumerRecord<byte[], byte[]>> written(String topic) {
        TopicSpec spec = telemetry().stream()
                .filter(one -> one.name().equals(topic))
                .findFirst()
                .orElseThrow();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int partition = 0; partition < spec.defaultPartitions(); partition++) {
            records.addAll(new Topics(broker).consume(topic, partition));
        }
        return records;
    }

    /** What is in the topics after a run, which must be as many records as it says. */
    private List<ConsumerRecord<byte[], byte[]>> simulated(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("simulate", "--bootstrap", broker.bootstrap()));
        arguments.addAll(List.of(options));
        try (EngineProcess simulate = EngineProcess.start(directory, arguments.toArray(String[]::new))) {
            assertThat(simulate.awaitExit(60)).as(simulate.stderr()).isZero();
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            telemetry().forEach(topic -> records.addAll(written(topic.name())));
            assertThat(simulate.stdout().replace(",", "")).startsWith(records.size() + " events: ");
            boolean ofNow = !arguments.contains("--rate");
            assertThat(simulate.stderr().contains("take the broker's time (LogAppendTime)"))
                    .as(simulate.stderr())
                    .isEqualTo(!ofNow);
            return records;
        }
    }
}

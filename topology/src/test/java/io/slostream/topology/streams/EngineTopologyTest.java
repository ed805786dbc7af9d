// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology in the test driver: its names, its ticks, its dead letters. */
class EngineTopologyTest {
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final String SLO = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: canary, owner: test }
            spec:
              dashboard: serving
              category: outcome
              indicator: { ratio: { of: canary, good: { passed: true }, groupBy: specialist } }
              objective: 0.9
              period: 30d
              alerts:
                - name: Failing
                  when: { ratio: { below: 0.8, over: 1m } }
            """;

    @TempDir
    private Path stateDir;

    private final EngineStatus status = new EngineStatus();
    private Properties properties;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> canaries;

    @BeforeEach
    void start() {
        properties =
                new EngineProperties("app", "unused:1", stateDir.toString(), "i1", 1, SECOND, Map.of()).toProperties();
        drive(topology());
    }

    private void drive(EngineTopology topology) {
        driver = new TopologyTestDriver(topology.build(properties), properties, Instant.ofEpochMilli(T0));
        canaries = driver.createInputTopic(
                TelemetryKind.CANARY.topic(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    /** Nothing here depends on the budget of a call; a slow machine must not make it do so. */
    private EngineTopology topology() {
        return topology(Long.MAX_VALUE / 4);
    }

    private EngineTopology topology(long evaluationBudgetMs) {
        EngineDefinition definition = new EngineDefinition(
                DefinitionLoader.load(List.of(new DefinitionText("slo.yaml", SLO))),
                Optional.of(Set.of("math")),
                TimeGrid.DEFAULT);
        EngineSettings settings = new EngineSettings(
                "test",
                "app",
                new DefinitionVersions(VersionedDefinition.first(0, definition), Duration.ZERO),
                Map.of(TelemetryKind.CANARY, 1),
                1,
                StartPoint.at(T0),
                OutputFormat.JSON,
                SchemaRegistry.none(),
                10 * SECOND,
                evaluationBudgetMs,
                EngineClock.WALL);
        return new EngineTopology(settings, status);
    }

    /** Names are a contract: a renamed store is an empty store. Change the file only together with a migration. */
    @Test
    void shouldHaveExactlyTheseParts() throws IOException {
        try (InputStream golden = getClass().getResourceAsStream("/topology.txt")) {
            assertThat(topology().build(properties).describe().toString())
                    .isEqualToIgnoringNewLines(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldFireAndResolve() {
        canaries(0, 2 * MINUTE, true);
        canaries(2 * MINUTE, 3 * MINUTE, false);
        canaries(3 * MINUTE, 5 * MINUTE, true);

        // 45 of 60 are good at 2m15s; the first boundary with less than 80 % good and a minute's coverage.
        assertThat(states(TopicCatalog.ALERTS)).containsExactly("firing@135", "resolved@230");
        assertThat(states(TopicCatalog.TRANSITIONS)).containsExactly("firing@135", "resolved@230");
    }

    @Test
    void shouldWriteTicksIntoASilentTopicSoThatItsWindowsEmpty() {
        canaries(0, 2 * MINUTE, true);

        letPass(3 * MINUTE);

        assertThat(states(TopicCatalog.TRANSITIONS)).containsExactly("no_data@180");
        List<TestRecord<byte[], byte[]>> ticks = read(TelemetryKind.CANARY.topic());
        // One a pane at most.
        assertThat(ticks).hasSizeBetween(30, 36).allSatisfy(tick -> {
            assertThat(tick.value()).isNull();
            assertThat(new String(tick.key(), StandardCharsets.UTF_8)).isEqualTo("slostream-tick");
            assertThat(ControlRecords.hasHeader(tick.headers())).isTrue();
        });
    }

    @Test
    void shouldTickATopicThatNeverHadARecord() {
        letPass(2 * MINUTE);

        assertThat(read(TelemetryKind.CANARY.topic())).isNotEmpty();
        assertThat(states(TopicCatalog.TRANSITIONS)).containsExactly("no_data@5");
    }

    @Test
    void shouldSendPoisonToTheDeadLettersAndGoOn() {
        canaries.pipeInput(new TestRecord<>(null, "poison".getBytes(StandardCharsets.UTF_8), Instant.ofEpochMilli(T0)));
        canaries.pipeInput(new TestRecord<>(null, null, Instant.ofEpochMilli(T0)));
        canaries(0, 5 * SECOND, true);
        letPass(SECOND);

        RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());
        assertThat(read(TopicCatalog.DEAD_LETTERS.name()))
                .extracting(record -> decoder.decode(TopicCatalog.DEAD_LETTERS, record.value())
                        .get("reason")
                        .toString())
                .containsExactly("bad-magic", "null-record");
        assertThat(status.accounting()).isEqualTo(new Accounting(7, 5, 0, 2, 0));
    }

    @Test
    void shouldSayWhyEventsThatWereMeantToCountDidNot() {
        canaries(0, SECOND, true);
        String event = "{\"event_id\":\"e\",\"event_time\":%d,\"specialist\":\"math\",\"probe_id\":\"p\",\"%s\":true}";
        send(event.formatted(T0 / SECOND, "passed"));
        send(event.formatted(T0 / SECOND, "passed"));
        send(event.formatted(T0, "pased"));
        send(event.formatted(T0, "error_type").replace("true", "\"timeout\""));
        send("poison");
        letPass(SECOND);

        String topic = TelemetryKind.CANARY.topic();
        assertThat(status.takeMissed())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        new EngineStatus.RecordClass(topic, Outcome.LATE),
                        new EngineStatus.Missed(
                                2,
                                "partition 0 offset 1: event_time 1767571200 (1970-01-21T10:59:31.200Z) lies before every"
                                        + " window; it looks like seconds, milliseconds are needed"),
                        new EngineStatus.RecordClass(topic, Outcome.EXCLUDED),
                        new EngineStatus.Missed(
                                1,
                                "partition 0 offset 3: this canary measures nothing, since it lacks what an SLO asks for:"
                                        + " passed; \"pased\" is no field of it, did you mean passed?"),
                        new EngineStatus.RecordClass(topic, Outcome.DEAD_LETTERED),
                        new EngineStatus.Missed(
                                1,
                                "partition 0 offset 5: bad-magic, the first byte is 0x70, neither 0x00 (Avro) nor 0x7b"
                                        + " (JSON object)")));
        assertThat(status.takeMissed()).isEmpty();
        // A prober that failed is no mistake: nobody is told.
        assertThat(status.accounting()).isEqualTo(new Accounting(6, 1, 2, 1, 2));
    }

    private void send(String value) {
        canaries.pipeInput(
                new TestRecord<>(null, value.getBytes(StandardCharsets.UTF_8), Instant.ofEpochMilli(T0 + SECOND)));
    }

    @Test
    void shouldCutALongGapOverSeveralCalls() {
        driver.close();
        drive(topology(1));
        canaries(0, 2 * MINUTE, true);
        EngineStatus.Evaluated canary = new EngineStatus.Evaluated(TelemetryKind.CANARY, 0);
        long gap = 20 * 24 * 60 * MINUTE;
        // Over 300,000 boundaries, none of which may be skipped: the period still holds events.
        canaries.pipeInput(new TestRecord<>(null, null, Instant.ofEpochMilli(T0 + gap)));
        long last = T0 + gap - 10 * SECOND;

        assertThat(status.evaluated().get(canary)).isLessThan(last);

        for (int call = 0; call < 200_000 && status.evaluated().get(canary) < last; call++) {
            driver.advanceWallClockTime(Duration.ofMillis(50));
        }
        assertThat(status.evaluated()).containsEntry(canary, last);
        assertThat(states(TopicCatalog.TRANSITIONS)).containsExactly("no_data@180");
    }

    /** One canary a second in [from, to) after T0; the wall clock goes along. */
    private void canaries(long from, long to, boolean passed) {
        for (long t = from; t < to; t += SECOND) {
            byte[] value = Telemetry.canary("math", T0 + t, passed)
                    .json("e", Optional.empty())
                    .getBytes(StandardCharsets.UTF_8);
            canaries.pipeInput(new TestRecord<>(null, value, Instant.ofEpochMilli(T0 + t)));
            driver.advanceWallClockTime(Duration.ofMillis(SECOND));
        }
    }

    /** Lets the wall clock go on; the driver collapses missed punctuations, so in small steps. */
    private void letPass(long ms) {
        for (long t = 0; t < ms; t += 100) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
        }
    }

    /** State and second of each record of a topic. */
    private List<String> states(TopicSpec topic) {
        RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());
        return read(topic.name()).stream()
                .map(record -> {
                    GenericRecord value = decoder.decode(topic, record.value());
                    return value.get("state") + "@" + (record.timestamp() - T0) / SECOND;
                })
                .toList();
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }
}

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
import io.slostream.testkit.Telemetry;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An SLO, or a specialist, that a version serves no more: its alert resolves and its summary leaves the compacted topic. */
class RemovalTest {
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long SECOND = 1_000;
    private static final long LEARNT = 180;

    @TempDir
    private Path stateDir;

    @Test
    void shouldTakeTheSummaryOfAnSloAway() {
        List<String> told =
                told(serving(Set.of("math"), slo("kept"), slo("gone")), serving(Set.of("math"), slo("kept")));

        assertThat(told).containsOnlyOnce("gone/Failing/math resolved").containsOnlyOnce("gone/math is gone");
        assertThat(told).doesNotContain("kept/Failing/math resolved", "kept/math is gone");
        assertThat(told.indexOf("gone/math is gone")).isGreaterThan(told.indexOf("gone/Failing/math resolved"));
    }

    @Test
    void shouldTakeTheSummaryOfASpecialistAway() {
        List<String> told = told(serving(Set.of("math", "code"), slo("kept")), serving(Set.of("code"), slo("kept")));

        assertThat(told).containsOnlyOnce("kept/Failing/math resolved").containsOnlyOnce("kept/math is gone");
        assertThat(told).doesNotContain("kept/code is gone");
    }

    private List<String> told(EngineDefinition before, EngineDefinition after) {
        DefinitionVersions versions = new DefinitionVersions(VersionedDefinition.first(0, before), Duration.ZERO);
        EngineSettings settings = new EngineSettings(
                "test",
                "app",
                versions,
                Map.of(TelemetryKind.CANARY, 1),
                1,
                StartPoint.at(T0),
                OutputFormat.JSON,
                SchemaRegistry.none(),
                10 * SECOND,
                Long.MAX_VALUE / 4,
                EngineClock.WALL);
        Properties properties =
                new EngineProperties("app", "unused:1", stateDir.toString(), "i1", 1, SECOND, Map.of()).toProperties();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new EngineTopology(settings, new EngineStatus()).build(properties),
                properties,
                Instant.ofEpochMilli(T0))) {
            TestInputTopic<byte[], byte[]> canaries = driver.createInputTopic(
                    TelemetryKind.CANARY.topic(), new ByteArraySerializer(), new ByteArraySerializer());
            for (long second = 0; second < 2 * LEARNT; second++) {
                Instant at = Instant.ofEpochMilli(T0 + second * SECOND);
                canaries.pipeInput(new TestRecord<>(null, failed(at), at));
                if (second == LEARNT) {
                    versions.add(1, after);
                }
                driver.advanceWallClockTime(Duration.ofMillis(SECOND));
            }
            return words(driver);
        }
    }

    private static List<String> words(TopologyTestDriver driver) {
        RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());
        List<String> words = new ArrayList<>();
        read(driver, TopicCatalog.ALERTS.name())
                .forEach(record -> words.add(text(record.key()) + " "
                        + decoder.decode(TopicCatalog.ALERTS, record.value()).get("state")));
        read(driver, TopicCatalog.SUMMARIES.name())
                .filter(record -> record.value() == null)
                .forEach(record -> words.add(text(record.key()) + " is gone"));
        return words;
    }

    private static Stream<TestRecord<byte[], byte[]>> read(TopologyTestDriver driver, String topic) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream();
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    private static byte[] failed(Instant at) {
        return Telemetry.canary("math", at.toEpochMilli(), false)
                .json("e", Optional.empty())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static EngineDefinition serving(Set<String> specialists, String... slos) {
        return new EngineDefinition(
                DefinitionLoader.load(Stream.of(slos)
                        .map(slo -> new DefinitionText("slo.yaml", slo))
                        .toList()),
                Optional.of(specialists),
                TimeGrid.DEFAULT);
    }

    private static String slo(String name) {
        return """
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: %s, owner: test }
                spec:
                  dashboard: serving
                  category: outcome
                  indicator: { ratio: { of: canary, good: { passed: true }, groupBy: specialist } }
                  objective: %s
                  period: 30d
                  alerts:
                    - name: Failing
                      when: { ratio: { below: 0.8, over: 1m } }
                """.formatted(name, name.equals("kept") ? "0.9" : "0.95");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTopologyTest {
    private static final long T0 = 1_767_571_200_000L;
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

    @Test
    void shouldPrint() {
        EngineSettings settings = new EngineSettings(
                "test",
                new EngineDefinition(
                        DefinitionLoader.load(List.of(new DefinitionText("slo.yaml", SLO))),
                        Optional.of(Set.of("math")),
                        TimeGrid.DEFAULT),
                0,
                Map.of(TelemetryKind.CANARY, 1),
                1,
                T0,
                OutputFormat.JSON,
                SchemaRegistry.none(),
                10_000,
                200);
        Properties properties = new EngineProperties(
                        "app", "localhost:1", stateDir.toString(), "i1", 1, 1_000, Map.of())
                .toProperties();
        EngineTopology topology = new EngineTopology(settings, new EngineStatus());
        System.out.println(topology.build(properties).describe());
        try (TopologyTestDriver driver =
                new TopologyTestDriver(topology.build(properties), properties, Instant.ofEpochMilli(T0))) {
            TestInputTopic<byte[], byte[]> in = driver.createInputTopic(
                    TelemetryKind.CANARY.topic(), new ByteArraySerializer(), new ByteArraySerializer());
            TestOutputTopic<byte[], byte[]> out = driver.createOutputTopic(
                    TopicCatalog.TRANSITIONS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            for (long t = 0; t < 300_000; t += 1_000) {
                boolean ok = t < 120_000 || t > 180_000;
                Telemetry event = Telemetry.canary("math", T0 + t, ok);
                in.pipeInput(
                        new byte[] {1}, event.json("e", Optional.empty()).getBytes(StandardCharsets.UTF_8), T0 + t);
                driver.advanceWallClockTime(Duration.ofMillis(1_000));
            }
            for (int i = 0; i < 300; i++) {
                driver.advanceWallClockTime(Duration.ofMillis(1_000));
            }
            out.readRecordsToList().forEach(r -> System.out.println(new String(r.value(), StandardCharsets.UTF_8)));
            assertThat(driver.getAllStateStores()).isNotEmpty();
        }
    }
}

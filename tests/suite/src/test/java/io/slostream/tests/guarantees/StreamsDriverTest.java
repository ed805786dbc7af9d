// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.testkit.oracle.Oracle;
import io.slostream.testkit.oracle.OracleTransition;
import io.slostream.tests.support.Rendering;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.ingest.TelemetryRecord;
import io.slostream.topology.streams.EngineClock;
import io.slostream.topology.streams.EngineProperties;
import io.slostream.topology.streams.EngineSettings;
import io.slostream.topology.streams.EngineStatus;
import io.slostream.topology.streams.EngineTopology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle judges the topology itself: shells, stores, codecs and output records, one partition a topic. */
class StreamsDriverTest {
    private static final int SEEDS = 40;

    @TempDir
    private Path stateDir;

    @Test
    void shouldWriteTheOraclesTransitions() {
        int transitions = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Scenario scenario = Scenario.draw(seed, 1);

            Map<String, List<OracleTransition>> actual = run(scenario, stateDir.resolve("seed" + seed));

            assertThat(actual).as("seed %d", seed).isEqualTo(sorted(oracle(scenario)));
            transitions += actual.values().stream().mapToInt(List::size).sum();
        }
        System.out.println("streams driver: " + SEEDS + " seeds, " + transitions + " transitions equal the oracle's");
        assertThat(transitions).isGreaterThan(SEEDS);
    }

    private static Map<String, List<OracleTransition>> run(Scenario scenario, Path directory) {
        EngineSettings settings = new EngineSettings(
                "test",
                "app",
                new DefinitionVersions(
                        VersionedDefinition.first(
                                0,
                                new EngineDefinition(
                                        DefinitionLoader.load(scenario.slos().stream()
                                                .map(slo -> new DefinitionText(slo.name() + ".yaml", slo.yaml()))
                                                .toList()),
                                        Optional.empty(),
                                        TimeGrid.DEFAULT.withEvaluationInterval(scenario.intervalMs()))),
                        Duration.ZERO),
                scenario.partitions(),
                1,
                StartPoint.at(scenario.startMs()).withExclusions(),
                OutputFormat.JSON,
                SchemaRegistry.none(),
                10_000,
                Long.MAX_VALUE / 4,
                EngineClock.WALL);
        Properties properties = new EngineProperties(
                        "oracle", "unused:1", directory.toString(), "instance", 1, 1_000, Map.of())
                .toProperties();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new EngineTopology(settings, new EngineStatus()).build(properties),
                properties,
                Instant.ofEpochMilli(scenario.startMs()))) {
            scenario.logs().forEach((source, log) -> {
                TestInputTopic<byte[], byte[]> topic =
                        driver.createInputTopic(source.topic(), new ByteArraySerializer(), new ByteArraySerializer());
                log.forEach(record -> topic.pipeInput(asTestRecord(record)));
            });
            return transitions(driver, scenario.endMs());
        }
    }

    private static TestRecord<byte[], byte[]> asTestRecord(TelemetryRecord record) {
        RecordHeaders headers = new RecordHeaders();
        if (record.hasControlHeader()) {
            headers.add("slostream-engine", "other".getBytes(StandardCharsets.UTF_8));
        }
        return new TestRecord<>(record.key(), record.value(), headers, record.timestampMs());
    }

    private static Map<String, List<OracleTransition>> transitions(TopologyTestDriver driver, long endMs) {
        RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());
        Map<String, List<OracleTransition>> result = new TreeMap<>();
        driver.createOutputTopic(
                        TopicCatalog.TRANSITIONS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(record -> {
                    OracleTransition transition =
                            Rendering.of(decoder.decode(TopicCatalog.TRANSITIONS, record.value()));
                    assertThat(record.timestamp()).isEqualTo(transition.atMs());
                    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(transition.key());
                    if (transition.atMs() <= endMs) {
                        result.computeIfAbsent(transition.key(), absent -> new ArrayList<>())
                                .add(Rendering.withSortedCounts(transition));
                    }
                });
        return result;
    }

    private static Map<String, List<OracleTransition>> sorted(Map<String, List<OracleTransition>> transitions) {
        Map<String, List<OracleTransition>> result = new TreeMap<>();
        transitions.forEach((key, list) ->
                result.put(key, list.stream().map(Rendering::withSortedCounts).toList()));
        return result;
    }

    private static Map<String, List<OracleTransition>> oracle(Scenario scenario) {
        return new Oracle(Scenario.PANE_MS, Scenario.GRACE_MS, scenario.intervalMs(), scenario.startMs())
                .judge(scenario.slos(), scenario.events(), scenario.exclusions(), scenario.endMs());
    }
}

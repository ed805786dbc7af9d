// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.streams;

import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.streams.EngineProperties;
import io.slostream.topology.streams.EngineSettings;
import io.slostream.topology.streams.EngineStatus;
import io.slostream.topology.streams.EngineTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The engine's topology in the test driver, one partition a topic, with a wall clock that stands until it is moved.
 *
 * <p>The driver deletes its state directory when it is closed and never restores. So a restart collects what the engine
 * wrote to its changelog topics, the way a new owner of the task would find it, and the next driver's stores are filled
 * from that before the processors are initialised; nothing else passes over.
 */
final class DrivenEngine implements AutoCloseable {
    private static final String APPLICATION = "driven";
    /** How the wall clock moves: a tick may come so much later than it was due, which no boundary can tell. */
    private static final long STEP_MS = 1_000;

    private static final List<String> STORES =
            List.of("open-counts", "source-rows", "waiting-partials", "ring-blocks", "alert-states");

    private final EngineSettings settings;
    private final Path directory;
    private final EngineStatus status = new EngineStatus();
    private final RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());
    private final Map<String, Map<Bytes, byte[]>> changelogs = new HashMap<>();
    private final Map<TopicSpec, List<GenericRecord>> written = new HashMap<>();
    private final List<TestRecord<byte[], byte[]>> ticks = new ArrayList<>();
    private long wallMs;
    private TopologyTestDriver driver;

    DrivenEngine(EngineSettings settings, Path directory, long startMs) {
        this.settings = settings;
        this.directory = directory;
        this.wallMs = startMs;
        STORES.forEach(store -> changelogs.put(store, new LinkedHashMap<>()));
        driver = newDriver();
    }

    private TopologyTestDriver newDriver() {
        Properties properties = new EngineProperties(
                        APPLICATION, "unused:1", directory.toString(), "instance", 1, 1_000, Map.of())
                .toProperties();
        properties.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, RestoringProcessors.class);
        properties.put(RestoringProcessors.CHANGELOGS, (RestoringProcessors.Changelogs)
                store -> Map.copyOf(changelogs.get(store)));
        return new TopologyTestDriver(
                new EngineTopology(settings, status).build(properties), properties, Instant.ofEpochMilli(wallMs));
    }

    /** Lets the wall clock go on to an instant. */
    void advanceTo(long toMs) {
        while (wallMs < toMs) {
            long step = Math.min(STEP_MS, toMs - wallMs);
            driver.advanceWallClockTime(Duration.ofMillis(step));
            wallMs += step;
        }
    }

    /** Appends a record that arrives now. */
    void append(String topic, byte[] key, byte[] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, Instant.ofEpochMilli(wallMs)));
    }

    /** Closes the driver and starts another over what the changelogs hold. */
    void restart() {
        stop();
        driver = newDriver();
    }

    /** Restarts, but one store comes back empty: what a lost changelog would do. */
    void restartWithout(String store) {
        stop();
        changelogs.get(store).clear();
        driver = newDriver();
    }

    private void stop() {
        collect();
        driver.close();
    }

    /** The decoded records of an output topic so far, in order, restarts included. */
    List<GenericRecord> written(TopicSpec topic) {
        collect();
        return List.copyOf(written.getOrDefault(topic, List.of()));
    }

    /** The records that the engine wrote to its own source topics. */
    List<TestRecord<byte[], byte[]>> ticks() {
        collect();
        return List.copyOf(ticks);
    }

    /** Where the records went since the very start. */
    Accounting accounting() {
        advanceTo(wallMs + STEP_MS);
        return status.accounting();
    }

    private void collect() {
        for (TopicSpec topic : TopicCatalog.all()) {
            boolean output = topic.name().startsWith("slo.");
            for (TestRecord<byte[], byte[]> record : read(topic.name())) {
                if (output) {
                    written.computeIfAbsent(topic, absent -> new ArrayList<>())
                            .add(decoder.decode(topic, record.value()));
                } else {
                    ticks.add(record);
                }
            }
        }
        for (String store : STORES) {
            for (TestRecord<byte[], byte[]> record : read(APPLICATION + "-" + store + "-changelog")) {
                Bytes key = Bytes.wrap(record.key());
                if (record.value() == null) {
                    changelogs.get(store).remove(key);
                } else {
                    changelogs.get(store).put(key, record.value());
                }
            }
        }
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        if (!driver.producedTopicNames().contains(topic)) {
            return List.of();
        }
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}

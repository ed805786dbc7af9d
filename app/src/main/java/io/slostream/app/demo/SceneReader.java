// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A plain consumer of committed alerts and summaries, as any pager or dashboard could be; it knows nothing of the engine. */
final class SceneReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Scene scene;
    private final RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());
    private final Thread thread = new Thread(this::read, "scene-reader");
    private volatile KafkaException failure;
    private volatile long firstAlertNanos;

    /** A reader; the topics exist. */
    SceneReader(Map<String, Object> consumerSettings, Scene scene) {
        Map<String, Object> settings = new HashMap<>(consumerSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.scene = scene;
        thread.setDaemon(true);
    }

    void start() {
        List<TopicPartition> partitions = Stream.of(TopicCatalog.ALERTS, TopicCatalog.SUMMARIES)
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.start();
    }

    private void read() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (KafkaException e) {
            failure = e;
        } finally {
            consumer.close();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(TopicCatalog.ALERTS.name())) {
            GenericRecord alert = decoder.decode(TopicCatalog.ALERTS, record.value());
            firstAlertNanos = firstAlertNanos == 0 ? System.nanoTime() : firstAlertNanos;
            scene.alert(alert);
        } else if (record.value() != null) {
            scene.summary(decoder.decode(TopicCatalog.SUMMARIES, record.value()));
        }
    }

    /** {@link System#nanoTime} of the first alert, 0 before it. */
    long firstAlertNanos() {
        return firstAlertNanos;
    }

    /** Throws what went wrong, if something did. */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads an output topic as a pager does: committed records only, from the beginning. */
final class CommittedReader implements AutoCloseable {
    private final TopicSpec topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDecoder decoder;
    private final List<GenericRecord> seen = new ArrayList<>();

    CommittedReader(EmbeddedBroker broker, TopicSpec topic) {
        this(broker.clientConfig(), topic, SchemaRegistry.none());
    }

    CommittedReader(Map<String, Object> client, TopicSpec topic, SchemaRegistry registry) {
        this.topic = topic;
        this.decoder = new RecordDecoder(registry);
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The first record of this sort, waited for. */
    GenericRecord await(String what, Duration within, Predicate<GenericRecord> sort) throws Exception {
        Await.until(what, within, () -> {
            poll();
            return seen.stream().anyMatch(sort);
        });
        return seen.stream().filter(sort).findFirst().orElseThrow();
    }

    /** All that has been committed so far. */
    List<GenericRecord> all() {
        int before;
        do {
            before = seen.size();
            poll();
        } while (seen.size() > before);
        return List.copyOf(seen);
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> {
            // Without a value: a summary of what is no more.
            if (record.value() != null) {
                seen.add(decoder.decode(topic, record.value()));
            }
        });
    }

    @Override
    public void close() {
        consumer.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics as setup makes them, written and read with genuine clients; every wait is bounded. */
final class Topics {
    private static final long LIMIT_SECONDS = 30;

    private final EmbeddedBroker broker;

    Topics(EmbeddedBroker broker) {
        this.broker = broker;
    }

    void create(List<TopicSpec> specs) throws Exception {
        List<NewTopic> topics = specs.stream()
                .map(spec -> new NewTopic(spec.name(), spec.defaultPartitions(), (short) 1).configs(spec.config()))
                .toList();
        try (Admin admin = Admin.create(broker.clientConfig())) {
            admin.createTopics(topics).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    void produce(String topic, List<byte[]> values) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                // One partition, so that the order of reading is the order of writing.
                producer.send(new ProducerRecord<>(topic, 0, null, value)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    List<ConsumerRecord<byte[], byte[]>> consume(String topic) {
        return consume(topic, 0);
    }

    List<ConsumerRecord<byte[], byte[]>> consume(String topic, int number) {
        TopicPartition partition = new TopicPartition(topic, number);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<String, Object> config = broker.clientConfig();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (consumer.position(partition) < end && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}

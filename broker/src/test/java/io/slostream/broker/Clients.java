// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Genuine clients of one broker, with every wait bounded. */
final class Clients {
    static final String TOPIC = "telemetry.requests.v1";
    private static final long LIMIT_SECONDS = 30;

    private final Map<String, Object> config;

    Clients(Map<String, Object> config) {
        this.config = config;
    }

    void createTopic() throws Exception {
        createTopic(Map.of());
    }

    void createTopic(Map<String, String> topicConfig) throws Exception {
        NewTopic topic = new NewTopic(TOPIC, 1, (short) 1).configs(topicConfig);
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(topic)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    KafkaProducer<String, String> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(config);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
        all.putAll(settings);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    KafkaProducer<String, String> transactionalProducer() {
        KafkaProducer<String, String> producer = producer(Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test", ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 2_000));
        producer.initTransactions();
        return producer;
    }

    void produce(String... values) throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            for (String value : values) {
                send(producer, value);
            }
        }
    }

    /** Sends and waits, so that what has been sent is in the log. */
    static void send(KafkaProducer<String, String> producer, String value)
            throws ExecutionException, InterruptedException, TimeoutException {
        producer.send(new ProducerRecord<>(TOPIC, "key", value)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    static void send(KafkaProducer<String, String> producer, String value, long atMs)
            throws ExecutionException, InterruptedException, TimeoutException {
        producer.send(new ProducerRecord<>(TOPIC, 0, atMs, "key", value)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Everything up to the end that this isolation level may see at present. */
    List<String> read(String isolation) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        Map<String, Object> all = new HashMap<>(config);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (consumer.position(partition) < end && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }

    List<String> readAll() {
        return read("read_uncommitted");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.app.UsageException;
import io.slostream.app.run.Secrets;
import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.registry.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/** The clients of a notifier. */
final class NotifyClients {
    /** How long the alerts of a lost instance stand still; a restart within it is no loss. */
    private static final String SESSION_TIMEOUT_MS = "15000";

    private final NotifyConfig config;

    NotifyClients(NotifyConfig config) {
        this.config = config;
    }

    /** The group of a receiver. */
    static String groupOf(NotifyConfig config, String sink) {
        return config.name() + "-" + sink;
    }

    /** The consumer of one receiver's group. */
    KafkaConsumer<byte[], byte[]> ofGroup(String sink) {
        Map<String, Object> settings = consumer();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupOf(config, sink));
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instanceId());
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        // Only what moves is read again from the start.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A consumer without a group, which commits nothing. */
    KafkaConsumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> consumer() {
        Map<String, Object> settings = common();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Of a compacted topic everything that still matters is there.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }

    /** Writes dead letters. */
    KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = common();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>(Secrets.resolve(config.kafka()));
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrap());
        return settings;
    }

    /** For an administrator, who takes its settings from there. */
    StreamsConfig admin() {
        Properties properties = new Properties();
        properties.putAll(common());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.name());
        return new StreamsConfig(properties);
    }

    SchemaRegistry registry() {
        if (config.registry().isEmpty()) {
            return SchemaRegistry.none();
        }
        var settings = config.registry().get();
        try {
            return new ConfluentSchemaRegistry(
                    String.join(",", settings.urls()), new HashMap<>(Secrets.resolve(settings.properties())));
        } catch (IllegalArgumentException e) {
            throw new UsageException("spec.registry: " + e.getMessage(), e);
        }
    }
}

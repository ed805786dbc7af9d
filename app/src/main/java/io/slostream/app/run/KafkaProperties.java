// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/** Checks the properties of Kafka Streams and of its clients before anything is done with them. */
final class KafkaProperties {
    private KafkaProperties() {}

    /**
     * The properties, checked.
     *
     * @throws UsageException when one has a value that Kafka refuses
     */
    static StreamsConfig check(Properties properties) {
        try {
            StreamsConfig config = new StreamsConfig(properties);
            // Each client reads its own part, some of them only after much else has been done.
            new ConsumerConfig(withDeserializers(config.getRestoreConsumerConfigs("check")));
            new ProducerConfig(withSerializers(config.getProducerConfigs("check")));
            return config;
        } catch (ConfigException | IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private static Map<String, Object> withDeserializers(Map<String, Object> settings) {
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    private static Map<String, Object> withSerializers(Map<String, Object> settings) {
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /** A consumer without a group that reads what was committed. */
    static KafkaConsumer<byte[], byte[]> reader(StreamsConfig config, String clientId) {
        Map<String, Object> settings = new HashMap<>(config.getRestoreConsumerConfigs(clientId));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Whoever looks for a topic must not make it.
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static UsageException refused(RuntimeException e) {
        return new UsageException(
                "Kafka refuses a property under spec.kafka: " + e.getMessage() + "; correct or remove it", e);
    }
}

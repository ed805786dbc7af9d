// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.tail;

import io.slostream.app.UsageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Splits a file of settings between the consumer and the schema registry client, and adds what a tail insists on. */
public final class TailSettings {
    private static final List<String> REGISTRY_PREFIXES =
            List.of("schema.registry.", "basic.auth.", "bearer.auth.", "proxy.", "http.connect.", "http.read.");

    private TailSettings() {}

    /**
     * Settings of the consumer.
     *
     * @param bootstrap wins over the file's; null when not given
     * @throws UsageException when neither names a broker
     */
    public static Map<String, Object> consumer(Properties file, String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        file.stringPropertyNames().stream()
                .filter(name -> !isOfRegistry(name))
                .forEach(name -> settings.put(name, file.getProperty(name)));
        if (bootstrap != null) {
            settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        }
        if (!settings.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new UsageException(
                    "no broker named; give --bootstrap HOST:PORT, or bootstrap.servers in --properties");
        }
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What retention took while a tail was behind cannot be shown; it goes on with what is left.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /** Settings of the registry client. */
    public static Map<String, String> registry(Properties file) {
        Map<String, String> settings = new HashMap<>();
        file.stringPropertyNames().stream()
                .filter(TailSettings::isOfRegistry)
                .forEach(name -> settings.put(name, file.getProperty(name)));
        return settings;
    }

    private static boolean isOfRegistry(String name) {
        return REGISTRY_PREFIXES.stream().anyMatch(name::startsWith);
    }
}

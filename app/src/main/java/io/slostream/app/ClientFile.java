// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/** The file of {@code --properties}: settings of a Kafka client and of the registry client side by side. */
public final class ClientFile {
    private static final List<String> REGISTRY_PREFIXES =
            List.of("schema.registry.", "basic.auth.", "bearer.auth.", "proxy.", "http.connect.", "http.read.");

    private ClientFile() {}

    /**
     * What the file says; nothing when it is null.
     *
     * @throws UsageException when it cannot be read, or is no properties file
     */
    public static Properties read(Path file) {
        Properties properties = new Properties();
        if (file == null) {
            return properties;
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UsageException(
                    file + ": there is no such readable file; --properties takes a Java properties file");
        }
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IllegalArgumentException | IOException e) {
            throw new UsageException(file + ": not a Java properties file: " + e.getMessage(), e);
        }
        return properties;
    }

    /**
     * Settings of the Kafka client.
     *
     * @param bootstrap wins over the file's; null when not given
     * @throws UsageException when neither names a broker
     */
    public static Map<String, Object> kafka(Properties file, String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        file.stringPropertyNames().stream()
                .filter(name -> !isOfRegistry(name))
                .forEach(name -> settings.put(name, file.getProperty(name)));
        if (bootstrap != null) {
            settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        }
        if (!settings.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new UsageException(
                    "no broker named; give --bootstrap HOST:PORT, or bootstrap.servers in --properties");
        }
        return settings;
    }

    /**
     * The registry of {@code --registry}; none when the URL is null.
     *
     * @throws UsageException when the URL or the settings are none
     */
    public static SchemaRegistry registry(Properties file, String url) {
        if (url == null) {
            return SchemaRegistry.none();
        }
        Map<String, String> settings = new HashMap<>();
        file.stringPropertyNames().stream()
                .filter(ClientFile::isOfRegistry)
                .forEach(name -> settings.put(name, file.getProperty(name)));
        try {
            return new ConfluentSchemaRegistry(url, settings);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--registry " + url + ": " + e.getMessage(), e);
        }
    }

    private static boolean isOfRegistry(String name) {
        return REGISTRY_PREFIXES.stream().anyMatch(name::startsWith);
    }
}

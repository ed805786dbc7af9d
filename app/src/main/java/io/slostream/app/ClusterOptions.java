// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.slostream.app.run.RecordedEngine;
import io.slostream.app.tail.TailSettings;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Which engine's history is looked at, and where its cluster is; for commands that only read. */
final class ClusterOptions {
    private static final int FETCH_BYTES = 8 << 20;
    private static final int POLL_RECORDS = 5_000;
    private static final int PATIENCE_MS = 30_000;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "a broker, or several with commas")
    private String bootstrap;

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "settings of the Kafka client and of the registry client, for example of TLS and SASL")
    private Path propertiesFile;

    @Option(names = "--registry", paramLabel = "URL", description = "schema registry, for records in Avro")
    private String registryUrl;

    @Option(
            names = "--application",
            paramLabel = "ID",
            description = "application id of the engine (default: the only one of the cluster)")
    private String application;

    private Properties properties;
    private SchemaRegistry registry;

    /** Whether a cluster is named. */
    boolean isGiven() {
        return bootstrap != null || propertiesFile != null;
    }

    /** What makes consumers of committed records: assigned by whoever uses them, without a group, for much at once. */
    Supplier<Consumer<byte[], byte[]>> consumers() {
        // Each attempt to connect is a warning there; that Kafka does not answer is said in one sentence here.
        ((Logger) LoggerFactory.getLogger(NetworkClient.class)).setLevel(Level.OFF);
        Map<String, Object> settings = new HashMap<>(TailSettings.consumer(properties(), bootstrap));
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        settings.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        return () -> {
            try {
                return new KafkaConsumer<>(settings);
            } catch (KafkaException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new UsageException(
                        "the Kafka client cannot start: " + cause.getMessage() + "; check --bootstrap and --properties",
                        e);
            }
        };
    }

    /** The schema registry of {@code --registry}. */
    SchemaRegistry registry() {
        if (registry == null) {
            registry = ClientFile.registry(properties(), registryUrl);
        }
        return registry;
    }

    /** What the log of definitions says of the engine. */
    RecordedEngine engine(Supplier<Consumer<byte[], byte[]>> consumers, PrintWriter err) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return RecordedEngine.read(
                    consumer, new RecordDecoder(registry()), Optional.ofNullable(application), err::println);
        }
    }

    private Properties properties() {
        if (properties == null) {
            properties = ClientFile.read(propertiesFile);
        }
        return properties;
    }

    /** Says in one sentence what a client's failure means to the user. */
    static UsageException explained(KafkaException failure) {
        if (failure instanceof AuthenticationException) {
            return new UsageException(
                    "Kafka refused the credentials: " + failure.getMessage()
                            + "; check --properties (security.protocol, sasl.mechanism, sasl.jaas.config)",
                    failure);
        } else if (failure instanceof AuthorizationException) {
            return new UsageException(
                    "Kafka does not let this user read: " + failure.getMessage()
                            + "; it takes READ and DESCRIBE on the topics, no consumer group",
                    failure);
        } else if (failure instanceof TimeoutException) {
            return new UsageException(
                    "Kafka did not answer in time (" + failure.getMessage()
                            + "); check --bootstrap, and --properties when the cluster asks for TLS or a password",
                    failure);
        }
        return new UsageException("reading from Kafka failed: " + failure.getMessage(), failure);
    }
}

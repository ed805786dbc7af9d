// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.broker.EmbeddedRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;

/** A broker and a registry in this JVM, with telemetry topics that take the story's time and keep everything. */
final class DemoCluster implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final long TOPICS_WITHIN_SECONDS = 30;

    private final EmbeddedBroker broker;
    private final EmbeddedRegistry registry;

    private DemoCluster(EmbeddedBroker broker, EmbeddedRegistry registry) {
        this.broker = broker;
        this.registry = registry;
    }

    /** Starts both and makes the telemetry topics; what they keep is below this directory. */
    static DemoCluster start(Path directory) {
        EmbeddedBroker broker = EmbeddedBroker.builder()
                .dataDirectory(directory.resolve("broker"))
                // The story plays in the past, where retention would take it at the first look.
                .property("log.retention.check.interval.ms", TimeUnit.DAYS.toMillis(7))
                .start();
        DemoCluster cluster = new DemoCluster(broker, EmbeddedRegistry.start());
        try {
            cluster.createTopics();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void createTopics() {
        List<NewTopic> topics = new ArrayList<>();
        for (TelemetryKind kind : TelemetryKind.values()) {
            topics.add(new NewTopic(kind.topic(), PARTITIONS, (short) 1)
                    .configs(Map.of(
                            "message.timestamp.type", "CreateTime",
                            "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE),
                            "retention.ms", "-1")));
        }
        try (Admin admin = Admin.create(broker.clientConfig())) {
            admin.createTopics(topics).all().get(TOPICS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the demo's topics could not be made", e);
        }
    }

    String bootstrap() {
        return broker.bootstrap();
    }

    String registryUrl() {
        return registry.url();
    }

    /** What a client needs to connect. */
    Map<String, Object> clientSettings() {
        return broker.clientConfig();
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}

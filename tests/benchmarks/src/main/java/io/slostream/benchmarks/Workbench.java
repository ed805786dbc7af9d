// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.broker.BrokerProcess;
import io.slostream.broker.EmbeddedRegistry;
import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A broker in a child JVM, a schema registry and a temporary directory; all gone when it is closed, also when the
 * program is interrupted.
 */
final class Workbench implements AutoCloseable {
    private static final List<String> BROKER_JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");
    private static final Map<String, String> BROKER = Map.of(
            "log.segment.bytes",
            Integer.toString(256 << 20),
            // What a program wrote is deleted after its run; the disk should have it back before the next.
            "log.segment.delete.delay.ms",
            "1000");

    private final Path directory;
    private final Thread hook;
    private final EmbeddedRegistry registry;
    private final BrokerProcess broker;
    private final Admin admin;

    private Workbench(Path directory) {
        this.directory = directory;
        this.hook = new Thread(() -> delete(directory), "delete-" + directory.getFileName());
        Runtime.getRuntime().addShutdownHook(hook);
        this.registry = registryOfTraffic();
        this.broker = BrokerProcess.start(directory.resolve("broker"), 0, BROKER, BROKER_JVM);
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap()));
    }

    static Workbench start() throws IOException {
        Path directory = Files.createTempDirectory("slostream-benchmark");
        Files.createDirectory(directory.resolve("broker"));
        return new Workbench(directory);
    }

    Path directory() {
        return directory;
    }

    String registryUrl() {
        return registry.url();
    }

    String bootstrap() {
        return broker.bootstrap();
    }

    /** CPU time of the broker's process so far, seconds. */
    double brokerCpuSeconds() {
        return ChildJvm.cpuSeconds(broker.handle());
    }

    Admin admin() {
        return admin;
    }

    /** The offsets after the last records of these topics. */
    Map<TopicPartition, Long> ends(Collection<String> topics) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** What a group has committed, by partition. */
    Map<TopicPartition, Long> committed(String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> answer = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        answer.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    /** Stops the broker and removes everything. */
    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        broker.close();
        registry.close();
        delete(directory);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook runs.
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    /** A registry that knows the telemetry schemas under the ids that the traffic is encoded with. */
    private static EmbeddedRegistry registryOfTraffic() {
        EmbeddedRegistry registry = EmbeddedRegistry.start();
        SchemaRegistry client = new ConfluentSchemaRegistry(registry.url(), Map.of());
        for (TelemetryKind kind : TelemetryKind.values()) {
            TopicSpec topic = TopicCatalog.telemetry(kind);
            if (client.register(topic.valueSubject(), topic.valueSchema()) != TrafficSchemas.idOf(kind)) {
                throw new IllegalStateException("another id for " + kind);
            }
        }
        return registry;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.simulate;

import io.slostream.app.UsageException;
import io.slostream.schemas.registry.RegistryUnavailableException;
import io.slostream.schemas.registry.SchemaRefusedException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Telemetry topics, in JSON or in Avro; the record timestamp is when the event's producer would emit it. */
final class ClusterSink implements EventSink {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;
    /** Empty for JSON. */
    private final Map<TelemetryKind, Integer> schemaIds;

    private volatile Exception failure;

    private ClusterSink(KafkaProducer<byte[], byte[]> producer, Map<TelemetryKind, Integer> schemaIds) {
        this.producer = producer;
        this.schemaIds = schemaIds;
    }

    /**
     * A sink; the topics exist.
     *
     * @param settings of the Kafka client, at least the brokers
     * @param registry of the schemas of Avro; null for JSON
     * @throws UsageException when the registry or the client refuses
     */
    static ClusterSink open(Map<String, Object> settings, SchemaRegistry registry) {
        Map<TelemetryKind, Integer> ids = registry == null ? Map.of() : register(registry);
        Map<String, Object> own = new HashMap<>(settings);
        own.put(ProducerConfig.ACKS_CONFIG, "all");
        own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        try {
            return new ClusterSink(new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer()), ids);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UsageException(
                    "the Kafka client cannot start: " + cause.getMessage() + "; check --bootstrap and --properties", e);
        }
    }

    private static Map<TelemetryKind, Integer> register(SchemaRegistry registry) {
        Map<TelemetryKind, Integer> ids = new EnumMap<>(TelemetryKind.class);
        try {
            for (TelemetryKind kind : TelemetryKind.counted()) {
                TopicSpec topic = TopicCatalog.telemetry(kind);
                ids.put(kind, registry.register(topic.valueSubject(), topic.valueSchema()));
            }
        } catch (RegistryUnavailableException | SchemaRefusedException e) {
            throw new UsageException("--registry: " + e.getMessage(), e);
        }
        return ids;
    }

    @Override
    public boolean take(SimulatedEvent event) {
        check();
        byte[] value =
                schemaIds.isEmpty() ? EventEncoder.json(event) : EventEncoder.avro(event, schemaIds.get(event.kind()));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                event.kind().topic(), null, event.atMs(), event.key().getBytes(StandardCharsets.UTF_8), value);
        try {
            // The callback says what became of it.
            Future<RecordMetadata> unused = producer.send(record, (metadata, exception) -> {
                if (exception != null) {
                    failure = exception;
                }
            });
        } catch (KafkaException e) {
            failure = e;
            check();
        }
        return true;
    }

    @Override
    public void finish() {
        producer.flush();
        check();
    }

    private void check() {
        if (failure != null) {
            throw new UsageException("Kafka did not take an event: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }

    /** The topics of the kinds that are simulated. */
    static List<String> topics() {
        return TelemetryKind.counted().stream().map(TelemetryKind::topic).collect(Collectors.toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.app.review.Coordinates;
import io.slostream.app.review.EventFields;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.wire.TelemetryDecoder;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The events at some places of the log. */
final class EvidenceEvents {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private EvidenceEvents() {}

    /** What stands there; what retention has taken, or cannot be read in time, is left out. */
    static Map<Coordinates, Map<String, Object>> at(
            Consumer<byte[], byte[]> consumer, SchemaRegistry registry, Collection<Coordinates> places) {
        TelemetryDecoder decoder = new TelemetryDecoder(registry);
        TelemetryEvent event = new TelemetryEvent();
        Map<Coordinates, Map<String, Object>> found = new HashMap<>();
        for (Coordinates place : places) {
            record(consumer, place)
                    .filter(record -> record.value() != null
                            && decoder.decode(TopicCatalog.kindOf(place.topic()).orElseThrow(), record.value(), event)
                                    instanceof DecodeResult.Accepted)
                    .ifPresent(record -> found.put(place, EventFields.of(event)));
        }
        return found;
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> record(
            Consumer<byte[], byte[]> consumer, Coordinates place) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        consumer.assign(List.of(partition));
        if (consumer.beginningOffsets(List.of(partition)).get(partition) > place.offset()) {
            return Optional.empty();
        }
        consumer.seek(partition, place.offset());
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() == place.offset() ? Optional.of(record) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.review.EventFields;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.accumulate.EventGroups;
import io.slostream.topology.ingest.SliClassifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * The bad events of one SLO of one group in a stretch of event time, from the telemetry topic itself, by the SLO's own
 * classifier. What arrived too late for the verdict is not part of it. Exclusions are not taken out.
 */
public final class BadEvents {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::timeMs)
            .thenComparingInt(Event::partition)
            .thenComparingLong(Event::offset);

    private final SloDefinition slo;
    private final String group;
    private final long fromMs;
    private final long toMs;
    private final EngineDefinition definition;
    private final int limit;
    private final TelemetryDecoder decoder;
    private final EventGroups groups;
    private final SliClassifier classifier;
    private final TelemetryEvent event = new TelemetryEvent();
    private final PriorityQueue<Event> newest = new PriorityQueue<>(ORDER);
    private long good;
    private long total;

    /**
     * A bad event.
     *
     * @param timeMs event time, epoch milliseconds
     * @param arrivalMs record timestamp
     * @param fields all that it has, by name, in the order of the schema
     */
    public record Event(
            String topic, int partition, long offset, long timeMs, long arrivalMs, Map<String, Object> fields) {}

    /**
     * What was found.
     *
     * @param events the newest bad events, newest first
     * @param good good part of all that counts
     * @param total all that counts
     * @param complete false when retention has taken some of that time
     */
    public record Found(List<Event> events, long good, long total, boolean complete) {}

    /**
     * A search.
     *
     * @param fromMs first instant of event time, epoch milliseconds
     * @param toMs the boundary: first instant that is not part of it
     * @param limit how many events are kept, the newest
     */
    public BadEvents(
            EngineDefinition definition,
            SloDefinition slo,
            String group,
            long fromMs,
            long toMs,
            int limit,
            SchemaRegistry registry) {
        this.definition = definition;
        this.slo = slo;
        this.group = group;
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.limit = limit;
        this.decoder = new TelemetryDecoder(registry);
        this.groups = new EventGroups(definition);
        this.classifier = new SliClassifier(slo.indicator());
    }

    /** Reads; each partition until its clock has passed the boundary's grace. */
    public Found find(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(slo.indicator().of().topic(), WITHIN)
                .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, WITHIN);
        Map<TopicPartition, Long> held = consumer.beginningOffsets(partitions, WITHIN);
        Map<TopicPartition, Long> begins = begins(consumer, partitions, ends);
        boolean complete = partitions.stream()
                .allMatch(partition -> held.get(partition) == 0 || begins.get(partition) > held.get(partition));
        Set<TopicPartition> open = new HashSet<>(partitions);
        open.removeIf(partition -> begins.get(partition) >= ends.get(partition));
        consumer.assign(open);
        open.forEach(partition -> consumer.seek(partition, begins.get(partition)));
        Map<TopicPartition, Long> clocks = new HashMap<>();
        long untilMs = toMs + definition.grid().graceMs();
        long quietSince = System.nanoTime();
        while (!open.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                quietSince = System.nanoTime();
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (clocks.merge(partition, Math.max(0, record.timestamp()), Math::max) < untilMs
                        && record.offset() < ends.get(partition)) {
                    take(record);
                }
            }
            if (System.nanoTime() - quietSince > PATIENCE_NANOS) {
                throw new org.apache.kafka.common.errors.TimeoutException(
                        slo.indicator().of().topic() + " could not be read to the boundary");
            }
            if (open.removeIf(partition -> clocks.getOrDefault(partition, Long.MIN_VALUE) >= untilMs
                    || consumer.position(partition, WITHIN) >= ends.get(partition))) {
                consumer.assign(open);
            }
        }
        List<Event> events = new ArrayList<>(newest);
        events.sort(ORDER.reversed());
        return new Found(events, good, total, complete);
    }

    /** An event may claim a time somewhat later than it arrived. */
    private Map<TopicPartition, Long> begins(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new HashMap<>();
        long arrivedMs = Math.max(0, fromMs - definition.grid().futureLimitMs());
        partitions.forEach(partition -> times.put(partition, arrivedMs));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, WITHIN);
        Map<TopicPartition, Long> begins = new HashMap<>();
        partitions.forEach(partition -> begins.put(
                partition,
                found.get(partition) == null
                        ? ends.get(partition)
                        : found.get(partition).offset()));
        return begins;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null
                || !(decoder.decode(slo.indicator().of(), record.value(), event) instanceof DecodeResult.Accepted)) {
            return;
        }
        long timeMs = event.eventTimeMs();
        boolean isOurs = timeMs >= fromMs
                && timeMs < toMs
                && timeMs - definition.grid().futureLimitMs() <= record.timestamp()
                && groups.of(slo.indicator().groupBy(), event)
                        .filter(group::equals)
                        .isPresent()
                && classifier.counts(event);
        if (!isOurs) {
            return;
        }
        good += classifier.good();
        total += classifier.total();
        if (classifier.good() < classifier.total()) {
            newest.add(new Event(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    timeMs,
                    record.timestamp(),
                    EventFields.of(event)));
            if (newest.size() > limit) {
                newest.poll();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.run.RunSummary.Alert;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts that were written between two moments, by any instance: what a run prints at its end. Read back from the
 * topic, so they are what a pager saw.
 */
final class AlertEpisodes {
    private static final Logger LOG = LoggerFactory.getLogger(AlertEpisodes.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MAX_EPISODES = 1_000;

    private final StreamsConfig config;
    private final String clientId;
    private final SchemaRegistry registry;
    private final Map<TopicPartition, Long> from;

    private AlertEpisodes(
            StreamsConfig config, String clientId, SchemaRegistry registry, Map<TopicPartition, Long> from) {
        this.config = config;
        this.clientId = clientId;
        this.registry = registry;
        this.from = from;
    }

    /** Episodes from now on. */
    static AlertEpisodes fromNow(StreamsConfig config, String clientId, SchemaRegistry registry) {
        try (KafkaConsumer<byte[], byte[]> consumer = KafkaProperties.reader(config, clientId)) {
            List<TopicPartition> partitions = consumer.partitionsFor(TopicCatalog.ALERTS.name(), WITHIN).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            return new AlertEpisodes(config, clientId, registry, consumer.endOffsets(partitions, WITHIN));
        } catch (KafkaException e) {
            LOG.warn(
                    "The end of {} cannot be found; no alerts will be listed: {}",
                    TopicCatalog.ALERTS.name(),
                    e.toString());
            return new AlertEpisodes(config, clientId, registry, Map.of());
        }
    }

    /** One object for each time that an alert fired, in order of that time; at most a thousand. */
    List<Alert> read() {
        Map<String, Alert> episodes = new LinkedHashMap<>();
        if (from.isEmpty()) {
            return List.of();
        }
        try (KafkaConsumer<byte[], byte[]> consumer = KafkaProperties.reader(config, clientId)) {
            Collection<TopicPartition> partitions = from.keySet();
            consumer.assign(partitions);
            from.forEach(consumer::seek);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, WITHIN);
            RecordDecoder decoder = new RecordDecoder(registry);
            long deadline = System.nanoTime() + WITHIN.toNanos();
            while (System.nanoTime() < deadline
                    && partitions.stream().anyMatch(p -> consumer.position(p, WITHIN) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.value() == null) {
                        continue; // somebody took an alert out of the compacted topic
                    }
                    Alert episode = episode(decoder.decode(TopicCatalog.ALERTS, record.value()));
                    if (episodes.size() < MAX_EPISODES || episodes.containsKey(identity(episode))) {
                        episodes.merge(identity(episode), episode, (older, newer) -> newer);
                    }
                }
            }
        } catch (KafkaException | UnreadableRecordException e) {
            LOG.warn("Alerts cannot be read back; the list is not complete: {}", e.toString());
        }
        // The order of reading is that of the partitions.
        return episodes.values().stream()
                .sorted(Comparator.comparing(Alert::firedAt).thenComparing(AlertEpisodes::identity))
                .toList();
    }

    private static Alert episode(GenericRecord alert) {
        return new Alert(
                alert.get("slo").toString(),
                alert.get("group").toString(),
                alert.get("alert").toString(),
                alert.get("severity") == null ? "" : alert.get("severity").toString(),
                time(alert.get("started_at")),
                time(alert.get("fired_at")),
                time(alert.get("resolved_at")));
    }

    private static String identity(Alert alert) {
        return alert.slo() + "/" + alert.alert() + "/" + alert.specialist() + "@" + alert.startedAt();
    }

    private static String time(Object epochMs) {
        return epochMs == null ? "" : Instant.ofEpochMilli((Long) epochMs).toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed alerts as a pager does and notes how long after boundary + grace each was received. */
final class AlertWatch implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final long graceMs;
    private final List<Long> latenciesMs = new ArrayList<>();
    private final Set<Long> boundaries = new HashSet<>();

    /** Alerts from now on, of an engine with this grace. */
    AlertWatch(String bootstrap, long graceMs) {
        this.graceMs = graceMs;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TopicCatalog.ALERTS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Waits for alerts for this long at most; those of boundaries before {@code sinceMs} are not counted. */
    void poll(Duration within, long sinceMs) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(within);
        long nowMs = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> alert : records) {
            if (alert.timestamp() >= sinceMs) {
                latenciesMs.add(nowMs - alert.timestamp() - graceMs);
                boundaries.add(alert.timestamp());
            }
        }
    }

    int count() {
        return latenciesMs.size();
    }

    /** At how many boundaries alerts were written. */
    int boundaries() {
        return boundaries.size();
    }

    /** The least latency that at least this share of the alerts does not exceed, milliseconds. */
    long quantileMs(double share) {
        List<Long> sorted = latenciesMs.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }

    @Override
    public void close() {
        consumer.close();
    }
}

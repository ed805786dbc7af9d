// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A consumer of a log in memory, which hands out some records a poll. */
public final class LogConsumer extends MockConsumer<byte[], byte[]> {
    private static final int A_POLL = 7;
    private static final String MARKER = "\0marker";

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final List<TopicPartition> paused = new ArrayList<>();
    private int handedOut;

    /** With these numbers of partitions by topic. */
    public LogConsumer(Map<String, Integer> topics) {
        super("earliest");
        topics.forEach((topic, partitions) -> {
            List<PartitionInfo> infos = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                log.put(new TopicPartition(topic, partition), new ArrayList<>());
                infos.add(new PartitionInfo(topic, partition, Node.noNode(), new Node[0], new Node[0]));
            }
            updatePartitions(topic, infos);
        });
    }

    /** Appends a record. */
    public LogConsumer append(TopicPartition partition, long timeMs, String key, byte[] value) {
        List<ConsumerRecord<byte[], byte[]>> records = log.get(partition);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        records.add(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                records.size(),
                timeMs,
                TimestampType.CREATE_TIME,
                keyBytes.length,
                value.length,
                keyBytes,
                value,
                new RecordHeaders(),
                Optional.empty()));
        return this;
    }

    /** Appends a marker of a transaction: it has an offset and the broker's time, and is never handed out. */
    public LogConsumer marker(TopicPartition partition, long timeMs) {
        return append(partition, timeMs, MARKER, new byte[0]);
    }

    /** How many records were handed out. */
    public int handedOut() {
        return handedOut;
    }

    /** The log outlives a reading of it. */
    @Override
    public void close(CloseOptions options) {}

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
        positions.clear();
        paused.retainAll(partitions); // as a real one does
        partitions.forEach(partition -> positions.put(partition, 0L));
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
        positions.put(partition, offset);
    }

    @Override
    public synchronized long position(TopicPartition partition, Duration timeout) {
        return positions.get(partition);
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> partitions) {
        paused.addAll(partitions);
    }

    @Override
    public synchronized void resume(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> some = new HashMap<>();
        positions.forEach((partition, position) -> {
            List<ConsumerRecord<byte[], byte[]>> records = log.get(partition);
            if (!paused.contains(partition) && position < records.size()) {
                int to = (int) Math.min(records.size(), position + A_POLL);
                some.put(partition, records.subList(position.intValue(), to));
            }
        });
        some.replaceAll((partition, records) -> {
            positions.merge(partition, (long) records.size(), Long::sum);
            return records.stream()
                    .filter(record -> !new String(record.key(), StandardCharsets.UTF_8).equals(MARKER))
                    .toList();
        });
        some.values().removeIf(List::isEmpty);
        some.values().forEach(records -> handedOut += records.size());
        return new ConsumerRecords<>(some, Map.of());
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions.forEach(
                partition -> ends.put(partition, (long) log.get(partition).size()));
        return ends;
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
            Collection<TopicPartition> partitions, Duration timeout) {
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        partitions.forEach(partition -> beginnings.put(partition, 0L));
        return beginnings;
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> times, Duration timeout) {
        Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
        times.forEach((partition, time) -> found.put(
                partition,
                log.get(partition).stream()
                        .filter(record -> record.timestamp() >= time)
                        .findFirst()
                        .map(record -> new OffsetAndTimestamp(record.offset(), record.timestamp()))
                        .orElse(null)));
        return found;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads what a topic holds, from the first record to a given offset, without a group. */
final class TopicHistory {
    private static final Duration POLL = Duration.ofMillis(200);

    private TopicHistory() {}

    /** All committed records of a topic; none when there is no such topic. */
    static void read(
            KafkaConsumer<byte[], byte[]> reader,
            String topic,
            Duration within,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<PartitionInfo> known = reader.partitionsFor(topic);
        List<TopicPartition> partitions = known == null
                ? List.of()
                : known.stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        read(reader, reader.endOffsets(partitions), within, each);
    }

    /**
     * The committed records of some partitions, each up to an offset.
     *
     * @throws TimeoutException when they have not come within this time without a record
     */
    static void read(
            KafkaConsumer<byte[], byte[]> reader,
            Map<TopicPartition, Long> until,
            Duration within,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> left = new TreeMap<>((a, b) -> Integer.compare(a.partition(), b.partition()));
        left.putAll(until);
        reader.assign(left.keySet());
        reader.seekToBeginning(left.keySet());
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            left.entrySet().removeIf(entry -> reader.position(entry.getKey()) >= entry.getValue());
            if (left.isEmpty()) {
                return;
            }
            reader.assign(List.copyOf(left.keySet()));
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                long end = until.get(new TopicPartition(record.topic(), record.partition()));
                if (record.offset() < end && record.value() != null) {
                    each.accept(record);
                }
                deadline = System.nanoTime() + within.toNanos();
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the history of " + left.keySet() + " did not come");
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads what a topic holds now, from its beginning. */
final class TopicRecords {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;

    /** A reader over a consumer of committed records; the caller closes it. */
    TopicRecords(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Hands over the records of a topic, each partition's in order; nothing when there is no such topic. */
    void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, WITHIN);
        if (infos == null) {
            return;
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, WITHIN);
        long quietSince = System.nanoTime();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition, WITHIN) < ends.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                quietSince = System.nanoTime();
                taker.accept(record);
            }
            if (System.nanoTime() - quietSince > PATIENCE_NANOS) {
                throw new TimeoutException(topic + " could not be read to its end");
            }
        }
    }
}

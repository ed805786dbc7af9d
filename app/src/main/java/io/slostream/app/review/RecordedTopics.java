// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.app.UsageException;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads what an engine has written of its verdicts. */
public final class RecordedTopics {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Without a record for so long, although some are to come, the cluster does not answer. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordDecoder decoder;

    /** A reader over a consumer of committed records; the caller closes it. */
    public RecordedTopics(Consumer<byte[], byte[]> consumer, RecordDecoder decoder) {
        this.consumer = consumer;
        this.decoder = decoder;
    }

    /**
     * All alerts that the compacted topic still holds, and the transitions from a boundary on.
     *
     * @throws UsageException when a topic is not there
     */
    public List<RecordedVerdict> read(long fromMs) {
        List<RecordedVerdict> verdicts = new ArrayList<>();
        read(TopicCatalog.ALERTS, Long.MIN_VALUE, verdicts);
        read(TopicCatalog.TRANSITIONS, fromMs, verdicts);
        return verdicts;
    }

    /** The newest boundary that was summarised, epoch milliseconds; the least long when none was. */
    public long newestSummaryMs() {
        List<RecordedVerdict> summaries = new ArrayList<>();
        read(TopicCatalog.SUMMARIES, Long.MIN_VALUE, summaries);
        return summaries.stream().mapToLong(RecordedVerdict::atMs).max().orElse(Long.MIN_VALUE);
    }

    private void read(TopicSpec topic, long fromMs, List<RecordedVerdict> into) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic.name(), WITHIN);
        if (infos == null || infos.isEmpty()) {
            throw new UsageException("the cluster has no topic " + topic.name() + ": nothing was recorded");
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, WITHIN);
        seek(partitions, fromMs);
        long quietSince = System.nanoTime();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition, WITHIN) < ends.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                quietSince = System.nanoTime();
                if (record.value() != null && record.key() != null && record.timestamp() >= fromMs) {
                    into.add(new RecordedVerdict(
                            topic.name(),
                            new String(record.key(), StandardCharsets.UTF_8),
                            record.timestamp(),
                            decoder.decode(topic, record.value())));
                }
            }
            if (System.nanoTime() - quietSince > PATIENCE_NANOS) {
                throw new UsageException(topic.name() + " could not be read to its end: Kafka does not answer");
            }
        }
    }

    /** Kinds are judged one after the other, so times are in no order; before this offset all are earlier. */
    private void seek(List<TopicPartition> partitions, long fromMs) {
        consumer.seekToBeginning(partitions);
        if (fromMs <= 0) {
            return;
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, fromMs));
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times, WITHIN);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp found = offsets.get(partition);
            if (found == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, found.offset());
            }
        }
    }
}

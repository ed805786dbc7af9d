// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import io.slostream.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads stretches of topics once, on somebody's request: committed records, assigned partitions, no group. Bounded in
 * bytes and time over all that it reads; one thread. Its thread may be interrupted.
 */
public final class LogReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long CALL_WITHIN_MS = 10_000;

    private final Consumer<byte[], byte[]> consumer;
    private final long deadlineNanos;
    private long bytesLeft;

    /** Receives records in the order of their offsets in each partition. */
    @FunctionalInterface
    public interface Taker {
        /** Whether there shall be more. */
        boolean take(ConsumerRecord<byte[], byte[]> record);
    }

    /** How a reading ended. */
    public enum End {
        /** All of the stretch was read. */
        COMPLETE,
        /** The taker had enough. */
        ENOUGH,
        /** More bytes than may be read. */
        TOO_MUCH,
        /** It took longer than it may. */
        TOO_LONG
    }

    private LogReader(Consumer<byte[], byte[]> consumer, long bytes, Duration within) {
        this.consumer = consumer;
        this.bytesLeft = bytes;
        this.deadlineNanos = System.nanoTime() + within.toNanos();
    }

    /**
     * Does something with a reader of its own.
     *
     * @param bytes how many bytes of keys and values may be read
     * @param within how long all of it may take
     * @throws RefusedException 503 when cluster or registry do not answer, or the engine ends
     */
    public static <T> T with(
            Supplier<Consumer<byte[], byte[]>> consumers, long bytes, Duration within, Function<LogReader, T> work) {
        try (LogReader reader = new LogReader(consumers.get(), bytes, within)) {
            return work.apply(reader);
        } catch (InterruptException e) {
            throw RefusedException.unavailable("the engine is ending", e);
        } catch (KafkaException | RegistryUnavailableException e) {
            throw RefusedException.unavailable("the log cannot be read now: " + e.getMessage(), e);
        }
    }

    /**
     * The partitions of a topic.
     *
     * @throws RefusedException 404 when it has none
     */
    public List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, left());
        if (infos == null || infos.isEmpty()) {
            throw RefusedException.notFound("the topic " + topic + " is not there");
        }
        return infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** The partition of a topic that holds a key, as producers choose it. */
    public TopicPartition partitionOf(String topic, byte[] key) {
        int partitions = partitions(topic).size();
        return new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % partitions);
    }

    /**
     * An offset before which every record is older than this; the end where all are. Markers of transactions have the
     * broker's time and are found as well, so that of a log whose records lag behind it (a story, an engine that catches
     * up) this may lie long before the first record of that time.
     */
    public Map<TopicPartition, Long> offsetsAt(Collection<TopicPartition> partitions, long timeMs) {
        // The ends first: a record that comes between the two questions must not be passed over.
        Map<TopicPartition, Long> offsets = new HashMap<>(ends(partitions));
        Map<TopicPartition, Long> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, Math.max(0, timeMs)));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(question, left());
        found.forEach((partition, at) -> {
            if (at != null) {
                offsets.put(partition, at.offset());
            }
        });
        return offsets;
    }

    /** Offset of the first record whose timestamp is at least this, markers aside; the end where there is none. */
    public Map<TopicPartition, Long> firstRecordsAt(Collection<TopicPartition> partitions, long timeMs) {
        Map<TopicPartition, Long> from = offsetsAt(partitions, timeMs);
        Map<TopicPartition, Long> found = new HashMap<>(ends(partitions));
        for (TopicPartition partition : partitions) {
            // Mostly the very first record is it. Where limits end this, they end what follows too.
            End unused =
                    read(Map.of(partition, from.get(partition)), Map.of(partition, found.get(partition)), record -> {
                        boolean isBefore = record.timestamp() < timeMs;
                        if (!isBefore) {
                            found.put(partition, record.offset());
                        }
                        return isBefore;
                    });
        }
        return found;
    }

    /** Timestamp of the first record that a partition still has, {@link Long#MAX_VALUE} when it has none. */
    public long firstTimeMs(TopicPartition partition) {
        OffsetAndTimestamp first =
                consumer.offsetsForTimes(Map.of(partition, 0L), left()).get(partition);
        return first == null ? Long.MAX_VALUE : first.timestamp();
    }

    /** Offsets up to which everything is committed. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return consumer.endOffsets(partitions, left());
    }

    /** First offsets that are still there. */
    public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions, left());
    }

    /**
     * Reads a stretch of each partition.
     *
     * @param from first offsets
     * @param to offsets after the last, of the same partitions
     */
    public End read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Taker taker) {
        Set<TopicPartition> unread = new HashSet<>(from.keySet());
        unread.removeIf(partition -> from.get(partition) >= to.get(partition));
        consumer.assign(unread);
        // A partition that was assigned before is still paused from its earlier stretch.
        consumer.resume(unread);
        unread.forEach(partition -> consumer.seek(partition, from.get(partition)));
        while (!unread.isEmpty()) {
            if (System.nanoTime() > deadlineNanos) {
                return End.TOO_LONG;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                bytesLeft -= record.serializedKeySize() + record.serializedValueSize();
                if (bytesLeft < 0) {
                    return End.TOO_MUCH;
                }
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < to.get(partition) && !taker.take(record)) {
                    return End.ENOUGH;
                }
            }
            Set<TopicPartition> done = new HashSet<>(unread);
            done.removeIf(partition -> consumer.position(partition, left()) < to.get(partition));
            if (unread.removeAll(done)) {
                consumer.pause(done);
            }
        }
        return End.COMPLETE;
    }

    private Duration left() {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        return Duration.ofMillis(Math.max(1, Math.min(CALL_WITHIN_MS, leftMs)));
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofMillis(100)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.app.UsageException;
import io.slostream.app.run.RecordedEngine;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * What of the telemetry topics is read.
 *
 * @param partitions number of source partitions of each kind
 * @param begins first offset that is read of each
 * @param ends the end of what is committed of each, when the replay began: nothing from there on is read
 */
record HistoryExtent(
        Map<TelemetryKind, Integer> partitions, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int MAX_LISTED = 10;

    /** Everything that the engine has counted, from its first record. */
    static HistoryExtent all(Consumer<byte[], byte[]> consumer, RecordedEngine engine) {
        Map<TelemetryKind, Integer> partitions = new EnumMap<>(TelemetryKind.class);
        List<TopicPartition> sources = new ArrayList<>();
        for (TelemetryKind kind : engine.kinds()) {
            List<PartitionInfo> infos = consumer.partitionsFor(kind.topic(), WITHIN);
            if (infos == null || infos.isEmpty()) {
                throw new UsageException("the cluster has no topic " + kind.topic() + ", which "
                        + engine.applicationId() + " read; its history cannot be replayed");
            }
            partitions.put(kind, infos.size());
            infos.forEach(info -> sources.add(new TopicPartition(info.topic(), info.partition())));
        }
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(sources, WITHIN));
        Map<TopicPartition, Long> begins = new HashMap<>();
        // A partition that no start and no growth names is one that the engine has not read yet.
        sources.forEach(source -> begins.put(source, engine.firstOffsets().getOrDefault(source, 0L)));
        return new HistoryExtent(partitions, begins, ends);
    }

    /**
     * The same from an arrival time on; exclusions are all read, since one that was filed long ago may be in force.
     *
     * @param arrivedMs epoch milliseconds
     */
    HistoryExtent from(Consumer<byte[], byte[]> consumer, long arrivedMs) {
        Map<TopicPartition, Long> times = new HashMap<>();
        begins.keySet().stream()
                .filter(source -> !source.topic().equals(TelemetryKind.EXCLUSION.topic()))
                .forEach(source -> times.put(source, Math.max(0, arrivedMs)));
        Map<TopicPartition, Long> later = new HashMap<>(begins);
        // Where a marker of a transaction is found in the place of a record, it lies before that: more is read than
        // must be.
        consumer.offsetsForTimes(times, WITHIN)
                .forEach((source, found) ->
                        later.merge(source, found == null ? ends.get(source) : found.offset(), Math::max));
        return new HistoryExtent(partitions, later, ends);
    }

    /** Refuses a history that retention has taken a part of. */
    void requireComplete(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> held = consumer.beginningOffsets(begins.keySet(), WITHIN);
        List<TopicPartition> lost = begins.entrySet().stream()
                .filter(entry -> held.get(entry.getKey()) > entry.getValue()
                        && TopicCatalog.kindOf(entry.getKey().topic()).isPresent())
                .map(Map.Entry::getKey)
                .sorted((left, right) -> left.toString().compareTo(right.toString()))
                .toList();
        if (!lost.isEmpty()) {
            throw new UsageException("retention has deleted the beginning of " + lost.size()
                    + " source partitions, so that they cannot be replayed from the engine's first record: "
                    + lost.stream()
                            .limit(MAX_LISTED)
                            .map(source -> source + " begins at offset " + held.get(source) + ", was read from "
                                    + begins.get(source))
                            .collect(Collectors.joining("; ")));
        }
    }

    /** Records between begin and end, at most: offsets that hold no record count too. */
    long offsets() {
        return begins.entrySet().stream()
                .mapToLong(entry -> Math.max(0, ends.get(entry.getKey()) - entry.getValue()))
                .sum();
    }
}

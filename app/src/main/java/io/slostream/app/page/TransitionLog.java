// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.LogReader;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the transitions of some alerts back: from their partitions alone, and nobody else's are decoded. */
final class TransitionLog {
    private static final String TOPIC = TopicCatalog.TRANSITIONS.name();
    /** Parts of the work that share a partition write side by side: one may be so far behind another. */
    private static final long BEHIND_MS = 3_600_000;

    private final LogReader log;
    private final RecordDecoder decoder;

    TransitionLog(LogReader log, RecordDecoder decoder) {
        this.log = log;
        this.decoder = decoder;
    }

    /**
     * Reads a stretch, in the order of boundaries for each alert.
     *
     * @param keys of alerts, {@code slo/alert/group}
     * @param taker whether there shall be more
     */
    LogReader.End read(Collection<String> keys, Stretch stretch, Predicate<GenericRecord> taker) {
        Set<String> wanted = new HashSet<>(keys);
        Set<TopicPartition> partitions = new HashSet<>();
        keys.forEach(key -> partitions.add(log.partitionOf(TOPIC, key.getBytes(StandardCharsets.UTF_8))));
        Map<TopicPartition, Long> from = log.offsetsAt(partitions, stretch.fromMs());
        Map<TopicPartition, Long> to = log.firstRecordsAt(partitions, stretch.toMs() + BEHIND_MS);
        return log.read(from, to, record -> {
            if (record.key() == null || record.value() == null || !stretch.holds(record.timestamp())) {
                return true;
            }
            if (!wanted.contains(new String(record.key(), StandardCharsets.UTF_8))) {
                return true;
            }
            try {
                return taker.test(decoder.decode(TopicCatalog.TRANSITIONS, record.value()));
            } catch (UnreadableRecordException e) {
                return true;
            }
        });
    }
}

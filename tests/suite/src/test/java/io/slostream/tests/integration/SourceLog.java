// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One partition of a telemetry topic as everybody can read it.
 *
 * @param kind the kind that it carries
 * @param partition its number
 * @param entries its committed records, in order
 */
record SourceLog(TelemetryKind kind, int partition, List<Entry> entries) {

    /**
     * One committed record.
     *
     * @param key its key, empty when it has none
     * @param isControl whether an engine wrote it to say what time it is
     * @param clockMs running maximum of the timestamps up to this record
     */
    record Entry(String key, boolean isControl, long offset, long clockMs) {}

    /** All partitions of these kinds, by {@code topic-partition}. */
    static Map<String, SourceLog> read(Map<String, Object> client, Collection<TelemetryKind> kinds) throws Exception {
        Map<String, SourceLog> logs = new TreeMap<>();
        for (TelemetryKind kind : kinds) {
            for (ConsumerRecord<byte[], byte[]> record : CommittedLog.read(client, List.of(kind.topic()))) {
                SourceLog log = logs.computeIfAbsent(
                        kind.topic() + "-" + record.partition(),
                        absent -> new SourceLog(kind, record.partition(), new ArrayList<>()));
                long clock = Math.max(log.clockMs(), record.timestamp());
                log.entries.add(new Entry(key(record), isControl(record), record.offset(), clock));
            }
        }
        return logs;
    }

    /** The arrival clock at the end of what is committed; {@link Long#MIN_VALUE} before the first record. */
    long clockMs() {
        return entries.isEmpty()
                ? Long.MIN_VALUE
                : entries.get(entries.size() - 1).clockMs();
    }

    /** The records that are no control records. */
    List<Entry> data() {
        return entries.stream().filter(entry -> !entry.isControl()).toList();
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    static boolean isControl(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null
                && key(record).startsWith("slostream-")
                && record.headers().lastHeader("slostream-engine") != null;
    }
}

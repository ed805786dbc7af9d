// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.LogReader;
import io.slostream.dashboards.page.AlertSpans;
import io.slostream.dashboards.page.MinuteLog;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the minutes of one SLO of one group back. They share a partition with those of many others, which are passed over
 * undecoded. The newest stretch is read first: what time and bytes do not suffice for is the oldest.
 */
final class PaneLog {
    private static final String TOPIC = TopicCatalog.PANES.name();
    private static final long HOUR_MS = 3_600_000;
    private static final int MOST_PARTS = 48;

    private final LogReader log;
    private final RecordDecoder decoder;
    private final MinuteLog minutes = new MinuteLog();
    private final AlertSpans spans;
    private long readFromMs;
    private boolean truncated;

    /** A reading that also tells what it finds of alerts. */
    PaneLog(LogReader log, RecordDecoder decoder, AlertSpans spans) {
        this.log = log;
        this.decoder = decoder;
        this.spans = spans;
    }

    MinuteLog minutes() {
        return minutes;
    }

    /** First time of which all records have been read, as far as the topic still has them. */
    long readFromMs() {
        return readFromMs;
    }

    boolean isTruncated() {
        return truncated;
    }

    /** Reads what was written in a stretch. */
    void read(String key, Stretch written) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        TopicPartition partition = log.partitionOf(TOPIC, bytes);
        long firstMs = log.firstTimeMs(partition);
        long fromMs = Math.max(written.fromMs(), firstMs);
        readFromMs = fromMs;
        if (fromMs > written.toMs()) {
            return;
        }
        long partMs = Math.max(HOUR_MS, (written.toMs() - fromMs) / MOST_PARTS + 1);
        long end = log.firstRecordsAt(List.of(partition), written.toMs() + 1).get(partition);
        readFromMs = written.toMs() + 1;
        while (readFromMs > fromMs) {
            long beginMs = Math.max(fromMs, readFromMs - partMs);
            long begin = offsetAt(partition, beginMs);
            List<GenericRecord> part = new ArrayList<>();
            LogReader.End how =
                    log.read(Map.of(partition, begin), Map.of(partition, end), record -> takeOurs(record, bytes, part));
            if (how != LogReader.End.COMPLETE) {
                // Its oldest records would stand there without those that follow them.
                truncated = true;
                return;
            }
            part.forEach(this::take);
            readFromMs = beginMs;
            end = begin;
        }
    }

    private long offsetAt(TopicPartition partition, long timeMs) {
        return log.offsetsAt(List.of(partition), timeMs).get(partition);
    }

    private boolean takeOurs(ConsumerRecord<byte[], byte[]> record, byte[] key, List<GenericRecord> part) {
        if (record.value() != null && Arrays.equals(record.key(), key)) {
            try {
                part.add(decoder.decode(TopicCatalog.PANES, record.value()));
            } catch (UnreadableRecordException e) {
                return true; // somebody else wrote it
            }
        }
        return true;
    }

    private void take(GenericRecord pane) {
        String series = pane.get("series").toString();
        long version = (Long) pane.get("definition_version");
        long boundary = (Long) pane.get("boundary");
        if (pane.get("alert") instanceof GenericRecord alert) {
            minutes.judged(series, version, boundary);
            spans.stands(
                    alert.get("alert").toString(),
                    boundary,
                    alert.get("state").toString(),
                    Optional.ofNullable(alert.get("severity")).map(Object::toString));
        } else {
            minutes.counts(
                    series,
                    version,
                    (Long) pane.get("minute"),
                    boundary,
                    (Long) pane.get("good"),
                    (Long) pane.get("total"),
                    (Double) pane.get("coverage"));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.Answer;
import io.slostream.app.serve.LogReader;
import io.slostream.app.serve.Query;
import io.slostream.app.serve.RefusedException;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.wire.TelemetryDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** {@code /api/v1/event}: one event by where it stands in the log, as the evidence of an alert names it. */
final class EventAnswer {
    /** The batch that holds the record comes with it. */
    private static final long MAX_BYTES = 64L << 20;

    private static final long MAX_PARTITION = 1_000_000;

    private final PageSource source;

    EventAnswer(PageSource source) {
        this.source = source;
    }

    /** What is to be done for a query; the query is looked at here, the log later. */
    Supplier<Answer> reading(Query query) {
        query.only("topic", "partition", "offset");
        TelemetryKind kind = TopicCatalog.kindOf(query.required("topic"))
                .orElseThrow(() -> RefusedException.notFound("this is no telemetry topic"));
        TopicPartition partition = new TopicPartition(kind.topic(), (int) query.whole("partition", MAX_PARTITION));
        long offset = query.whole("offset", Long.MAX_VALUE - 1);
        return () ->
                LogReader.with(source.consumers(), MAX_BYTES, Reads.WITHIN, log -> read(log, kind, partition, offset));
    }

    private Answer read(LogReader log, TelemetryKind kind, TopicPartition partition, long offset) {
        if (!log.partitions(partition.topic()).contains(partition)) {
            throw RefusedException.notFound("the topic has no such partition");
        }
        List<TopicPartition> only = List.of(partition);
        if (offset < log.beginnings(only).get(partition)) {
            throw RefusedException.notFound("the topic has deleted this record: its retention is over");
        }
        if (offset >= log.ends(only).get(partition)) {
            throw RefusedException.notFound("the partition has no such offset yet");
        }
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        log.read(Map.of(partition, offset), Map.of(partition, offset + 1), found::add);
        TelemetryEvent event = new TelemetryEvent();
        if (found.isEmpty()
                || !(new TelemetryDecoder(source.registry())
                                .decode(kind, found.get(0).value(), event)
                        instanceof DecodeResult.Accepted)) {
            throw RefusedException.notFound("there is no event at this offset");
        }
        long arrivalMs = found.get(0).timestamp();
        return Answer.json(200, json -> {
            json.writeStringField("topic", partition.topic());
            json.writeNumberField("partition", partition.partition());
            json.writeNumberField("offset", offset);
            json.writeNumberField("arrival_time", arrivalMs);
            json.writeFieldName("event");
            EventJson.write(json, event);
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.serve.Answer;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.accumulate.EventGroups;
import io.slostream.topology.ingest.SliClassifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Counts telemetry for one SLO of one group by the second of its event time, with the SLO's own classifier, and keeps the
 * newest bad events. What is no event is passed over: it stands among the dead letters.
 */
final class SecondCounts {
    static final long STEP_MS = 1_000;
    static final int MOST_EVENTS = 100;

    private final SloDefinition slo;
    private final String group;
    private final Stretch stretch;
    private final long futureLimitMs;
    private final SliClassifier classifier;
    private final EventGroups groups;
    private final TelemetryDecoder decoder;
    private final TelemetryEvent event = new TelemetryEvent();
    private final long[] good;
    private final long[] bad;
    private final PriorityQueue<Bad> newest = new PriorityQueue<>(Bad.ORDER);
    private final long firstMs;
    private long read;

    /** A bad event, its fields already written down. */
    private record Bad(
            String topic, int partition, long offset, long timeMs, long arrivalMs, long good, long total, String json) {
        static final Comparator<Bad> ORDER = Comparator.comparingLong(Bad::timeMs)
                .thenComparingInt(Bad::partition)
                .thenComparingLong(Bad::offset);
    }

    SecondCounts(
            EngineDefinition definition, SloDefinition slo, String group, Stretch stretch, SchemaRegistry registry) {
        this.slo = slo;
        this.group = group;
        this.stretch = stretch;
        this.futureLimitMs = definition.grid().futureLimitMs();
        this.classifier = new SliClassifier(slo.indicator());
        this.groups = new EventGroups(definition);
        this.decoder = new TelemetryDecoder(registry);
        this.firstMs = Math.floorDiv(stretch.fromMs(), STEP_MS) * STEP_MS;
        int seconds = (int) -Math.floorDiv(firstMs - stretch.toMs(), STEP_MS);
        this.good = new long[seconds];
        this.bad = new long[seconds];
    }

    /** Takes in a record of the topic. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return; // a tick, or a dead letter
        }
        read++;
        if (!(decoder.decode(slo.indicator().of(), record.value(), event) instanceof DecodeResult.Accepted)) {
            return;
        }
        long timeMs = event.eventTimeMs();
        boolean isOurs = timeMs >= stretch.fromMs()
                && timeMs < stretch.toMs()
                && timeMs - futureLimitMs <= record.timestamp()
                && groups.of(slo.indicator().groupBy(), event)
                        .filter(group::equals)
                        .isPresent()
                && classifier.counts(event);
        if (isOurs) {
            int second = (int) ((timeMs - firstMs) / STEP_MS);
            long badPart = classifier.total() - classifier.good();
            good[second] += classifier.good();
            bad[second] += badPart;
            if (badPart > 0) {
                keep(record, timeMs);
            }
        }
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, long timeMs) {
        if (newest.size() == MOST_EVENTS && timeMs < newest.peek().timeMs()) {
            return;
        }
        newest.add(new Bad(
                record.topic(),
                record.partition(),
                record.offset(),
                timeMs,
                record.timestamp(),
                classifier.good(),
                classifier.total(),
                new String(
                        Answer.object(json -> {
                            json.writeFieldName("event");
                            EventJson.write(json, event);
                        }),
                        StandardCharsets.UTF_8)));
        if (newest.size() > MOST_EVENTS) {
            newest.poll();
        }
    }

    /** Writes counts and events as fields of an object. */
    void write(JsonGenerator json) throws IOException {
        long[] at = new long[good.length];
        for (int second = 0; second < at.length; second++) {
            at[second] = firstMs + second * STEP_MS;
        }
        numbers(json, "at", at);
        numbers(json, "good", good);
        numbers(json, "bad", bad);
        json.writeNumberField("read", read);
        json.writeArrayFieldStart("events");
        for (Bad one : newest.stream().sorted(Bad.ORDER.reversed()).toList()) {
            json.writeStartObject();
            json.writeStringField("topic", one.topic);
            json.writeNumberField("partition", one.partition);
            json.writeNumberField("offset", one.offset);
            json.writeNumberField("event_time", one.timeMs);
            json.writeNumberField("arrival_time", one.arrivalMs);
            json.writeNumberField("good", one.good);
            json.writeNumberField("total", one.total);
            // Its fields, without the braces around.
            json.writeRaw("," + one.json.substring(1, one.json.length() - 1));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void numbers(JsonGenerator json, String field, long[] numbers) throws IOException {
        json.writeArrayFieldStart(field);
        for (long number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.registry.WriterSchema;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Every event is one that the engine accepts, in either format, with the same values. */
class EventContractTest {
    private static final List<SimulatedEvent> EVENTS = Runs.run(
            Ensemble.standard(),
            7,
            Runs.HOUR_MS / 2,
            "capacity:vision@2m+20m=0.1",
            "errors:code@5m+5m=0.5",
            "correctness:math@5m+5m=0",
            "canary:math@5m+5m");

    @Test
    void shouldDecodeFromJsonAndAvroWithoutRejections() {
        JsonEventReader json = new JsonEventReader();
        TelemetryDecoder avro = new TelemetryDecoder(new OneSchemaPerKind());
        TelemetryEvent fromJson = new TelemetryEvent();
        TelemetryEvent fromAvro = new TelemetryEvent();
        for (SimulatedEvent event : EVENTS) {
            byte[] line = EventEncoder.ndjson(event);

            assertThat(json.read(line, 0, line.length, null, fromJson))
                    .as(new String(line, StandardCharsets.UTF_8))
                    .isEqualTo(DecodeResult.ACCEPTED);
            assertThat(json.arrivalTimeMs()).isEqualTo(event.atMs());
            byte[] record = EventEncoder.avro(event, event.kind().ordinal());
            assertThat(avro.decode(event.kind(), record, fromAvro))
                    .as("%s", event)
                    .isEqualTo(DecodeResult.ACCEPTED);
            assertSame(event.kind(), fromJson, fromAvro);
            assertThat(avro.decode(event.kind(), EventEncoder.json(event), fromAvro))
                    .isEqualTo(DecodeResult.ACCEPTED);
        }
    }

    @Test
    void shouldProduceEveryKindAndEveryField() {
        Set<TelemetryKind> kinds = EnumSet.noneOf(TelemetryKind.class);
        Set<String> fields = new HashSet<>();
        for (SimulatedEvent event : EVENTS) {
            kinds.add(event.kind());
            event.fields().keySet().forEach(field -> fields.add(event.kind().type() + "." + field));
        }

        assertThat(kinds).containsExactlyInAnyOrderElementsOf(TelemetryKind.counted());
        for (TelemetryKind kind : kinds) {
            for (TelemetryField field : kind.fields()) {
                // Batches of canaries are not produced, nor are experts' adapters.
                if (!Set.of("passed_count", "probe_count").contains(field.name())
                        && !(kind == TelemetryKind.ROUTING && field.name().equals("adapter"))) {
                    assertThat(fields).contains(kind.type() + "." + field.name());
                }
            }
        }
    }

    @Test
    void shouldEmitInOrderSoonAfterTheEvent() {
        long last = Long.MIN_VALUE;
        Set<String> ids = new HashSet<>();
        for (SimulatedEvent event : EVENTS) {
            assertThat(event.atMs()).as("%s", event).isGreaterThanOrEqualTo(last);
            assertThat(event.atMs() - event.eventTimeMs()).as("%s", event).isBetween(5L, 2_000L);
            assertThat(ids.add(event.eventId())).as("%s", event).isTrue();
            last = event.atMs();
        }
    }

    @Test
    void shouldKeyRequestsByRequestId() {
        assertThat(Runs.of(EVENTS, TelemetryKind.REQUEST))
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.key()).isEqualTo(event.fields().get("request_id")));
    }

    private static void assertSame(TelemetryKind kind, TelemetryEvent left, TelemetryEvent right) {
        assertThat(left.present()).isEqualTo(right.present());
        for (TelemetryField field : kind.fields()) {
            int index = field.index();
            if (left.has(index)) {
                switch (field.type()) {
                    case STRING ->
                        assertThat(left.stringAt(index).toString())
                                .isEqualTo(right.stringAt(index).toString());
                    case LONG, BOOLEAN -> assertThat(left.longAt(index)).isEqualTo(right.longAt(index));
                    case DOUBLE -> assertThat(left.doubleAt(index)).isEqualTo(right.doubleAt(index));
                }
            }
        }
    }

    /** A registry in which a kind's ordinal is the id of its schema. */
    private static final class OneSchemaPerKind implements SchemaRegistry {
        @Override
        public WriterSchema writerSchema(int id) {
            return new WriterSchema.Known(TelemetryKind.values()[id].schema());
        }

        @Override
        public int register(String subject, Schema schema) {
            throw new UnsupportedOperationException();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import static io.slostream.schemas.telemetry.SampleEvents.good;
import static io.slostream.schemas.telemetry.SampleEvents.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.registry.WriterSchema;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writers older and newer than this version. Old writer: our reader takes its data. New writer: our reader takes what it
 * knows; and an old reader takes what we write (checked with Avro's own generic reader).
 */
class SchemaEvolutionTest {
    private static final TelemetryKind KIND = TelemetryKind.REQUEST;

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final TelemetryDecoder decoder = new TelemetryDecoder(registry);
    private final TelemetryEvent event = new TelemetryEvent();

    @Test
    void shouldFillFieldsThatAnOldWriterLacks() {
        Map<String, Object> values = good(KIND);
        values.remove("tpot_ms");
        values.remove("router_confidence");

        accept(change(fields -> fields.keySet().removeAll(List.of("tpot_ms", "router_confidence", "tenant"))), values);

        assertThat(values(event)).isEqualTo(new TreeMap<>(values));
    }

    @Test
    void shouldRefuseAWriterThatLacksARequiredField() {
        Map<String, Object> values = good(KIND);
        values.remove("shadow");

        Rejected rejected = reject(change(fields -> fields.remove("shadow")), values);

        assertThat(rejected.reason()).isEqualTo(RejectReason.INCOMPATIBLE_SCHEMA);
        assertThat(rejected.detail()).contains("shadow");
    }

    @Test
    void shouldSkipFieldsThatOnlyANewWriterKnows() {
        Map<String, Object> values = good(KIND);
        values.put("zone", "z");
        values.put("stages", List.of("a", "b"));
        values.put("weights", Map.of("w", 0.5));

        accept(
                change(fields -> {
                    fields.put("zone", "\"string\"");
                    fields.put("stages", "{\"type\":\"array\",\"items\":\"string\"}");
                    fields.put("weights", "{\"type\":\"map\",\"values\":\"double\"}");
                }),
                values);

        assertThat(values(event)).isEqualTo(new TreeMap<>(good(KIND)));
    }

    @Test
    void shouldPromoteIntToLong() {
        Map<String, Object> values = good(KIND);
        values.put("status_code", 200);
        values.put("input_tokens", 512);

        accept(
                change(fields -> {
                    fields.put("status_code", "\"int\"");
                    fields.put("input_tokens", "[\"int\",\"null\"]");
                }),
                values);

        assertThat(values(event)).isEqualTo(new TreeMap<>(good(KIND)));
    }

    @Test
    void shouldPromoteFloatIntAndLongToDouble() {
        Map<String, Object> values = good(KIND);
        values.put("ttft_ms", 120);
        values.put("e2e_ms", 2_400L);

        accept(
                change(fields -> {
                    fields.put("queue_ms", "\"float\"");
                    fields.put("ttft_ms", "[\"null\",\"int\"]");
                    fields.put("e2e_ms", "\"long\"");
                }),
                values);

        assertThat(values(event)).isEqualTo(new TreeMap<>(good(KIND)));
    }

    @Test
    void shouldReadBytesAsString() {
        Map<String, Object> values = good(KIND);
        values.put("request_id", ByteBuffer.wrap(new byte[] {'r', '-', '1'}));

        accept(change(fields -> fields.put("request_id", "\"bytes\"")), values);

        assertThat(values(event)).isEqualTo(new TreeMap<>(good(KIND)));
    }

    @Test
    void shouldTakeUnionsInAnyOrderAndPlainValuesForNullableOnes() {
        accept(
                change(fields -> {
                    fields.put("queue_ms", "[\"double\",\"null\"]");
                    fields.put("ttft_ms", "[\"string\",\"null\",\"double\"]");
                    fields.put("tpot_ms", "\"double\"");
                    fields.put("request_id", "[\"null\",\"string\"]");
                }),
                good(KIND));

        assertThat(values(event)).isEqualTo(new TreeMap<>(good(KIND)));
    }

    @Test
    void shouldRejectOnlyTheRecordsWhoseUnionBranchHasNoPlace() {
        Schema writer = change(fields -> fields.put("ttft_ms", "[\"string\",\"null\",\"double\"]"));
        Map<String, Object> values = good(KIND);
        values.put("ttft_ms", "fast");

        assertThat(reject(writer, values).reason()).isEqualTo(RejectReason.INCOMPATIBLE_SCHEMA);
        accept(writer, good(KIND));
    }

    @Test
    void shouldReadOpenTelemetryNamesThroughAliases() {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> names = Map.of(
                "request_id", "gen_ai_response_id",
                "status_code", "http_response_status_code",
                "input_tokens", "gen_ai_usage_input_tokens",
                "output_tokens", "gen_ai_usage_output_tokens");
        good(KIND).forEach((name, value) -> values.put(names.getOrDefault(name, name), value));

        accept(
                change(fields -> names.forEach((ours, theirs) -> {
                    fields.put(theirs, fields.remove(ours));
                })),
                values);

        assertThat(values(event)).isEqualTo(new TreeMap<>(good(KIND)));
    }

    @ParameterizedTest
    @EnumSource(TelemetryKind.class)
    void shouldReadReorderedFields(TelemetryKind kind) {
        int id = registry.add(change(kind, fields -> {
            List<Map.Entry<String, String>> entries = new ArrayList<>(fields.entrySet());
            Collections.reverse(entries);
            fields.clear();
            entries.forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        }));
        Schema writer = ((WriterSchema.Known) registry.writerSchema(id)).schema();

        DecodeResult result = decoder.decode(kind, TelemetryEncoder.encode(id, writer, good(kind)), event);

        assertThat(result).isEqualTo(DecodeResult.ACCEPTED);
        assertThat(values(event)).isEqualTo(new TreeMap<>(good(kind)));
    }

    @Test
    void shouldReadAnEnumWithOtherOrderAndRefuseOnlyItsNewSymbol() {
        Schema writer = change(fields -> fields.put(
                "clock_start",
                "{\"type\":\"enum\",\"name\":\"ClockStart\",\"default\":\"scheduled\","
                        + "\"symbols\":[\"scheduled\",\"gateway\",\"frontend_arrival\",\"client_send\"]}"));
        accept(writer, good(KIND));
        assertThat(values(event)).containsEntry("clock_start", "frontend_arrival");

        Map<String, Object> values = good(KIND);
        values.put("clock_start", "gateway");
        Rejected rejected = reject(writer, values);

        // A default in our schema would count the event under a clock that it was not measured by.
        assertThat(rejected.reason()).isEqualTo(RejectReason.INCOMPATIBLE_SCHEMA);
        assertThat(rejected.detail()).contains("gateway");
    }

    @Test
    void shouldRefuseNarrowingAndOtherTypes() {
        assertThat(reject(change(fields -> fields.put("input_tokens", "\"double\"")), with("input_tokens", 512.0))
                        .reason())
                .isEqualTo(RejectReason.INCOMPATIBLE_SCHEMA);
        assertThat(reject(change(fields -> fields.put("shadow", "\"string\"")), with("shadow", "false"))
                        .reason())
                .isEqualTo(RejectReason.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void shouldWriteWhatAnOldReaderUnderstands() throws Exception {
        Schema oldReader = change(fields -> {
            fields.keySet().removeAll(List.of("tpot_ms", "shadow", "tenant"));
            fields.put("retired", "[\"null\",\"string\"]");
        });
        byte[] record = TelemetryEncoder.encode(1, KIND.schema(), good(KIND));

        GenericRecord read = new GenericDatumReader<GenericRecord>(KIND.schema(), oldReader)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        record,
                                        WireFormat.HEADER_LENGTH,
                                        record.length - WireFormat.HEADER_LENGTH,
                                        null));

        assertThat(read.get("request_id")).hasToString("r-1");
        assertThat(read.get("retired")).isNull();
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> values = good(KIND);
        values.put(field, value);
        return values;
    }

    private void accept(Schema writer, Map<String, Object> values) {
        int id = registry.add(writer);
        assertThat(decoder.decode(KIND, TelemetryEncoder.encode(id, writer, values), event))
                .isEqualTo(DecodeResult.ACCEPTED);
    }

    private Rejected reject(Schema writer, Map<String, Object> values) {
        int id = registry.add(writer);
        return (Rejected) decoder.decode(KIND, TelemetryEncoder.encode(id, writer, values), event);
    }

    private static Schema change(Consumer<Map<String, String>> edit) {
        return change(KIND, edit);
    }

    /** The schema of the kind after an edit of its fields, name to type as JSON; nullable fields default to null. */
    private static Schema change(TelemetryKind kind, Consumer<Map<String, String>> edit) {
        Map<String, String> fields = new LinkedHashMap<>();
        kind.schema()
                .getFields()
                .forEach(field -> fields.put(field.name(), field.schema().toString()));
        edit.accept(fields);
        List<String> texts = new ArrayList<>();
        fields.forEach((name, type) -> texts.add("{\"name\":\"" + name + "\",\"type\":" + type
                + (type.startsWith("[\"null\"") ? ",\"default\":null}" : "}")));
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"" + kind.schema().getName()
                        + "\",\"namespace\":\"io.slostream.telemetry\",\"fields\":[" + String.join(",", texts) + "]}");
    }
}

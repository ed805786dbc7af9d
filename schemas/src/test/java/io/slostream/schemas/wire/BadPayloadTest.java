// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import static io.slostream.schemas.telemetry.SampleEvents.good;
import static io.slostream.schemas.telemetry.SampleEvents.json;
import static io.slostream.schemas.telemetry.SampleEvents.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slostream.schemas.registry.WriterSchema;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.Rejections;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad records, each with its reason; after each of them a good record still counts. */
class BadPayloadTest {
    private static final InMemoryRegistry REGISTRY = new InMemoryRegistry();
    private static final int REQUEST_ID = REGISTRY.add(TelemetryKind.REQUEST.schema());
    private static final int CANARY_ID = REGISTRY.add(TelemetryKind.CANARY.schema());
    private static final int EVALUATION_ID = REGISTRY.add(TelemetryKind.EVALUATION.schema());
    private static final int SAMPLE_ID = REGISTRY.add(TelemetryKind.SAMPLE.schema());

    private final TelemetryDecoder decoder = new TelemetryDecoder(REGISTRY);
    private final TelemetryEvent event = new TelemetryEvent();

    @ParameterizedTest(name = "{0}")
    @MethodSource({"bytes", "schemas", "values", "consistency"})
    void shouldRejectWithReason(
            String name, TelemetryKind kind, byte[] value, RejectReason reason, String... inDetail) {
        DecodeResult result = decoder.decode(kind, value, event);

        assertThat(result).isInstanceOf(Rejected.class);
        Rejected rejected = (Rejected) result;
        assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
        assertThat(rejected.detail()).hasSizeBetween(1, Rejections.MAX_DETAIL);
        for (String part : inDetail) {
            assertThat(rejected.detail()).contains(part);
        }

        byte[] next = avro(REQUEST_ID, good(TelemetryKind.REQUEST));
        assertThat(decoder.decode(TelemetryKind.REQUEST, next, event)).isEqualTo(DecodeResult.ACCEPTED);
    }

    static Stream<Arguments> bytes() {
        byte[] good = avro(REQUEST_ID, good(TelemetryKind.REQUEST));
        byte[] unknownId = good.clone();
        unknownId[4] = 77;
        byte[] negativeId = good.clone();
        negativeId[1] = (byte) 0xff;
        byte[] badUnion = avro(EVALUATION_ID, good(TelemetryKind.EVALUATION));
        badUnion[badUnion.length - 1] = 8; // branch 4 of 2 for error_type
        byte[] hugeString = WireFormat.frame(REQUEST_ID, new byte[] {-128, -128, -128, -128, 8, 'x'}); // 2^30 bytes
        byte[] hugestString = WireFormat.frame(REQUEST_ID, new byte[] {-2, -1, -1, -1, 15, 'x'}); // 2^31 - 1 bytes
        byte[] negativeString = WireFormat.frame(REQUEST_ID, new byte[] {1, 'x'});
        byte[] endlessVarint = new byte[20];
        Arrays.fill(endlessVarint, (byte) 0xff);
        byte[] notUtf8 = avro(REQUEST_ID, good(TelemetryKind.REQUEST));
        notUtf8[6] = (byte) 0xff; // first letter of event_id
        byte[] oversized = new byte[TelemetryDecoder.MAX_VALUE_BYTES + 1];
        return Stream.of(
                request("null value", null, RejectReason.NULL_RECORD),
                request("no bytes", new byte[0], RejectReason.EMPTY),
                request("bad magic 1", new byte[] {1, 0, 0, 0, 1, 0}, RejectReason.BAD_MAGIC, "0x01"),
                request("bad magic ff", new byte[] {-1}, RejectReason.BAD_MAGIC, "0xff"),
                request("space before JSON", " {}".getBytes(StandardCharsets.UTF_8), RejectReason.BAD_MAGIC),
                request("JSON array", "[]".getBytes(StandardCharsets.UTF_8), RejectReason.BAD_MAGIC),
                request("plain text", "hello".getBytes(StandardCharsets.UTF_8), RejectReason.BAD_MAGIC),
                request("magic only", new byte[] {0}, RejectReason.TRUNCATED, "header"),
                request("half a header", new byte[] {0, 0, 0}, RejectReason.TRUNCATED),
                request("header only", WireFormat.frame(REQUEST_ID, new byte[0]), RejectReason.TRUNCATED),
                request("unknown id", unknownId, RejectReason.UNKNOWN_SCHEMA_ID, "77"),
                request("id beyond int", negativeId, RejectReason.UNKNOWN_SCHEMA_ID, "4278190081"),
                request("oversized", oversized, RejectReason.OVERSIZED, "1048577"),
                request("huge string", hugeString, RejectReason.TRUNCATED),
                request("hugest string", hugestString, RejectReason.MALFORMED_AVRO, "longer"),
                request("negative string", negativeString, RejectReason.MALFORMED_AVRO),
                request("endless varint", WireFormat.frame(REQUEST_ID, endlessVarint), RejectReason.MALFORMED_AVRO),
                request("not UTF-8", notUtf8, RejectReason.MALFORMED_AVRO, "event_id"),
                request("trailing byte", Arrays.copyOf(good, good.length + 1), RejectReason.TRAILING_BYTES, "1 byte"),
                arguments(
                        "union branch out of range",
                        TelemetryKind.EVALUATION,
                        badUnion,
                        RejectReason.MALFORMED_AVRO,
                        new String[] {"out of range"}));
    }

    static Stream<Arguments> schemas() {
        int recursive = REGISTRY.add("{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"next\","
                + "\"type\":[\"null\",\"Node\"],\"default\":null}]}");
        int deep = REGISTRY.add(nested(150));
        int doubling = REGISTRY.add(doubling(40));
        int wide = REGISTRY.add(wide(10_001));
        int noBytes = REGISTRY.add("{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"a\","
                + "\"type\":{\"type\":\"array\",\"items\":\"null\"}}]}");
        int emptyRecord = REGISTRY.add("{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}");
        int fixedZero = REGISTRY.add("{\"type\":\"record\",\"name\":\"F\",\"fields\":[{\"name\":\"f\","
                + "\"type\":{\"type\":\"fixed\",\"name\":\"Z\",\"size\":0}}]}");
        int micros =
                REGISTRY.add(TelemetryKind.REQUEST.schema().toString().replace("timestamp-millis", "timestamp-micros"));
        int string = REGISTRY.add(Schema.create(Schema.Type.STRING));
        byte[] body = new byte[64];
        return Stream.of(
                request("recursive schema", WireFormat.frame(recursive, body), RejectReason.RECURSIVE_SCHEMA, "Node"),
                request("deep schema", WireFormat.frame(deep, body), RejectReason.NESTED_TOO_DEEP, "100"),
                request("doubling schema", WireFormat.frame(doubling, body), RejectReason.INCOMPATIBLE_SCHEMA, "nodes"),
                request("wide schema", WireFormat.frame(wide, body), RejectReason.INCOMPATIBLE_SCHEMA, "nodes"),
                request("array of null", WireFormat.frame(noBytes, body), RejectReason.INCOMPATIBLE_SCHEMA, "null"),
                request("empty record", WireFormat.frame(emptyRecord, body), RejectReason.INCOMPATIBLE_SCHEMA),
                request("fixed of 0", WireFormat.frame(fixedZero, body), RejectReason.INCOMPATIBLE_SCHEMA, "size 0"),
                request(
                        "event_time in micros",
                        WireFormat.frame(micros, body),
                        RejectReason.INCOMPATIBLE_SCHEMA,
                        "micros"),
                request("no record", WireFormat.frame(string, body), RejectReason.INCOMPATIBLE_SCHEMA),
                request("other kind", WireFormat.frame(CANARY_ID, body), RejectReason.INCOMPATIBLE_SCHEMA, "Canary"));
    }

    /** The same values in Avro and in JSON must give the same reason. */
    static Stream<Arguments> values() {
        List<Arguments> rows = new ArrayList<>();
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "ttft_ms", -0.001, RejectReason.OUT_OF_RANGE);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "ttft_ms", 1e300, RejectReason.OUT_OF_RANGE);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "ttft_ms", Double.NaN, RejectReason.NOT_A_NUMBER);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "e2e_ms", Double.POSITIVE_INFINITY, RejectReason.NOT_A_NUMBER);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "e2e_ms", Double.NEGATIVE_INFINITY, RejectReason.NOT_A_NUMBER);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "router_confidence", 1.01, RejectReason.OUT_OF_RANGE);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "status_code", 99L, RejectReason.OUT_OF_RANGE);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "status_code", 600L, RejectReason.OUT_OF_RANGE);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "output_tokens", -1L, RejectReason.OUT_OF_RANGE);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "output_tokens", Long.MIN_VALUE, RejectReason.OUT_OF_RANGE);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "output_tokens", Long.MAX_VALUE, RejectReason.OUT_OF_RANGE);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "event_time", -1L, RejectReason.OUT_OF_RANGE);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "event_id", "", RejectReason.EMPTY_FIELD);
        both(rows, REQUEST_ID, TelemetryKind.REQUEST, "specialist", "", RejectReason.EMPTY_FIELD);
        both(rows, SAMPLE_ID, TelemetryKind.SAMPLE, "specialist", "", RejectReason.EMPTY_FIELD);
        both(rows, SAMPLE_ID, TelemetryKind.SAMPLE, "name", "made_up", RejectReason.UNKNOWN_NAME);
        both(rows, SAMPLE_ID, TelemetryKind.SAMPLE, "name", "queue_depth", RejectReason.OUT_OF_RANGE); // value -0.25
        return rows.stream();
    }

    static Stream<Arguments> consistency() {
        List<Arguments> rows = new ArrayList<>();
        both(rows, CANARY_ID, TelemetryKind.CANARY, "passed", true, RejectReason.INCONSISTENT_FIELDS);
        both(rows, CANARY_ID, TelemetryKind.CANARY, "probe_count", null, RejectReason.INCONSISTENT_FIELDS);
        both(rows, CANARY_ID, TelemetryKind.CANARY, "passed_count", null, RejectReason.INCONSISTENT_FIELDS);
        both(rows, CANARY_ID, TelemetryKind.CANARY, "passed_count", 21L, RejectReason.INCONSISTENT_FIELDS);
        both(rows, CANARY_ID, TelemetryKind.CANARY, "probe_count", 0L, RejectReason.OUT_OF_RANGE);
        return rows.stream();
    }

    private static void both(
            List<Arguments> rows, int id, TelemetryKind kind, String field, Object value, RejectReason reason) {
        Map<String, Object> event = with(kind, field, value);
        String name = field + " = " + value;
        String[] inDetail = reason == RejectReason.OUT_OF_RANGE && field.equals("name")
                ? new String[] {"queue_depth"}
                : new String[] {field.equals("error_type") || field.equals("passed") ? "stands beside" : field};
        rows.add(arguments(name + ", Avro", kind, avro(id, event), reason, inDetail));
        rows.add(arguments(name + ", JSON", kind, json(event), reason, inDetail));
    }

    private static Arguments request(String name, byte[] value, RejectReason reason, String... inDetail) {
        return arguments(name, TelemetryKind.REQUEST, value, reason, inDetail);
    }

    private static byte[] avro(int id, Map<String, Object> values) {
        Schema schema = ((WriterSchema.Known) REGISTRY.writerSchema(id)).schema();
        return TelemetryEncoder.encode(id, schema, values);
    }

    private static Schema nested(int depth) {
        Schema inner = Schema.create(Schema.Type.INT);
        for (int i = 0; i < depth; i++) {
            inner = SchemaBuilder.record("Level" + i)
                    .fields()
                    .name("in")
                    .type(inner)
                    .noDefault()
                    .endRecord();
        }
        return inner;
    }

    /** 2^n ints in n types: small as text, endless when walked. */
    private static Schema doubling(int depth) {
        Schema inner = Schema.create(Schema.Type.INT);
        for (int i = 0; i < depth; i++) {
            inner = SchemaBuilder.record("Twice" + i)
                    .fields()
                    .name("a")
                    .type(inner)
                    .noDefault()
                    .name("b")
                    .type(inner)
                    .noDefault()
                    .endRecord();
        }
        return inner;
    }

    private static Schema wide(int fields) {
        SchemaBuilder.FieldAssembler<Schema> record =
                SchemaBuilder.record("Wide").fields();
        for (int i = 0; i < fields; i++) {
            record = record.requiredInt("f" + i);
        }
        return record.endRecord();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import static io.slostream.schemas.telemetry.SampleEvents.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records made to cost much: time and memory stay in proportion to their bytes. */
@Timeout(30)
class HostilePayloadTest {
    private static final int ROOM = TelemetryDecoder.MAX_VALUE_BYTES - 10;

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final TelemetryDecoder decoder = new TelemetryDecoder(registry);
    private final TelemetryEvent event = new TelemetryEvent();

    @Test
    void shouldNotBelieveACountThatTheBytesCannotHold() {
        int id = registry.add(withExtra(SchemaBuilder.array().items().intType()));
        byte[] payload = new byte[1_000];
        Arrays.fill(payload, 0, 5, (byte) 0xfe); // about 2^34 items
        payload[5] = 1;

        assertThat(reject(WireFormat.frame(id, payload))).isIn(RejectReason.MALFORMED_AVRO, RejectReason.TRUNCATED);
    }

    @Test
    void shouldSkipManySmallItemsInTime() {
        Schema item = SchemaBuilder.builder().intType();
        for (int i = 0; i < 90; i++) {
            item = SchemaBuilder.record("L" + i)
                    .fields()
                    .name("in")
                    .type(item)
                    .noDefault()
                    .endRecord();
        }
        int id = registry.add(withExtra(SchemaBuilder.array().items(item)));
        byte[] payload = new byte[ROOM];
        payload[0] = (byte) 0xfe; // a first block of 2^20 - 1 items of one byte each
        payload[1] = (byte) 0xff;
        payload[2] = 0x7f;

        assertThat(reject(WireFormat.frame(id, payload))).isEqualTo(RejectReason.TRUNCATED);
    }

    @Test
    void shouldReadAnObjectOfManyNamesInTime() {
        StringBuilder text = new StringBuilder("{\"a\":1");
        for (int i = 0; text.length() < ROOM - 20; i++) {
            text.append(",\"").append(i).append("\":1");
        }
        byte[] payload = text.append('}').toString().getBytes(StandardCharsets.UTF_8);

        assertThat(reject(payload)).isEqualTo(RejectReason.MISSING_FIELD);
    }

    @Test
    void shouldRefuseALongNumberInTime() {
        byte[] payload = ("{\"event_time\":" + "9".repeat(ROOM - 20) + "}").getBytes(StandardCharsets.UTF_8);

        assertThat(reject(payload)).isEqualTo(RejectReason.MALFORMED_JSON);
    }

    @Test
    void shouldLetLargeBuffersGo() {
        byte[] payload = ("{\"event_id\":\"" + "x".repeat(ROOM - 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        reject(payload);

        int index = TelemetryKind.REQUEST.eventIdField().index();
        assertThat(event.reusableString(index).getBytes()).isEmpty();
    }

    @Test
    void shouldAllocateNextToNothingPerAvroEvent() {
        int id = registry.add(TelemetryKind.REQUEST.schema());
        byte[] record = TelemetryEncoder.encode(id, TelemetryKind.REQUEST.schema(), good(TelemetryKind.REQUEST));
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 20_000;
        decodeAll(record, rounds);

        long before = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        decodeAll(record, rounds);
        long nanos = System.nanoTime() - start;
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        System.out.println("Avro request event: " + bytes / rounds + " bytes, " + nanos / rounds + " ns");
        // The byte source and buffer view that Avro makes per record, 104 bytes here; nothing per field.
        assertThat(bytes / rounds).isLessThanOrEqualTo(160);
    }

    private void decodeAll(byte[] record, int rounds) {
        for (int i = 0; i < rounds; i++) {
            if (decoder.decode(TelemetryKind.REQUEST, record, event) != DecodeResult.ACCEPTED) {
                throw new AssertionError("not accepted");
            }
        }
    }

    private RejectReason reject(byte[] value) {
        return ((Rejected) decoder.decode(TelemetryKind.REQUEST, value, event)).reason();
    }

    /** The request schema with one more field in front, of a type that readers skip. */
    private static Schema withExtra(Schema type) {
        String fields = TelemetryKind.REQUEST.schema().toString();
        int at = fields.indexOf("\"fields\":[") + "\"fields\":[".length();
        return new Schema.Parser()
                .parse(fields.substring(0, at) + "{\"name\":\"extra\",\"type\":" + type + "}," + fields.substring(at));
    }
}

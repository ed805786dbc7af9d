// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.schemas.wire.TelemetryEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;

/** Encodes simulated events as JSON or Avro; the same event gives the same bytes on every JVM. Stateless. */
public final class EventEncoder {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int DECIMALS = 6;
    private static final double SCALE = 1e6;

    private EventEncoder() {}

    /** The JSON object for a Kafka value: {@code type} and the fields. */
    public static byte[] json(SimulatedEvent event) {
        return json(event, false);
    }

    /**
     * One line for a file, without the line break: the JSON object with {@code arrival_time}, so that a reader knows when
     * the log would have received it.
     */
    public static byte[] ndjson(SimulatedEvent event) {
        return json(event, true);
    }

    /** Confluent wire format: the schema id, then Avro of the kind's own schema. */
    public static byte[] avro(SimulatedEvent event, int schemaId) {
        return TelemetryEncoder.encode(schemaId, event.kind().schema(), event.fields());
    }

    private static byte[] json(SimulatedEvent event, boolean arrivalTime) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", event.kind().type());
            if (arrivalTime) {
                json.writeNumberField("arrival_time", event.atMs());
            }
            for (Map.Entry<String, Object> field : event.fields().entrySet()) {
                json.writeFieldName(field.getKey());
                value(json, field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            // Not Double.toString, whose digits depend on the version of Java.
            json.writeNumber(BigDecimal.valueOf(Math.round(number * SCALE), DECIMALS)
                    .stripTrailingZeros()
                    .toPlainString());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString((String) value);
        }
    }
}

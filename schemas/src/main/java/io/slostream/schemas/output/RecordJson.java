// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/**
 * Writes records as plain JSON: fields in schema order, nullable values bare (not wrapped as Avro's own JSON encoding
 * does), bytes as base64. The same record always gives the same bytes.
 */
final class RecordJson {
    private static final JsonFactory JSON = new JsonFactory();

    private RecordJson() {}

    static byte[] write(GenericRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            value(json, record.getSchema(), record);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail", e);
        }
        return out.toByteArray();
    }

    private static void value(JsonGenerator json, Schema schema, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (schema.getType()) {
            case RECORD -> {
                json.writeStartObject();
                for (Schema.Field field : schema.getFields()) {
                    json.writeFieldName(field.name());
                    value(json, field.schema(), ((IndexedRecord) value).get(field.pos()));
                }
                json.writeEndObject();
            }
            case ARRAY -> {
                json.writeStartArray();
                for (Object element : (Collection<?>) value) {
                    value(json, schema.getElementType(), element);
                }
                json.writeEndArray();
            }
            case MAP -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    json.writeFieldName(entry.getKey().toString());
                    value(json, schema.getValueType(), entry.getValue());
                }
                json.writeEndObject();
            }
            case UNION -> value(json, branch(schema), value);
            case BYTES -> bytes(json, (ByteBuffer) value);
            case INT, LONG -> json.writeNumber(((Number) value).longValue());
            case DOUBLE -> json.writeNumber(finite((Double) value));
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case STRING, ENUM -> json.writeString(value.toString());
            default -> throw unsupported(schema);
        }
    }

    /** The one branch beside null: output schemas have no other unions (pinned by a test of the catalogue). */
    static Schema branch(Schema union) {
        if (union.getTypes().size() != 2 || union.getTypes().get(0).getType() != Schema.Type.NULL) {
            throw unsupported(union);
        }
        return union.getTypes().get(1);
    }

    static IllegalArgumentException unsupported(Schema schema) {
        return new IllegalArgumentException("no output record has the type " + schema);
    }

    private static void bytes(JsonGenerator json, ByteBuffer value) throws IOException {
        byte[] copy = new byte[value.remaining()];
        value.duplicate().get(copy);
        json.writeBinary(copy);
    }

    private static double finite(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("an output record holds " + value);
        }
        return value;
    }
}

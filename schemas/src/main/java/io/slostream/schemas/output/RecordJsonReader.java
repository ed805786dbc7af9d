// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;

/** Reads what {@link RecordJson} writes; unknown fields are skipped, absent ones take their default. */
final class RecordJsonReader {
    private static final JsonFactory JSON = new JsonFactory();

    private RecordJsonReader() {}

    /**
     * Reads one object.
     *
     * @throws UnreadableRecordException when the text is not JSON or does not fit the schema
     */
    static GenericRecord read(Schema schema, byte[] text) {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            GenericRecord record = record(json, schema);
            if (json.nextToken() != null) {
                throw new UnreadableRecordException("more text follows the record", null);
            }
            return record;
        } catch (IOException | RuntimeException e) {
            throw e instanceof UnreadableRecordException unreadable
                    ? unreadable
                    : new UnreadableRecordException("not a record of " + schema.getFullName(), e);
        }
    }

    private static GenericRecord record(JsonParser json, Schema schema) throws IOException {
        expect(json, JsonToken.START_OBJECT);
        GenericRecord record = new GenericData.Record(schema);
        boolean[] seen = new boolean[schema.getFields().size()];
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            Schema.Field field = schema.getField(name);
            if (field == null) {
                json.skipChildren();
            } else {
                record.put(field.pos(), value(json, field.schema()));
                seen[field.pos()] = true;
            }
        }
        for (Schema.Field field : schema.getFields()) {
            if (!seen[field.pos()]) {
                if (!field.hasDefaultValue()) {
                    throw new UnreadableRecordException(field.name() + " is missing", null);
                }
                record.put(field.pos(), GenericData.get().getDefaultValue(field));
            }
        }
        return record;
    }

    private static Object value(JsonParser json, Schema schema) throws IOException {
        return switch (schema.getType()) {
            case RECORD -> record(json, schema);
            case ARRAY -> array(json, schema);
            case UNION -> json.currentToken() == JsonToken.VALUE_NULL ? null : value(json, RecordJson.branch(schema));
            case BYTES -> ByteBuffer.wrap(json.getBinaryValue());
            case INT -> (Object) json.getIntValue();
            case LONG -> (Object) json.getLongValue();
            case DOUBLE -> (Object) json.getDoubleValue();
            case BOOLEAN -> (Object) json.getBooleanValue();
            case STRING -> new Utf8(string(json));
            case ENUM -> symbol(string(json), schema);
            default -> throw RecordJson.unsupported(schema);
        };
    }

    private static List<Object> array(JsonParser json, Schema schema) throws IOException {
        expect(json, JsonToken.START_ARRAY);
        List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(json, schema.getElementType()));
        }
        return new GenericData.Array<>(schema, elements);
    }

    private static GenericData.EnumSymbol symbol(String word, Schema schema) {
        if (!schema.hasEnumSymbol(word)) {
            throw new UnreadableRecordException(word + " is none of " + schema.getEnumSymbols(), null);
        }
        return new GenericData.EnumSymbol(schema, word);
    }

    private static String string(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static void expect(JsonParser json, JsonToken token) {
        if (json.currentToken() != token) {
            throw new UnreadableRecordException("found " + json.currentToken() + ", needed " + token, null);
        }
    }
}

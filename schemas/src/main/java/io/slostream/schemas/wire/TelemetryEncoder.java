// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Encodes records in Confluent's wire format. Stateless, so safe for use by several threads. */
public final class TelemetryEncoder {
    private TelemetryEncoder() {}

    /**
     * A record of these values.
     *
     * @param values by field name; an Integer serves a long or double field, a Float or Integer a double field, a String
     *     an enum; an absent field takes its default
     * @throws IllegalArgumentException when a name is no field of the schema
     * @throws org.apache.avro.AvroRuntimeException when a value does not fit or a field without default is absent
     */
    public static byte[] encode(int schemaId, Schema schema, Map<String, ?> values) {
        for (String name : values.keySet()) {
            if (schema.getField(name) == null) {
                throw new IllegalArgumentException("no field " + name + " in " + schema.getFullName());
            }
        }
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Object value = values.get(field.name());
            if (value == null && field.hasDefaultValue()) {
                value = GenericData.get().getDefaultValue(field);
            }
            record.put(field.pos(), fit(field.schema(), value));
        }
        return encode(schemaId, record);
    }

    /** This record in wire format. */
    public static byte[] encode(int schemaId, GenericRecord record) {
        return WireFormat.frame(schemaId, binary(record));
    }

    private static byte[] binary(GenericRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail", e);
        }
        return out.toByteArray();
    }

    private static Object fit(Schema schema, Object value) {
        if (schema.isUnion() && value != null) {
            for (Schema branch : schema.getTypes()) {
                Object fitted = branch.getType() == Schema.Type.NULL ? null : fit(branch, value);
                if (fitted != null && GenericData.get().validate(branch, fitted)) {
                    return fitted;
                }
            }
        }
        if (value instanceof Number number) {
            return switch (schema.getType()) {
                case LONG -> number instanceof Integer ? (Object) number.longValue() : number;
                case DOUBLE -> (Object) number.doubleValue();
                case FLOAT -> (Object) number.floatValue();
                default -> number;
            };
        }
        if (schema.getType() == Schema.Type.ENUM && value instanceof CharSequence) {
            return new GenericData.EnumSymbol(schema, value.toString());
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.registry.WriterSchema;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.schemas.wire.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads the records of the engine's own topics in either format, also of older and newer versions. Not thread-safe.
 */
public final class RecordDecoder {
    private final SchemaRegistry registry;
    private final Map<Key, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

    private record Key(String topic, int schemaId) {}

    /** A decoder that asks this registry for writer schemas; JSON needs none. */
    public RecordDecoder(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * The record in this value, in the shape of the topic's present schema.
     *
     * @param value not null and not empty
     * @throws UnreadableRecordException when the value is in neither format
     * @throws io.slostream.schemas.registry.RegistryUnavailableException when the registry gives no usable answer
     */
    public GenericRecord decode(TopicSpec topic, byte[] value) {
        if (value.length > 0 && value[0] == '{') {
            return RecordJsonReader.read(topic.valueSchema(), value);
        }
        if (value.length < WireFormat.HEADER_LENGTH || value[0] != WireFormat.MAGIC) {
            throw new UnreadableRecordException("neither Avro nor JSON in " + topic.name(), null);
        }
        GenericDatumReader<GenericRecord> reader = reader(topic, WireFormat.schemaId(value));
        BinaryDecoder input = DecoderFactory.get()
                .binaryDecoder(value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, null);
        try {
            GenericRecord record = reader.read(null, input);
            if (!input.isEnd()) {
                throw new UnreadableRecordException("bytes follow the record in " + topic.name(), null);
            }
            return record;
        } catch (IOException | RuntimeException e) {
            throw e instanceof UnreadableRecordException unreadable
                    ? unreadable
                    : new UnreadableRecordException("not a record of " + topic.name(), e);
        }
    }

    private GenericDatumReader<GenericRecord> reader(TopicSpec topic, int id) {
        Key key = new Key(topic.name(), id);
        GenericDatumReader<GenericRecord> reader = readers.get(key);
        if (reader == null) {
            reader = new GenericDatumReader<>(writer(topic, id), topic.valueSchema());
            readers.put(key, reader);
        }
        return reader;
    }

    private Schema writer(TopicSpec topic, int id) {
        WriterSchema writer = registry.writerSchema(id);
        if (writer instanceof WriterSchema.Known known) {
            return known.schema();
        }
        String why = writer instanceof WriterSchema.Unusable unusable
                ? unusable.why()
                : "the registry has no schema with id " + id;
        throw new UnreadableRecordException(why + ", in " + topic.name(), null);
    }
}

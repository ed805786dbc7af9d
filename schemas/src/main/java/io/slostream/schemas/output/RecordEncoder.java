// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.schemas.wire.TelemetryEncoder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/** Encodes the records of the engine's own topics. Not thread-safe: one per task or thread. */
public final class RecordEncoder {
    private final OutputFormat format;
    private final SchemaRegistry registry;
    private final Map<String, Integer> ids = new HashMap<>();

    /**
     * An encoder of this format.
     *
     * @param registry where Avro schemas are registered on first use; not asked for JSON
     */
    public RecordEncoder(OutputFormat format, SchemaRegistry registry) {
        this.format = format;
        this.registry = registry;
    }

    /**
     * Registers the schema of this topic now rather than with its first record, so that a refusal stops the start.
     *
     * @throws io.slostream.schemas.registry.RegistryUnavailableException when the registry gives no usable answer
     * @throws io.slostream.schemas.registry.SchemaRefusedException when the registry refuses the schema
     */
    public void prepare(TopicSpec topic) {
        if (format == OutputFormat.AVRO) {
            id(topic);
        }
    }

    /**
     * The value bytes of a record of this topic.
     *
     * @param record a record of the topic's value schema
     * @throws IllegalArgumentException when a number is NaN or infinite and the format is JSON
     */
    public byte[] encode(TopicSpec topic, GenericRecord record) {
        return switch (format) {
            case AVRO -> TelemetryEncoder.encode(id(topic), record);
            case JSON -> RecordJson.write(record);
        };
    }

    private int id(TopicSpec topic) {
        Integer id = ids.get(topic.name());
        if (id == null) {
            id = registry.register(topic.valueSubject(), topic.valueSchema());
            ids.put(topic.name(), id);
        }
        return id;
    }
}

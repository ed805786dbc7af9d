// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import static io.slostream.schemas.telemetry.Rejections.reject;

import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.registry.WriterSchema;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the value of a Kafka telemetry record into an event. The first byte tells the format: 0 is Avro in Confluent's
 * wire format, <code>{</code> is a JSON object, anything else is a dead letter.
 *
 * <p>Control records (null value, engine's key and header) are the caller's business and never come here. Not
 * thread-safe: one decoder per task or thread; the registry behind it may be shared.
 */
public final class TelemetryDecoder {
    /** Longest value that is looked into, bytes; no telemetry event comes near it. */
    public static final int MAX_VALUE_BYTES = JsonEventReader.MAX_BYTES;

    private static final int APICURIO_HEADER_LENGTH = 9;
    private static final int MAX_READERS = 256;

    private final SchemaRegistry registry;
    private final JsonEventReader json = new JsonEventReader();
    private final Map<TelemetryKind, Readers> readers = new EnumMap<>(TelemetryKind.class);
    private boolean lastWasJson;

    /** A decoder that asks this registry for writer schemas it has not met yet. */
    public TelemetryDecoder(SchemaRegistry registry) {
        this.registry = registry;
        for (TelemetryKind kind : TelemetryKind.values()) {
            readers.put(kind, new Readers());
        }
    }

    /**
     * Decodes and validates one record value.
     *
     * @param kind what the topic carries
     * @param value the bytes, null allowed
     * @param into receives the event; meaningful only when the result is accepted
     * @return accepted, or rejected with a reason, whatever the bytes are
     * @throws io.slostream.schemas.registry.RegistryUnavailableException when the writer schema is not known here and
     *     the registry gives no usable answer: the record may be good and must wait
     */
    public DecodeResult decode(TelemetryKind kind, byte[] value, TelemetryEvent into) {
        lastWasJson = value != null && value.length > 0 && value[0] == '{';
        if (value == null) {
            return reject(RejectReason.NULL_RECORD, "the value is null and the record is no control record");
        }
        if (value.length == 0) {
            return reject(RejectReason.EMPTY, "the value has no bytes");
        }
        if (value.length > MAX_VALUE_BYTES) {
            return reject(
                    RejectReason.OVERSIZED,
                    "the value has " + value.length + " bytes, " + MAX_VALUE_BYTES + " are allowed");
        }
        return switch (value[0]) {
            case WireFormat.MAGIC -> avro(kind, value, into);
            case '{' -> json.read(value, 0, value.length, kind, into);
            default ->
                reject(
                        RejectReason.BAD_MAGIC,
                        String.format(
                                "the first byte is 0x%02x, neither 0x00 (Avro) nor 0x7b (JSON object)", value[0]));
        };
    }

    /**
     * The first field of the JSON object decoded last that no schema knows; empty when there is none. Avro cannot tell: a
     * writer's own fields are left out by resolution.
     */
    public Optional<String> unknownField() {
        return lastWasJson ? json.unknownField() : Optional.empty();
    }

    private DecodeResult avro(TelemetryKind kind, byte[] value, TelemetryEvent into) {
        if (value.length < WireFormat.HEADER_LENGTH) {
            return reject(
                    RejectReason.TRUNCATED,
                    "the value has " + value.length + " bytes, the header alone has " + WireFormat.HEADER_LENGTH);
        }
        int id = WireFormat.schemaId(value);
        Readers known = readers.get(kind);
        AvroEventReader.Compiled compiled = known.find(id);
        if (compiled == null) {
            WriterSchema writer = registry.writerSchema(id);
            if (writer instanceof WriterSchema.Known schema) {
                compiled = AvroEventReader.compile(kind, schema.schema());
                known.add(id, compiled);
            } else if (writer instanceof WriterSchema.Unusable unusable) {
                return reject(RejectReason.INCOMPATIBLE_SCHEMA, unusable.why());
            } else {
                return unknown(id, value);
            }
        }
        if (compiled instanceof AvroEventReader.Compiled.Usable usable) {
            return usable.reader().read(value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, into);
        }
        return ((AvroEventReader.Compiled.Refused) compiled).rejected();
    }

    private static DecodeResult unknown(int id, byte[] value) {
        String detail = "the registry has no schema with id " + Integer.toUnsignedString(id);
        if (id == 0 && value.length >= APICURIO_HEADER_LENGTH) {
            detail += "; read as 8 bytes the id is " + ByteBuffer.wrap(value).getLong(1)
                    + ", Apicurio's own format: set apicurio.registry.as-confluent=true and use-id=contentId there";
        }
        return reject(RejectReason.UNKNOWN_SCHEMA_ID, detail);
    }

    /** Readers of one kind by schema id; the last one is at hand without a lookup, since ids come in runs. */
    private static final class Readers {
        private final Map<Integer, AvroEventReader.Compiled> byId = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, AvroEventReader.Compiled> eldest) {
                return size() > MAX_READERS;
            }
        };
        private int lastId;
        private AvroEventReader.Compiled last;

        AvroEventReader.Compiled find(int id) {
            if (last == null || lastId != id) {
                AvroEventReader.Compiled found = byId.get(id);
                if (found == null) {
                    return null;
                }
                lastId = id;
                last = found;
            }
            return last;
        }

        void add(int id, AvroEventReader.Compiled compiled) {
            byId.put(id, compiled);
        }
    }
}

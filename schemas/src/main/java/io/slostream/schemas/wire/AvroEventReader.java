// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import static io.slostream.schemas.telemetry.Rejections.reject;

import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.EventValidator;
import io.slostream.schemas.telemetry.FieldType;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroTypeException;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro binary of one writer schema into events of one kind, without building records.
 *
 * <p>Avro's {@link ResolvingDecoder} does the work of schema resolution (aliases, promotion, defaults, order, skipping);
 * this class only stores what it gives. In the steady state it allocates one small object of Avro's per record; a field
 * that the writer lacks costs one more. Not thread-safe.
 */
final class AvroEventReader {
    private final TelemetryKind kind;
    private final ResolvingDecoder resolver;
    private final FieldType[] types;
    private final boolean[] nullable;
    private final Utf8[][] symbols;
    private BinaryDecoder input;

    private AvroEventReader(TelemetryKind kind, ResolvingDecoder resolver) {
        this.kind = kind;
        this.resolver = resolver;
        int count = kind.fields().size();
        this.types = new FieldType[count];
        this.nullable = new boolean[count];
        this.symbols = new Utf8[count][];
        for (TelemetryField field : kind.fields()) {
            types[field.index()] = field.type();
            nullable[field.index()] = field.nullable();
            symbols[field.index()] =
                    symbolsOf(kind.schema().getFields().get(field.index()).schema());
        }
    }

    /** Either a reader for this writer schema or the reason why none of its records can be read. */
    sealed interface Compiled {
        /** Records of this writer can be read, unless single values say otherwise. */
        record Usable(AvroEventReader reader) implements Compiled {}

        /** Every record of this writer is a dead letter. */
        record Refused(Rejected rejected) implements Compiled {}
    }

    static Compiled compile(TelemetryKind kind, Schema writer) {
        try {
            Optional<Rejected> refused = WriterSchemaGuard.check(writer).or(() -> otherTimeUnit(kind, writer));
            if (refused.isPresent()) {
                return new Compiled.Refused(refused.get());
            }
            ResolvingDecoder resolver = DecoderFactory.get().resolvingDecoder(writer, kind.schema(), null);
            return new Compiled.Usable(new AvroEventReader(kind, resolver));
        } catch (IOException | RuntimeException e) {
            return new Compiled.Refused(
                    reject(RejectReason.INCOMPATIBLE_SCHEMA, "the writer schema does not resolve: " + e.getMessage()));
        } catch (StackOverflowError e) {
            return new Compiled.Refused(
                    reject(RejectReason.NESTED_TOO_DEEP, "the writer schema is nested too deep to be resolved"));
        }
    }

    /**
     * Reads and validates one record, which must end where the input ends.
     *
     * @return accepted, or rejected whatever the bytes are; the event is meaningful only when accepted
     */
    DecodeResult read(byte[] buffer, int offset, int length, TelemetryEvent into) {
        into.reset(kind);
        try {
            input = DecoderFactory.get().binaryDecoder(buffer, offset, length, input);
            resolver.configure(input);
            for (Schema.Field field : resolver.readFieldOrder()) {
                readField(field.pos(), into);
            }
            resolver.drain(); // what the writer has behind the last field that we know
            if (!input.isEnd()) {
                return reject(
                        RejectReason.TRAILING_BYTES,
                        input.inputStream().available() + " bytes follow the end of the record");
            }
        } catch (EOFException e) {
            return reject(RejectReason.TRUNCATED, "the record ends too early");
        } catch (AvroTypeException e) {
            // Indexes out of range are damage; all else is a value that the reader schema has no place for.
            boolean damage = e.getMessage() != null && e.getMessage().contains("out of range");
            return reject(
                    damage ? RejectReason.MALFORMED_AVRO : RejectReason.INCOMPATIBLE_SCHEMA,
                    damage ? e.getMessage() : "the writer schema does not resolve: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            return reject(RejectReason.MALFORMED_AVRO, "not Avro of the writer schema: " + why(e));
        } catch (StackOverflowError e) {
            return reject(RejectReason.NESTED_TOO_DEEP, "the record is nested too deep");
        }
        return EventValidator.validate(into);
    }

    private void readField(int field, TelemetryEvent into) throws IOException {
        if (nullable[field] && resolver.readIndex() == 0) {
            resolver.readNull();
            return;
        }
        switch (types[field]) {
            case LONG -> into.setLong(field, resolver.readLong());
            case DOUBLE -> into.setDouble(field, resolver.readDouble());
            case BOOLEAN -> into.setBoolean(field, resolver.readBoolean());
            case STRING -> {
                Utf8 text = into.reusableString(field);
                if (symbols[field] == null) {
                    into.setString(field, resolver.readString(text));
                } else {
                    // A copy: the event may fill this buffer again, and the symbol is shared.
                    into.setString(field, text.set(symbols[field][resolver.readEnum()]));
                }
            }
        }
    }

    private static String why(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Avro resolves microseconds into milliseconds without a word, being longs both; the time would be 1000-fold. */
    private static Optional<Rejected> otherTimeUnit(TelemetryKind kind, Schema writer) {
        return kind.fields().stream()
                .filter(TelemetryField::isInstant)
                .flatMap(field -> otherTimeUnit(field.name(), writer).stream())
                .findFirst();
    }

    private static Optional<Rejected> otherTimeUnit(String name, Schema writer) {
        Schema.Field field = writer.getType() == Schema.Type.RECORD ? writer.getField(name) : null;
        if (field == null) {
            return Optional.empty();
        }
        List<Schema> branches = field.schema().isUnion() ? field.schema().getTypes() : List.of(field.schema());
        for (Schema branch : branches) {
            String logical = branch.getProp(LogicalType.LOGICAL_TYPE_PROP);
            if (logical != null && !logical.equals("timestamp-millis")) {
                return Optional.of(reject(
                        RejectReason.INCOMPATIBLE_SCHEMA,
                        "the writer schema has " + field.name() + " as " + logical + ", not timestamp-millis"));
            }
        }
        return Optional.empty();
    }

    private static Utf8[] symbolsOf(Schema schema) {
        Schema value = schema.isUnion() ? schema.getTypes().get(1) : schema;
        return value.getType() == Schema.Type.ENUM
                ? value.getEnumSymbols().stream().map(Utf8::new).toArray(Utf8[]::new)
                : null;
    }
}

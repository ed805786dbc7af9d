// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * The seven kinds of telemetry, each with its topic, its NDJSON {@code type} and its Avro reader schema.
 *
 * <p>The schema is the single list of fields: names, types, nullability and ranges (schema properties
 * {@code minimum}, {@code maximum}) are read from it, so decoders, validation and SLO definitions cannot disagree.
 */
// Schema and List are mutable types; these instances are never changed after construction.
@SuppressWarnings("ImmutableEnumChecker")
public enum TelemetryKind {
    EVALUATION("evaluation", "telemetry.evaluations.v1"),
    CANARY("canary", "telemetry.canaries.v1"),
    REQUEST("request", "telemetry.requests.v1"),
    SAMPLE("sample", "telemetry.samples.v1"),
    ROUTING("routing", "telemetry.routing.v1"),
    CHECKPOINT("checkpoint", "telemetry.checkpoints.v1"),
    /** Counts nothing: it masks what the others counted. */
    EXCLUSION("exclusion", "telemetry.exclusions.v1");

    private static final List<TelemetryKind> COUNTED =
            Arrays.stream(values()).filter(kind -> kind != EXCLUSION).toList();
    private static final Map<String, TelemetryKind> BY_TYPE = new HashMap<>();

    static {
        for (TelemetryKind kind : values()) {
            BY_TYPE.put(kind.type, kind);
        }
    }

    private final String type;
    private final String topic;
    private final Schema schema;
    private final List<TelemetryField> fields;
    private final Map<String, TelemetryField> byName = new HashMap<>();
    private final TelemetryField eventId;
    private final TelemetryField eventTime;
    private final TelemetryField specialist;

    TelemetryKind(String type, String topic) {
        this.type = type;
        this.topic = topic;
        this.schema = load("/avro/telemetry/" + type + ".avsc");
        this.fields = fieldsOf(schema);
        fields.forEach(field -> byName.put(field.name(), field));
        this.eventId = byName.get("event_id");
        this.eventTime = byName.get("event_time");
        this.specialist = byName.get("specialist");
    }

    /** The value of {@code type} in JSON records, for example {@code request}. */
    public String type() {
        return type;
    }

    /** The Kafka topic that carries this kind. */
    public String topic() {
        return topic;
    }

    /** The reader schema: what this version of slostream knows of the kind. */
    public Schema schema() {
        return schema;
    }

    /** All fields in schema order. */
    public List<TelemetryField> fields() {
        return fields;
    }

    /** The field of this name, or empty when the kind has none. */
    public Optional<TelemetryField> field(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The field of this name or null; for decoders, which ask once per field of a record. */
    public TelemetryField fieldOrNull(String name) {
        return byName.get(name);
    }

    /** The field {@code event_id}, which every kind has. */
    public TelemetryField eventIdField() {
        return eventId;
    }

    /** The field {@code event_time}, which every kind has. */
    public TelemetryField eventTimeField() {
        return eventTime;
    }

    /** The field {@code specialist}, which every kind has (nullable in samples and exclusions only). */
    public TelemetryField specialistField() {
        return specialist;
    }

    /** The kinds whose events are counted, which is what an SLI can read: all but exclusions. */
    public static List<TelemetryKind> counted() {
        return COUNTED;
    }

    /** The kind with this NDJSON {@code type}, or empty when there is none. */
    public static Optional<TelemetryKind> byType(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    private static Schema load(String resource) {
        try (InputStream in = TelemetryKind.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("schema missing from the class path: " + resource);
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TelemetryField> fieldsOf(Schema schema) {
        List<TelemetryField> result = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            Schema value = field.schema();
            boolean nullable = value.isUnion();
            if (nullable) {
                value = value.getTypes().get(1);
            }
            Set<String> symbols = value.getType() == Schema.Type.ENUM
                    ? Set.copyOf(new LinkedHashSet<>(value.getEnumSymbols()))
                    : Set.of();
            result.add(new TelemetryField(
                    field.pos(),
                    field.name(),
                    fieldType(value),
                    nullable,
                    bound(field, "minimum", Double.NEGATIVE_INFINITY),
                    bound(field, "maximum", Double.POSITIVE_INFINITY),
                    symbols,
                    "timestamp-millis".equals(value.getProp(LogicalType.LOGICAL_TYPE_PROP))));
        }
        return List.copyOf(result);
    }

    private static FieldType fieldType(Schema value) {
        return switch (value.getType()) {
            case STRING, ENUM -> FieldType.STRING;
            case INT, LONG -> FieldType.LONG;
            case FLOAT, DOUBLE -> FieldType.DOUBLE;
            case BOOLEAN -> FieldType.BOOLEAN;
            default -> throw new IllegalStateException("no telemetry field is of Avro type " + value.getType());
        };
    }

    private static double bound(Schema.Field field, String property, double otherwise) {
        return field.getObjectProp(property) instanceof Number number ? number.doubleValue() : otherwise;
    }
}

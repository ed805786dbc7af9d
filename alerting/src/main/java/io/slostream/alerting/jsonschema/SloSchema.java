// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slostream.alerting.definition.BurnRatePreset;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.Measure;
import io.slostream.schemas.telemetry.FieldType;
import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The JSON Schema (draft 2020-12) of an SLO definition, for editors and for whoever writes definitions by a program. Its
 * structure is a resource; kinds, fields, enum values, sample names and presets are filled in from where they are
 * declared.
 *
 * <p>What {@link io.slostream.alerting.definition.DefinitionLoader} accepts, the schema accepts. It does not know what
 * follows from arithmetic or from other definitions (a rate that is never reached, two owners of a dashboard).
 */
public final class SloSchema {
    private static final String STRUCTURE = "/schema/slo.schema.json";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SloSchema() {}

    /** The schema. */
    public static ObjectNode json() {
        ObjectNode schema = structure();
        ObjectNode definitions = (ObjectNode) schema.get("$defs");
        definitions.set(
                "kind",
                words(TelemetryKind.counted().stream().map(TelemetryKind::type).toList()));
        definitions.set(
                "groupBy",
                words(Arrays.stream(GroupBy.values()).map(GroupBy::word).toList()));
        definitions.set(
                "sample",
                words(Arrays.stream(SampleName.values()).map(SampleName::word).toList()));
        definitions.set("preset", words(BurnRatePreset.names()));
        ArrayNode reads = definitions.putObject("readsKind").putArray("allOf");
        ArrayNode judges = definitions.putObject("judgesKind").putArray("allOf");
        ArrayNode adds = definitions.putObject("addsUpKind").putArray("allOf");
        for (TelemetryKind kind : TelemetryKind.counted()) {
            definitions.set(conditionsOn(kind), conditions(kind));
            reads.add(ifOf(kind, reading(kind)));
            judges.add(ifOf(kind, judging(kind)));
            adds.add(ifOf(kind, adding(kind)));
        }
        return schema;
    }

    private static ObjectNode structure() {
        try (InputStream in = SloSchema.class.getResourceAsStream(STRUCTURE)) {
            if (in == null) {
                throw new IllegalStateException("missing from the class path: " + STRUCTURE);
            }
            return (ObjectNode) new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode ifOf(TelemetryKind kind, ObjectNode properties) {
        ObjectNode rule = NODES.objectNode();
        ObjectNode condition = rule.putObject("if");
        condition.putObject("properties").putObject("of").put("const", kind.type());
        condition.putArray("required").add("of");
        rule.putObject("then").set("properties", properties);
        return rule;
    }

    /** What a form may say of the events that count. */
    private static ObjectNode reading(TelemetryKind kind) {
        ObjectNode properties = NODES.objectNode();
        properties.set("where", reference(conditionsOn(kind)));
        properties.set("exclude", reference(conditionsOn(kind)));
        properties.set(
                "field",
                words(kind.fields().stream()
                        .filter(field -> field.isNumeric() && !field.name().equals("event_time"))
                        .map(TelemetryField::name)
                        .toList()));
        if (kind != TelemetryKind.SAMPLE) {
            properties.put("name", false);
            properties.set("groupBy", words(List.of(GroupBy.SPECIALIST.word(), GroupBy.ALL.word())));
        }
        if (kind != TelemetryKind.REQUEST) {
            properties.put("includeClientErrors", false);
            properties.put("includeShadow", false);
        }
        return properties;
    }

    /** What a form may ask of an event that is good, or bad. */
    private static ObjectNode judging(TelemetryKind kind) {
        ObjectNode properties = NODES.objectNode();
        properties.set("good", reference(conditionsOn(kind)));
        properties.set("bad", reference(conditionsOn(kind)));
        return properties;
    }

    /** What a form may add up. */
    private static ObjectNode adding(TelemetryKind kind) {
        JsonNode amounts = kind == TelemetryKind.SAMPLE
                ? words(Arrays.stream(SampleName.values())
                        .filter(SampleName::isCounter)
                        .map(SampleName::word)
                        .toList())
                : words(Measure.Amounts.fieldsOf(kind));
        ObjectNode properties = NODES.objectNode();
        List.of("good", "bad", "total").forEach(key -> properties.set(key, amounts));
        return properties;
    }

    private static String conditionsOn(TelemetryKind kind) {
        return "conditionsOn" + kind.type().substring(0, 1).toUpperCase(Locale.ROOT)
                + kind.type().substring(1);
    }

    private static ObjectNode conditions(TelemetryKind kind) {
        ObjectNode conditions = NODES.objectNode();
        conditions.put("type", "object").put("additionalProperties", false).put("minProperties", 1);
        ObjectNode properties = conditions.putObject("properties");
        for (TelemetryField field : kind.fields()) {
            properties.set(field.name(), condition(field, kind));
        }
        return conditions;
    }

    private static ObjectNode condition(TelemetryField field, TelemetryKind kind) {
        ObjectNode comparisons = NODES.objectNode();
        comparisons.put("type", "object").put("additionalProperties", false).put("minProperties", 1);
        ObjectNode operators = comparisons.putObject("properties");
        if (field.nullable()) {
            operators.putObject("exists").put("type", "boolean");
        }
        if (field.isNumeric()) {
            ObjectNode bound = bound(field, kind);
            List.of("lt", "lte", "gt", "gte").forEach(operator -> operators.set(operator, bound));
        }
        if (field.type() == FieldType.DOUBLE) {
            return comparisons; // a measurement hardly ever equals a number
        }
        ObjectNode value = value(field);
        operators.set("equals", value);
        if (field.type() != FieldType.BOOLEAN) {
            ObjectNode in = operators.putObject("in");
            in.put("type", "array").put("minItems", 1).put("maxItems", 100).put("uniqueItems", true);
            in.set("items", value);
        }
        ObjectNode either = NODES.objectNode();
        either.putArray("anyOf").add(value).add(comparisons);
        return either;
    }

    /** A number, or another field of the same type. */
    private static ObjectNode bound(TelemetryField field, TelemetryKind kind) {
        ObjectNode bound = NODES.objectNode();
        ArrayNode either = bound.putArray("anyOf");
        either.addObject().put("type", field.type() == FieldType.LONG ? "integer" : "number");
        either.add(words(kind.fields().stream()
                .filter(other -> other.type() == field.type() && !other.name().equals(field.name()))
                .map(TelemetryField::name)
                .toList()));
        return bound;
    }

    private static ObjectNode value(TelemetryField field) {
        return switch (field.type()) {
            case BOOLEAN -> NODES.objectNode().put("type", "boolean");
            case LONG -> NODES.objectNode().put("type", "integer");
            case STRING ->
                field.symbols().isEmpty()
                        ? NODES.objectNode().put("type", "string")
                        : words(field.symbols().stream().sorted().toList());
            case DOUBLE -> throw new IllegalArgumentException("no exact value: " + field.name());
        };
    }

    private static ObjectNode words(Collection<String> words) {
        ObjectNode node = NODES.objectNode();
        ArrayNode values = node.putArray("enum");
        words.forEach(values::add);
        return node;
    }

    private static JsonNode reference(String definition) {
        return NODES.objectNode().put("$ref", "#/$defs/" + definition);
    }
}

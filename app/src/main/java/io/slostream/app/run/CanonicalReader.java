// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slostream.alerting.budget.Ratio;
import io.slostream.topology.EngineDefinition;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what {@link CanonicalText} writes. Strict: a text that another version of this program wrote with other parts is
 * refused and not half understood.
 */
final class CanonicalReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CanonicalReader() {}

    /**
     * The definition that a text holds.
     *
     * @throws IllegalArgumentException when it holds none that this version of the program understands; says what and
     *     where
     */
    static EngineDefinition read(String text) {
        try {
            return (EngineDefinition) value(JSON.readTree(text), EngineDefinition.class, "definition");
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
        }
    }

    private static Object value(JsonNode node, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            return container(node, (Class<?>) generic.getRawType(), generic.getActualTypeArguments()[0], path);
        }
        Class<?> plain = (Class<?>) type;
        if (node == null || node.isNull() || node.isMissingNode()) {
            throw new IllegalArgumentException(path + " is missing");
        }
        if (plain == Ratio.class) {
            String[] parts = node.asText().split("/", 2);
            return new Ratio(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        } else if (plain.isSealed()) {
            return record(node, variant(node, plain, path), path);
        } else if (plain.isRecord()) {
            return record(node, plain, path);
        } else if (plain.isEnum()) {
            return constant(node, plain, path);
        } else if (plain == String.class) {
            return node.textValue();
        } else if (plain == long.class || plain == Long.class) {
            return node.longValue();
        } else if (plain == int.class) {
            return node.intValue();
        } else if (plain == double.class) {
            return node.doubleValue();
        } else if (plain == boolean.class) {
            return node.booleanValue();
        } else if (plain == ZoneId.class) {
            return zone(node, path);
        }
        throw new IllegalArgumentException(path + " is of a type that is not read: " + plain);
    }

    private static Object container(JsonNode node, Class<?> type, Type element, String path) {
        if (type == Optional.class) {
            return node == null || node.isNull() ? Optional.empty() : Optional.of(value(node, element, path));
        }
        if (node == null || !node.isArray()) {
            throw new IllegalArgumentException(path + " is no list");
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            values.add(value(node.get(i), element, path + "[" + i + "]"));
        }
        return type == Set.class ? new TreeSet<>(values) : values;
    }

    private static Object record(JsonNode node, Class<?> type, String path) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            arguments[i] = value(node.get(name), components[i].getGenericType(), path + "." + name);
        }
        int known = components.length + (isVariant(type) ? 1 : 0);
        if (node.size() > known) {
            throw new IllegalArgumentException(path + " has parts that this version of slostream does not know");
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(path + ": " + cause.getMessage(), e);
        }
    }

    private static boolean isVariant(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    }

    private static Class<?> variant(JsonNode node, Class<?> sealed, String path) {
        String word = node.path(CanonicalText.VARIANT).asText();
        return Arrays.stream(sealed.getPermittedSubclasses())
                .filter(type -> type.getSimpleName().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path + " is of an unknown form '" + word + "'"));
    }

    private static Object constant(JsonNode node, Class<?> type, String path) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.toString().toLowerCase(Locale.ROOT).equals(node.asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path + " is unknown: '" + node.asText() + "'"));
    }

    private static ZoneId zone(JsonNode node, String path) {
        try {
            return ZoneId.of(node.asText());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(path + " is no time zone here: '" + node.asText() + "'", e);
        }
    }
}

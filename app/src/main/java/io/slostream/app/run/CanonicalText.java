// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.alerting.budget.Ratio;
import io.slostream.topology.EngineDefinition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything that decides verdicts as one JSON text: equal definitions give equal text, whatever the layout of the files
 * they came from. Records become objects in component order, fractions {@code n/d}, a variant of a sealed type says which
 * it is.
 */
final class CanonicalText {
    private static final JsonFactory JSON = new JsonFactory();
    static final String VARIANT = "is";

    private CanonicalText() {}

    static String of(EngineDefinition definition) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, definition);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Ratio ratio) {
            json.writeString(ratio.numerator() + "/" + ratio.denominator());
        } else if (value instanceof Record object) {
            writeRecord(json, object);
        } else if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                write(json, optional.get());
            } else {
                json.writeNull();
            }
        } else if (value instanceof Collection<?> values) {
            json.writeStartArray();
            for (Object element : values instanceof Set<?> set ? new TreeSet<>(set) : values) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Enum<?> constant) {
            json.writeString(constant.name().toLowerCase(Locale.ROOT));
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof ZoneId zone) {
            json.writeString(zone.getId());
        } else if (value instanceof String word) {
            json.writeString(word);
        } else {
            throw new IllegalStateException("a definition holds " + value.getClass());
        }
    }

    private static void writeRecord(JsonGenerator json, Record object) throws IOException {
        json.writeStartObject();
        for (Class<?> type : object.getClass().getInterfaces()) {
            if (type.isSealed()) {
                json.writeStringField(VARIANT, object.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            }
        }
        for (RecordComponent component : object.getClass().getRecordComponents()) {
            json.writeFieldName(component.getName());
            try {
                write(json, component.getAccessor().invoke(object));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a definition's record is not public: " + object.getClass(), e);
            }
        }
        json.writeEndObject();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import java.io.IOException;

/** A telemetry event as JSON: its fields by name, absent ones left out, long texts cut. */
final class EventJson {
    private static final int MAX_TEXT = 1_000;

    private EventJson() {}

    static void write(JsonGenerator json, TelemetryEvent event) throws IOException {
        json.writeStartObject();
        for (TelemetryField field : event.kind().fields()) {
            if (event.has(field.index())) {
                json.writeFieldName(field.name());
                value(json, event, field);
            }
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, TelemetryEvent event, TelemetryField field) throws IOException {
        switch (field.type()) {
            case LONG -> json.writeNumber(event.longAt(field.index()));
            case DOUBLE -> json.writeNumber(event.doubleAt(field.index()));
            case BOOLEAN -> json.writeBoolean(event.booleanAt(field.index()));
            case STRING -> {
                String text = event.stringAt(field.index()).toString();
                json.writeString(text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…");
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of an event by name, in the order of the schema; those that it lacks are left out. */
public final class EventFields {
    /** What tells one event of its kind from another, for people. */
    public static final List<String> IDS = List.of("event_id", "request_id", "trace_id", "probe_id", "checkpoint");

    private EventFields() {}

    /** The fields. */
    public static Map<String, Object> of(TelemetryEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (TelemetryField field : event.kind().fields()) {
            if (event.has(field.index())) {
                fields.put(
                        field.name(),
                        switch (field.type()) {
                            case LONG -> event.longAt(field.index());
                            case DOUBLE -> event.doubleAt(field.index());
                            case BOOLEAN -> event.booleanAt(field.index());
                            case STRING -> event.stringAt(field.index()).toString();
                        });
            }
        }
        return fields;
    }
}

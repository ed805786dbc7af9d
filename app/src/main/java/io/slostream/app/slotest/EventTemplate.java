// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A valid event without its id and its times, ready to be written as a line of NDJSON.
 *
 * @param head the JSON object up to the last field, without the closing brace
 * @param groups what the event says of whom it is about: specialist and resource class, where it has them
 */
record EventTemplate(String head, Set<String> groups) {
    /** The fields whose values are names of groups. */
    private static final List<String> GROUP_FIELDS = List.of("specialist", "resource_class");

    private static final int MAX_DETAIL = 200;

    EventTemplate {
        groups = Set.copyOf(groups);
    }

    /**
     * With these fields, JSON text by name.
     *
     * @throws Fault when the engine would put such an event among the dead letters
     */
    static EventTemplate of(TelemetryKind kind, Map<String, String> fields) {
        StringBuilder head =
                new StringBuilder("{\"type\":\"").append(kind.type()).append('"');
        fields.forEach((name, json) -> {
            if (!json.equals(FieldValues.ABSENT)) {
                head.append(",\"").append(name).append("\":").append(json);
            }
        });
        TelemetryEvent event = new TelemetryEvent();
        byte[] line = line(head.toString(), "e", 0, 0);
        if (new JsonEventReader().read(line, 0, line.length, null, event) instanceof Rejected rejected) {
            throw new Fault(
                    "such a " + kind.type() + " would be a dead letter ("
                            + rejected.reason().code() + "): " + Quoted.plain(rejected.detail(), MAX_DETAIL),
                    "correct the fields; schemas/README.md has those of each kind");
        }
        return new EventTemplate(head.toString(), groupsOf(event));
    }

    private static Set<String> groupsOf(TelemetryEvent event) {
        Set<String> groups = new TreeSet<>();
        GROUP_FIELDS.forEach(name -> event.kind()
                .field(name)
                .filter(field -> event.has(field.index()))
                .ifPresent(field -> groups.add(event.stringAt(field.index()).toString())));
        return groups;
    }

    /** The line, without its end. */
    byte[] line(String eventId, long eventTimeMs, long arrivalTimeMs) {
        return line(head, eventId, eventTimeMs, arrivalTimeMs);
    }

    private static byte[] line(String head, String eventId, long eventTimeMs, long arrivalTimeMs) {
        return (head + ",\"event_id\":\"" + eventId + "\",\"event_time\":" + eventTimeMs + ",\"arrival_time\":"
                        + arrivalTimeMs + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}

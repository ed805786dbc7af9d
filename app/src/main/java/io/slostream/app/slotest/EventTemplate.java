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
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A valid event without its id and its times, ready to be written as a line of NDJSON.
 *
 * @param head the JSON object up to the last field that is the same in each run, without the closing brace
 * @param instants fields that are points in time, milliseconds from the start of the test
 * @param groups what the event says of whom it is about: specialist and resource class, where it has them
 */
record EventTemplate(String head, Map<String, Long> instants, Set<String> groups) {
    /** The fields whose values are names of groups. */
    private static final List<String> GROUP_FIELDS = List.of("specialist", "resource_class");

    private static final int MAX_DETAIL = 200;

    EventTemplate {
        instants = new TreeMap<>(instants);
        groups = Set.copyOf(groups);
    }

    /**
     * With these fields, JSON text by name.
     *
     * @throws Fault when the engine would put such an event among the dead letters
     */
    static EventTemplate of(TelemetryKind kind, Map<String, String> fields) {
        Map<String, Long> instants = new TreeMap<>();
        StringBuilder head =
                new StringBuilder("{\"type\":\"").append(kind.type()).append('"');
        fields.forEach((name, json) -> {
            if (json.equals(FieldValues.ABSENT)) {
                return;
            }
            if (kind.fieldOrNull(name).isInstant()) {
                instants.put(name, Long.valueOf(json));
            } else {
                head.append(",\"").append(name).append("\":").append(json);
            }
        });
        EventTemplate template = new EventTemplate(head.toString(), instants, Set.of());
        TelemetryEvent event = new TelemetryEvent();
        byte[] line = template.line("e", 0, 0, 0);
        if (new JsonEventReader().read(line, 0, line.length, null, event) instanceof Rejected rejected) {
            throw new Fault(
                    "such a " + kind.type() + " would be a dead letter ("
                            + rejected.reason().code() + "): " + Quoted.plain(rejected.detail(), MAX_DETAIL),
                    "correct the fields; schemas/README.md has those of each kind");
        }
        return new EventTemplate(head.toString(), instants, groupsOf(event));
    }

    private static Set<String> groupsOf(TelemetryEvent event) {
        Set<String> groups = new TreeSet<>();
        GROUP_FIELDS.forEach(name -> event.kind()
                .field(name)
                .filter(field -> event.has(field.index()))
                .ifPresent(field -> groups.add(event.stringAt(field.index()).toString())));
        return groups;
    }

    /**
     * The line, without its end.
     *
     * @param startMs start of the test, epoch milliseconds
     */
    byte[] line(String eventId, long startMs, long eventTimeMs, long arrivalTimeMs) {
        StringBuilder line = new StringBuilder(head);
        instants.forEach((name, offsetMs) ->
                line.append(",\"").append(name).append("\":").append(startMs + offsetMs));
        return (line + ",\"event_id\":\"" + eventId + "\",\"event_time\":" + eventTimeMs + ",\"arrival_time\":"
                        + arrivalTimeMs + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}

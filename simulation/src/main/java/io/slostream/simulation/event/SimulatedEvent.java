// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.event;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One telemetry event as its producer would emit it.
 *
 * @param atMs when the producer emits it, epoch milliseconds; never before its event time. Becomes the record timestamp
 *     where a topic takes the producers' time, and {@code arrival_time} in files
 * @param kind which of the six kinds
 * @param key record key, which spreads load: the request id, else the event id
 * @param fields values by field name in the schema's units: String, Long, Double (multiples of 0.000001) or Boolean;
 *     an absent field is null. Unmodifiable
 */
public record SimulatedEvent(long atMs, TelemetryKind kind, String key, Map<String, Object> fields) {

    public SimulatedEvent {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The field {@code event_id}. */
    public String eventId() {
        return (String) fields.get("event_id");
    }

    /** The field {@code event_time}, epoch milliseconds. */
    public long eventTimeMs() {
        return (Long) fields.get("event_time");
    }

    /** The field {@code specialist}. */
    public String specialist() {
        return (String) fields.get("specialist");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.event.SimulatedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stretch of {@link Traffic} that is played over and over, its times moved: the model makes events more slowly than a
 * producer that fills topics should send them. An event keeps its fields, its id and how long after its event time it
 * arrives.
 */
final class Recording {
    /** About twelve seconds of traffic, 60 MB. */
    private static final int EVENTS = 1 << 14;

    private final List<SimulatedEvent> events;
    private int position;

    Recording(Traffic traffic) {
        List<SimulatedEvent> recorded = new ArrayList<>(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            recorded.add(traffic.next());
        }
        events = List.copyOf(recorded);
    }

    /** The next event, arriving now. */
    SimulatedEvent next(long nowMs) {
        return arriving(advance(), nowMs);
    }

    /** The next event of this kind and specialist, arriving now. */
    SimulatedEvent next(TelemetryKind kind, String specialist, long nowMs) {
        for (int i = 0; i < EVENTS; i++) {
            SimulatedEvent event = advance();
            if (event.kind() == kind && event.specialist().equals(specialist)) {
                return arriving(event, nowMs);
            }
        }
        throw new IllegalArgumentException("no " + kind + " of " + specialist + " was recorded");
    }

    private SimulatedEvent advance() {
        SimulatedEvent event = events.get(position);
        position = (position + 1) % EVENTS;
        return event;
    }

    private static SimulatedEvent arriving(SimulatedEvent event, long nowMs) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        fields.put("event_time", nowMs - (event.atMs() - event.eventTimeMs()));
        return new SimulatedEvent(nowMs, event.kind(), event.key(), fields);
    }
}

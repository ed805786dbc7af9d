// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.incident.Conditions;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** The producers of one specialist: numbers events, delays them, drops them in a silence, and puts them in order. */
final class Outbox {
    private static final double MEAN_DELAY_MS = 150;
    private static final long LEAST_DELAY_MS = 5;
    private static final long GREATEST_DELAY_MS = 2_000;

    private final String specialist;
    private final long startMs;
    private final Conditions conditions;
    private final Map<TelemetryKind, Draws> delays = new EnumMap<>(TelemetryKind.class);
    private final Map<TelemetryKind, Long> counts = new EnumMap<>(TelemetryKind.class);
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(
            Comparator.comparingLong((Pending entry) -> entry.event().atMs()).thenComparingLong(Pending::number));
    private long sent;

    /** An event on its way; the number keeps those of one millisecond in order. */
    private record Pending(SimulatedEvent event, long number) {}

    Outbox(String specialist, long startMs, long seed, Conditions conditions) {
        this.specialist = specialist;
        this.startMs = startMs;
        this.conditions = conditions;
        for (TelemetryKind kind : TelemetryKind.counted()) {
            delays.put(kind, Draws.of(seed, specialist, "delay of " + kind.type()));
        }
    }

    /** An event that happens now, to be filled. */
    Draft begin(TelemetryKind kind, long nowUs) {
        return new Draft(kind, startMs + nowUs / 1_000);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** When the first event is emitted, epoch milliseconds. */
    long firstAtMs() {
        return pending.element().event().atMs();
    }

    SimulatedEvent remove() {
        return pending.remove().event();
    }

    /** An event in the making. */
    final class Draft {
        private final TelemetryKind kind;
        private final String eventId;
        private final long atMs;
        private final Map<String, Object> fields = new LinkedHashMap<>();

        private Draft(TelemetryKind kind, long eventTimeMs) {
            this.kind = kind;
            long number = counts.merge(kind, 1L, Long::sum);
            this.eventId = specialist + "-" + kind.type() + "-" + number;
            double delay = delays.get(kind).exponential(MEAN_DELAY_MS);
            this.atMs = eventTimeMs + Math.min(GREATEST_DELAY_MS, LEAST_DELAY_MS + (long) delay);
            put("event_id", eventId);
            put("event_time", eventTimeMs);
            put("specialist", specialist);
        }

        /** Sets a field; NaN leaves it absent. */
        Draft put(String field, Object value) {
            if (!(value instanceof Double number && number.isNaN())) {
                fields.put(field, value);
            }
            return this;
        }

        /** Sends it with its id as key. */
        void send() {
            send(eventId);
        }

        /** Sends it, unless producers are silent. */
        void send(String key) {
            if (!conditions.silent(atMs - startMs, kind)) {
                pending.add(new Pending(new SimulatedEvent(atMs, kind, key, fields), sent++));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;

/** Decoded events that are used again and again, each time with a new event time, so that time goes on for ever. */
final class Events {
    private final TelemetryEvent[] events;
    private final long[] latenessMs;
    private long count;

    /** This many events, a power of two: few enough to stay in the processor's cache, as the one of a task does. */
    Events(int size) {
        events = new TelemetryEvent[size];
        latenessMs = new long[size];
        Traffic traffic = Traffic.calm();
        JsonEventReader reader = new JsonEventReader();
        for (int i = 0; i < size; i++) {
            SimulatedEvent written = traffic.next();
            byte[] line = EventEncoder.json(written);
            events[i] = new TelemetryEvent();
            DecodeResult result = reader.read(line, 0, line.length, null, events[i]);
            if (result instanceof DecodeResult.Rejected rejected) {
                throw new IllegalStateException(rejected.detail());
            }
            latenessMs[i] = written.atMs() - written.eventTimeMs();
        }
    }

    /** Moves to the next event. */
    TelemetryEvent next() {
        count++;
        int position = (int) (count & (events.length - 1));
        TelemetryEvent event = events[position];
        event.setLong(event.kind().eventTimeField().index(), arrivalMs() - latenessMs[position]);
        return event;
    }

    /** When the present event arrives. */
    long arrivalMs() {
        return Traffic.arrivalMs(count);
    }
}

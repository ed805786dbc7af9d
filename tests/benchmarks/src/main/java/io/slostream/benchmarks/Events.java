// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import java.nio.charset.StandardCharsets;

/** Decoded events that are used again and again, each time with a new event time, so that time goes on for ever. */
final class Events {
    private final TelemetryEvent[] events;
    private final long[] latenessMs;
    private long count;

    /** This many events, a power of two: few enough to stay in the processor's cache, as the one of a task does. */
    Events(int size) {
        events = new TelemetryEvent[size];
        latenessMs = new long[size];
        Traffic traffic = new Traffic(42);
        JsonEventReader reader = new JsonEventReader();
        for (int i = 0; i < size; i++) {
            byte[] line = traffic.next().json().getBytes(StandardCharsets.UTF_8);
            events[i] = new TelemetryEvent();
            DecodeResult result = reader.read(line, 0, line.length, null, events[i]);
            if (result instanceof DecodeResult.Rejected rejected) {
                throw new IllegalStateException(rejected.detail());
            }
            latenessMs[i] = Traffic.arrivalMs(i) - events[i].eventTimeMs();
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

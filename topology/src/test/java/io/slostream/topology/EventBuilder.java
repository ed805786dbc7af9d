// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import org.apache.avro.util.Utf8;

/** Events for tests, field by field; only what a test names is present. */
public final class EventBuilder {
    private final TelemetryEvent event = new TelemetryEvent();

    private EventBuilder(TelemetryKind kind) {
        event.reset(kind);
    }

    /** An event of this kind with nothing but its id, time and specialist. */
    public static EventBuilder of(TelemetryKind kind, String specialist, long eventTimeMs) {
        return new EventBuilder(kind)
                .with("event_id", "e")
                .with("event_time", eventTimeMs)
                .with("specialist", specialist);
    }

    /** An evaluation. */
    public static TelemetryEvent evaluation(String specialist, long eventTimeMs, boolean passed) {
        return of(TelemetryKind.EVALUATION, specialist, eventTimeMs)
                .with("evaluation_name", "suite")
                .with("passed", passed)
                .build();
    }

    /** A request that succeeded, without durations. */
    public static EventBuilder request(String specialist, long eventTimeMs) {
        return of(TelemetryKind.REQUEST, specialist, eventTimeMs)
                .with("request_id", "r")
                .with("status_code", 200L)
                .with("clock_start", "client_send")
                .with("input_tokens", 10L)
                .with("output_tokens", 10L)
                .with("preemptions", 0L)
                .with("preempted_once", false)
                .with("tool_calls", 0L)
                .with("tool_call_failures", 0L)
                .with("disconnected", false)
                .with("shadow", false);
    }

    /** An exclusion of one specialist from every SLO. */
    public static EventBuilder exclusion(String specialist, long filedMs, long fromMs, long toMs) {
        return of(TelemetryKind.EXCLUSION, specialist, filedMs)
                .with("from", fromMs)
                .with("to", toMs)
                .with("reason", "maintenance")
                .with("who", "ops");
    }

    /** Sets a field; the value's Java type must be that of the field. */
    public EventBuilder with(String name, Object value) {
        TelemetryField field = event.kind().field(name).orElseThrow();
        switch (field.type()) {
            case LONG -> event.setLong(field.index(), (Long) value);
            case DOUBLE -> event.setDouble(field.index(), (Double) value);
            case BOOLEAN -> event.setBoolean(field.index(), (Boolean) value);
            case STRING -> event.setString(field.index(), new Utf8((String) value));
        }
        return this;
    }

    public TelemetryEvent build() {
        return event;
    }
}

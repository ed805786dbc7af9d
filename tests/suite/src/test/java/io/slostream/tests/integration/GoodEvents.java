// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Map;
import java.util.TreeMap;

/** One good event of each kind as a map by field name, and a decoded event as such a map. */
final class GoodEvents {
    private static final long T0 = 1_767_225_600_000L; // 2026-01-01T00:00:00Z

    private GoodEvents() {}

    static Map<String, Object> of(TelemetryKind kind) {
        Map<String, Object> event = new TreeMap<>();
        event.put("event_id", "e-1");
        event.put("event_time", T0);
        event.put("specialist", "coder-é-語");
        switch (kind) {
            case EVALUATION -> {
                event.put("evaluation_name", "unit-tests");
                event.put("passed", true);
                event.put("score", 0.875);
            }
            case CANARY -> {
                event.put("probe_id", "golden-set");
                event.put("passed_count", 19L);
                event.put("probe_count", 20L);
            }
            case REQUEST -> request(event);
            case SAMPLE -> {
                event.put("name", "queue_depth");
                event.put("value", 12.0);
                event.put("unit", "{request}");
            }
            case ROUTING -> {
                event.put("layer", 3L);
                event.put("expert", 17L);
                event.put("tokens", 1_000L);
                event.put("capacity", 800L);
                event.put("router_z_loss", 0.01);
                event.put("aux_loss", -1.5);
            }
            case CHECKPOINT -> {
                event.put("run", "r-7");
                event.put("checkpoint", "step-200");
                event.put("evaluation_name", "unit-tests");
                event.put("evaluation_score", 0.91);
                event.put("declared_floor", 0.9);
            }
            case EXCLUSION -> {
                event.put("slo", "correctness");
                event.put("from", T0 + 60_000);
                event.put("to", T0 + 3_600_000);
                event.put("reason", "driver update");
                event.put("who", "serving-oncall");
            }
        }
        return event;
    }

    private static void request(Map<String, Object> event) {
        event.put("request_id", "r-1");
        event.put("status_code", 200L);
        event.put("clock_start", "frontend_arrival");
        event.put("ttft_ms", 120.5);
        event.put("input_tokens", 512L);
        event.put("output_tokens", 100L);
        event.put("preemptions", 1L);
        event.put("preempted_once", true);
        event.put("tool_calls", 2L);
        event.put("tool_call_failures", 0L);
        event.put("disconnected", false);
        event.put("shadow", false);
    }

    static Map<String, Object> fields(TelemetryEvent event) {
        Map<String, Object> values = new TreeMap<>();
        for (TelemetryField field : event.kind().fields()) {
            int index = field.index();
            if (event.has(index)) {
                values.put(
                        field.name(),
                        switch (field.type()) {
                            case LONG -> (Object) event.longAt(index);
                            case DOUBLE -> (Object) event.doubleAt(index);
                            case BOOLEAN -> (Object) event.booleanAt(index);
                            case STRING -> event.stringAt(index).toString();
                        });
            }
        }
        return values;
    }
}

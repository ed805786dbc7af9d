// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Good events of every kind as plain maps, and the event as a plain map, so that tests can compare. */
public final class SampleEvents {
    public static final long T0 = 1_767_225_600_000L; // 2026-01-01T00:00:00Z

    private SampleEvents() {}

    /** A good event with most fields present. */
    public static Map<String, Object> good(TelemetryKind kind) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event_id", "e-1");
        event.put("event_time", T0);
        event.put("specialist", "coder-é-語-😀");
        switch (kind) {
            case EVALUATION -> {
                event.put("evaluation_name", "unit-tests");
                event.put("passed", true);
                event.put("score", 0.875);
                event.put("checkpoint", "step-100");
            }
            case CANARY -> {
                event.put("probe_id", "arithmetic");
                event.put("passed_count", 19L);
                event.put("probe_count", 20L);
            }
            case REQUEST -> request(event);
            case SAMPLE -> {
                event.put("name", "capacity_headroom");
                event.put("value", -0.25);
                event.put("unit", "1");
                event.put("resource_class", "h100-pool");
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
                event.put("from", T0);
                event.put("to", T0 + 3_600_000);
                event.put("reason", "new driver on the H100 pool");
                event.put("who", "ml-platform");
            }
        }
        return event;
    }

    private static void request(Map<String, Object> event) {
        event.put("request_id", "r-1");
        event.put("status_code", 200L);
        event.put("clock_start", "frontend_arrival");
        event.put("queue_ms", 1.5);
        event.put("ttft_ms", 120.0);
        event.put("tpot_ms", 22.25);
        event.put("e2e_ms", 2_400.0);
        event.put("input_tokens", 512L);
        event.put("output_tokens", 100L);
        event.put("preemptions", 1L);
        event.put("preempted_once", true);
        event.put("tool_calls", 2L);
        event.put("tool_call_failures", 0L);
        event.put("disconnected", false);
        event.put("router_confidence", 1.0);
        event.put("shadow", false);
    }

    /** The good event of this kind with one field set, or removed when the value is null. */
    public static Map<String, Object> with(TelemetryKind kind, String field, Object value) {
        Map<String, Object> event = good(kind);
        if (value == null) {
            event.remove(field);
        } else {
            event.put(field, value);
        }
        return event;
    }

    /** The values as JSON text; doubles that JSON cannot write become the words NaN and Infinity. */
    public static byte[] json(Map<String, ?> values) {
        StringBuilder text = new StringBuilder("{");
        values.forEach((name, value) -> {
            text.append(text.length() > 1 ? "," : "").append('"').append(name).append("\":");
            text.append(value instanceof CharSequence ? "\"" + value + "\"" : String.valueOf(value));
        });
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What the event holds, by field name. */
    public static Map<String, Object> values(TelemetryEvent event) {
        Map<String, Object> values = new TreeMap<>();
        for (TelemetryField field : event.kind().fields()) {
            if (event.has(field.index())) {
                values.put(
                        field.name(),
                        switch (field.type()) {
                            case LONG -> (Object) event.longAt(field.index());
                            case DOUBLE -> (Object) event.doubleAt(field.index());
                            case BOOLEAN -> (Object) event.booleanAt(field.index());
                            case STRING -> event.stringAt(field.index()).toString();
                        });
            }
        }
        return values;
    }
}

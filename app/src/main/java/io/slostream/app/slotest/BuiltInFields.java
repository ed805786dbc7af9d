// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an event holds where a test says nothing. Neutral values fill the fields that an event of the kind cannot lack,
 * the built-in labels {@code ok} and {@code bad} are events of which everybody agrees what they are. All values are
 * JSON text. They stand in the reference of the format too: app/README.md.
 */
final class BuiltInFields {
    private static final Map<String, String> PASSED = Map.of("passed", "true");
    private static final Map<String, String> NOT_PASSED = Map.of("passed", "false");

    private BuiltInFields() {}

    /** Neutral values of the required fields; a specialist and the name of a sample have none. */
    static Map<String, String> neutral(TelemetryKind kind) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (TelemetryField field : kind.fields()) {
            if (!field.nullable() && !isGiven(kind, field)) {
                fields.put(field.name(), neutral(field));
            }
        }
        return fields;
    }

    private static boolean isGiven(TelemetryKind kind, TelemetryField field) {
        return field.equals(kind.eventIdField())
                || field.equals(kind.specialistField())
                // When an exclusion begins and ends is what it says.
                || field.isInstant()
                // The unit follows from the name.
                || (kind == TelemetryKind.SAMPLE
                        && (field.name().equals("name") || field.name().equals("unit")));
    }

    private static String neutral(TelemetryField field) {
        return switch (field.name()) {
            case "status_code" -> "200";
            case "clock_start" -> "\"client_send\"";
            // Time per output token needs two of them.
            case "input_tokens", "output_tokens" -> "100";
            default ->
                switch (field.type()) {
                    case STRING -> "\"test\"";
                    case LONG, DOUBLE -> "0";
                    case BOOLEAN -> "false";
                };
        };
    }

    /** The built-in labels of a kind, each with its fields; none for samples and routing. */
    static Map<String, Map<String, String>> labels(TelemetryKind kind) {
        return switch (kind) {
            case EVALUATION, CANARY -> labels(PASSED, NOT_PASSED);
            case REQUEST -> labels(completeRequest(), failedRequest());
            case CHECKPOINT ->
                labels(
                        Map.of("evaluation_score", "1", "declared_floor", "0.5"),
                        Map.of("evaluation_score", "0", "declared_floor", "0.5"));
            // An exclusion is neither good nor bad; but a timeline needs a word.
            case EXCLUSION -> Map.of("filed", Map.of());
            // Whether a reading is good depends on what is read.
            case SAMPLE, ROUTING -> Map.of();
        };
    }

    private static Map<String, Map<String, String>> labels(Map<String, String> ok, Map<String, String> bad) {
        Map<String, Map<String, String>> labels = new LinkedHashMap<>();
        labels.put("ok", ok);
        labels.put("bad", bad);
        return labels;
    }

    /** Everything measured, nothing slow: 100 tokens, the first after 100 ms, then one each 20 ms. */
    private static Map<String, String> completeRequest() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("queue_ms", "10");
        fields.put("admission_to_first_token_ms", "90");
        fields.put("ttft_ms", "100");
        fields.put("tpot_ms", "20");
        fields.put("itl_p95_ms", "25");
        fields.put("e2e_ms", "2080");
        fields.put("deadline_ms", "10000");
        return fields;
    }

    private static Map<String, String> failedRequest() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("status_code", "500");
        fields.put("error_type", "\"500\"");
        fields.put("output_tokens", "0");
        return fields;
    }
}

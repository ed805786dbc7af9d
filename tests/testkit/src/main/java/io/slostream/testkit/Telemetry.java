// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One telemetry event as a producer would write it, with what it means for each SLI that reads its kind.
 *
 * @param type NDJSON type
 * @param specialist the specialist
 * @param eventTimeMs event time, epoch milliseconds
 * @param fields the JSON fields after {@code specialist}, without braces, for example {@code "passed":true}
 * @param outcomes good and total for each SLI for which the event counts; an SLI that is not a key excludes it
 */
public record Telemetry(String type, String specialist, long eventTimeMs, String fields, Map<Sli, Outcome> outcomes) {

    /**
     * What an event adds to a series.
     *
     * @param good good events
     * @param total all events
     */
    public record Outcome(long good, long total) {
        public static final Outcome GOOD = new Outcome(1, 1);
        public static final Outcome BAD = new Outcome(0, 1);
    }

    /** The JSON object, with an arrival time if there is one. */
    public String json(String eventId, Optional<Long> arrivalMs) {
        StringBuilder json = new StringBuilder(200);
        json.append("{\"type\":\"").append(type);
        json.append("\",\"event_id\":\"").append(eventId);
        json.append("\",\"event_time\":").append(eventTimeMs);
        arrivalMs.ifPresent(arrival -> json.append(",\"arrival_time\":").append(arrival));
        json.append(",\"specialist\":\"").append(specialist).append("\",");
        return json.append(fields).append('}').toString();
    }

    /** An evaluation result. */
    public static Telemetry evaluation(String specialist, long eventTimeMs, boolean passed) {
        return new Telemetry(
                "evaluation",
                specialist,
                eventTimeMs,
                "\"evaluation_name\":\"exact-match\",\"passed\":" + passed,
                Map.of(Sli.EVALUATION_PASSED, passed ? Outcome.GOOD : Outcome.BAD));
    }

    /** An evaluation whose evaluator failed: unmeasured. */
    public static Telemetry evaluationError(String specialist, long eventTimeMs) {
        return new Telemetry(
                "evaluation",
                specialist,
                eventTimeMs,
                "\"evaluation_name\":\"exact-match\",\"error_type\":\"timeout\"",
                Map.of());
    }

    /** A canary with one probe. */
    public static Telemetry canary(String specialist, long eventTimeMs, boolean passed) {
        return new Telemetry(
                "canary",
                specialist,
                eventTimeMs,
                "\"probe_id\":\"golden-1\",\"passed\":" + passed,
                Map.of(Sli.CANARY_PASSED, passed ? Outcome.GOOD : Outcome.BAD));
    }

    /** A canary that reports several probes at once. */
    public static Telemetry canary(String specialist, long eventTimeMs, long passed, long probes) {
        return new Telemetry(
                "canary",
                specialist,
                eventTimeMs,
                "\"probe_id\":\"golden-set\",\"passed_count\":" + passed + ",\"probe_count\":" + probes,
                Map.of(Sli.CANARY_PASSED, new Outcome(passed, probes)));
    }

    /**
     * A request. A server error is bad for every SLI; a client error or a shadow request is excluded; a missing TTFT is
     * unmeasured for the TTFT SLI alone.
     */
    public static Telemetry request(
            String specialist, long eventTimeMs, int statusCode, Optional<Double> ttftMs, boolean shadow) {
        String fields = "\"request_id\":\"r\",\"status_code\":" + statusCode
                + ",\"clock_start\":\"frontend_arrival\",\"input_tokens\":10,\"output_tokens\":20,\"preemptions\":0,"
                + "\"preempted_once\":false,\"tool_calls\":0,\"tool_call_failures\":0,\"disconnected\":false,"
                + "\"shadow\":" + shadow
                + ttftMs.map(value -> ",\"ttft_ms\":" + value).orElse("");
        Map<Sli, Outcome> outcomes = new EnumMap<>(Sli.class);
        boolean clientError = statusCode >= 400 && statusCode < 500;
        if (!shadow && !clientError) {
            boolean failed = statusCode >= 500;
            outcomes.put(Sli.REQUEST_AVAILABLE, failed ? Outcome.BAD : Outcome.GOOD);
            if (failed) {
                outcomes.put(Sli.REQUEST_TTFT, Outcome.BAD);
            } else {
                ttftMs.ifPresent(value -> outcomes.put(Sli.REQUEST_TTFT, value <= 500 ? Outcome.GOOD : Outcome.BAD));
            }
        }
        return new Telemetry("request", specialist, eventTimeMs, fields, outcomes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Answers of a stub server to the questions of a drill-down, made up from the question. */
final class StubAnswers {
    private static final long MINUTE = 60_000;

    private final StubWorld world;

    StubAnswers(StubWorld world) {
        this.world = world;
    }

    private JsonNode slo(String name) {
        for (JsonNode slo : world.definitions.get("slos")) {
            if (slo.get("name").asText().equals(name)) {
                return slo;
            }
        }
        throw new IllegalArgumentException(name);
    }

    JsonNode alerts(Map<String, String> query) {
        ObjectNode answer = StubDefinitions.JSON.createObjectNode().put("truncated", false);
        ArrayNode alerts = answer.putArray("alerts");
        for (ObjectNode alert : world.alerts()) {
            if (alert.get("dashboard").asText().equals(query.get("dashboard"))) {
                alerts.add(alert);
            }
        }
        return answer;
    }

    /** Good until the last eighth of the time, where a quarter is bad; a twentieth in the middle is missing. */
    JsonNode history(Map<String, String> query) {
        long from = Long.parseLong(query.get("from"));
        long to = Long.parseLong(query.get("to"));
        long step = Math.max(MINUTE, (to - from) / 1_440 / MINUTE * MINUTE);
        int steps = (int) ((to - from) / step);
        JsonNode slo = slo(query.get("slo"));
        double budget = slo.get("objective").isNull()
                ? 1
                : 1 - Double.parseDouble(slo.get("objective").asText());
        ObjectNode answer = StubDefinitions.JSON
                .createObjectNode()
                .put("from", from)
                .put("to", to)
                .put("step_ms", step)
                .put("known_from", from)
                .put("truncated", false);
        ArrayNode at = answer.putArray("at");
        ArrayNode good = answer.putArray("good");
        ArrayNode total = answer.putArray("total");
        ArrayNode coverage = answer.putArray("coverage");
        ArrayNode windows = answer.putArray("windows");
        for (JsonNode name : slo.get("windows")) {
            ObjectNode window = windows.addObject().put("window", name.asText());
            ArrayNode ratios = window.putArray("ratio");
            ArrayNode burns = window.putArray("burn");
            for (int i = 0; i < steps; i++) {
                boolean gap = i > steps / 2 && i < steps / 2 + steps / 20;
                double bad = i > steps * 7 / 8 ? 0.25 : 0.004 + 0.002 * Math.sin(i / 20.0);
                if (gap) {
                    ratios.addNull();
                    burns.addNull();
                } else {
                    ratios.add(1 - bad);
                    burns.add(bad / budget);
                }
            }
        }
        for (int i = 0; i < steps; i++) {
            boolean gap = i > steps / 2 && i < steps / 2 + steps / 20;
            at.add(from + (i + 1) * step);
            if (gap) {
                good.addNull();
                total.addNull();
            } else {
                int n = 50 + i % 17;
                total.add(n);
                good.add(i > steps * 7 / 8 ? n * 3 / 4 : n);
            }
            coverage.add(gap ? 0 : 1);
        }
        answer.putArray("omitted").add("30d");
        ArrayNode spans = answer.putArray("spans");
        for (JsonNode alert : slo.get("alerts")) {
            String name = alert.get("name").asText();
            spans.addObject()
                    .put("alert", name)
                    .put("state", "pending")
                    .putNull("severity")
                    .put("from", to - steps / 8 * step)
                    .put("to", to - steps / 10 * step);
            spans.addObject()
                    .put("alert", name)
                    .put("state", "firing")
                    .put("severity", "page")
                    .put("from", to - steps / 10 * step)
                    .putNull("to");
        }
        return answer;
    }

    /** An earlier incident of the alert, and the one that ends the range: pending half an hour, then firing. */
    JsonNode transitions(Map<String, String> query) {
        ObjectNode answer = StubDefinitions.JSON.createObjectNode().put("truncated", false);
        ArrayNode all = answer.putArray("transitions");
        long from = Long.parseLong(query.get("from"));
        for (ObjectNode alert : world.alerts()) {
            if (alert.get("slo").asText().equals(query.get("slo"))
                    && alert.get("group").asText().equals(query.get("group"))
                    && alert.get("alert").asText().equals(query.get("alert"))) {
                long fired = alert.get("fired_at").asLong();
                long started = alert.get("started_at").asLong();
                transition(all, alert, "pending", from + MINUTE, from + MINUTE, null, "condition");
                transition(all, alert, "cancelled", from + 5 * MINUTE, from + MINUTE, null, "recovered");
                transition(all, alert, "pending", started, started, null, "condition");
                transition(all, alert, "firing", fired, started, fired, "condition");
                if (alert.get("state").asText().equals("resolved")) {
                    long resolved = alert.get("resolved_at").asLong();
                    transition(all, alert, "resolved", resolved, started, fired, "recovered");
                }
            }
        }
        return answer;
    }

    private static void transition(
            ArrayNode all, ObjectNode alert, String state, long at, long started, Long fired, String reason) {
        ObjectNode one = all.addObject();
        one.setAll(alert);
        one.put("state", state)
                .put("at", at)
                .put("started_at", started)
                .put("fired_at", fired)
                .put("reason", reason)
                .put("previous_state", "inactive")
                .put("coverage", 1);
        one.putArray("windows")
                .addObject()
                .put("window", "1h")
                .put("good", 305)
                .put("total", 500)
                .put("ratio", 0.61)
                .put("burn_rate", 7.8)
                .put("coverage", 1);
        ArrayNode evidence = one.putArray("evidence");
        for (int i = 0; i < 3; i++) {
            evidence.addObject()
                    .put("topic", "telemetry.evaluations.v1")
                    .put("partition", 2)
                    .put("offset", 4711 - i)
                    .put("event_time", at - i * 1_000);
        }
    }

    JsonNode event(Map<String, String> query) {
        ObjectNode answer = StubDefinitions.JSON
                .createObjectNode()
                .put("topic", query.get("topic"))
                .put("partition", Integer.parseInt(query.get("partition")))
                .put("offset", Long.parseLong(query.get("offset")))
                .put("arrival_time", 1_700_000_000_000L);
        fields(answer.putObject("event"), query.get("offset"));
        return answer;
    }

    private static void fields(ObjectNode event, String id) {
        event.put("event_id", "e" + id)
                .put("event_time", 1_700_000_000_000L)
                .put("specialist", "code")
                .put("evaluation_name", "<b>mmlu</b>")
                .put("passed", false)
                .putNull("error_type");
    }

    JsonNode events(Map<String, String> query) {
        long from = Long.parseLong(query.get("from"));
        long to = Long.parseLong(query.get("to"));
        ObjectNode answer = StubDefinitions.JSON
                .createObjectNode()
                .put("from", from)
                .put("to", to)
                .put("step_ms", 1_000)
                .put("read", 900)
                .put("complete", true)
                .putNull("problem");
        ArrayNode at = answer.putArray("at");
        ArrayNode good = answer.putArray("good");
        ArrayNode bad = answer.putArray("bad");
        for (long second = from; second < to; second += 1_000) {
            at.add(second);
            good.add(3);
            bad.add(second % 20_000 == 0 ? 1 : 0);
        }
        ArrayNode events = answer.putArray("events");
        for (int i = 0; i < 5; i++) {
            ObjectNode one = events.addObject()
                    .put("topic", "telemetry.evaluations.v1")
                    .put("partition", 0)
                    .put("offset", 100 - i)
                    .put("event_time", to - 1_000L * i)
                    .put("arrival_time", to)
                    .put("good", 0)
                    .put("total", 1);
            fields(one.putObject("event"), String.valueOf(i));
        }
        return answer;
    }

    /** The full summary of a group, with an exclusion and quantiles. */
    JsonNode summary(String sloName, String group) {
        JsonNode slo = slo(sloName);
        ObjectNode cell = world.cell(sloName, group);
        ObjectNode summary = StubDefinitions.JSON.createObjectNode();
        summary.put("slo", sloName).put("group", group);
        summary.set("at", cell.get("at"));
        summary.set("state", cell.get("state"));
        ArrayNode windows = summary.putArray("windows");
        for (JsonNode window : slo.get("windows")) {
            windows.addObject()
                    .put("window", window.asText())
                    .put("good", 990)
                    .put("total", 1_000)
                    .put("ratio", 0.99)
                    .put("burn_rate", 0.2)
                    .put("coverage", 0.97);
        }
        summary.put("budget_remaining", 0.87).put("exhaustion_ms", 86_400_000L);
        ArrayNode quantiles = summary.putArray("quantiles");
        if (!slo.get("quantiles").isNull()) {
            for (JsonNode quantile : slo.get("quantiles").get("quantiles")) {
                quantiles
                        .addObject()
                        .put("field", "ttft_ms")
                        .put("window", "5m")
                        .put("quantile", quantile.asDouble())
                        .put("value", 213.4)
                        .put("count", 512);
            }
        }
        ArrayNode alerts = summary.putArray("alerts");
        for (JsonNode alert : slo.get("alerts")) {
            alerts.addObject()
                    .put("alert", alert.get("name").asText())
                    .put("state", "inactive")
                    .putNull("since");
        }
        summary.put("excluded_events", 40).put("exclusions_total", 1);
        summary.putArray("exclusions")
                .addObject()
                .put("from", 1_700_000_000_000L)
                .put("to", 1_700_000_600_000L)
                .put("reason", "load test <script>alert(1)</script>")
                .put("who", "infra-oncall");
        ObjectNode event = StubDefinitions.JSON.createObjectNode().put("stale", false);
        event.set("summary", summary);
        return event;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The state of an ensemble that a stub server tells of; all good at first. Safe for use by several threads. */
final class StubWorld {
    static final List<String> EIGHT =
            List.of("code", "math", "vision", "agent", "search", "writer", "legal", "translate");
    private static final long AT = System.currentTimeMillis() / 5_000 * 5_000 - 15_000;
    private static final long HOUR = 3_600_000;

    final ObjectNode definitions;
    private final Map<String, ObjectNode> cells = new LinkedHashMap<>();
    private final Map<String, ObjectNode> alerts = new LinkedHashMap<>();
    private final List<ObjectNode> checkpoints = new ArrayList<>();
    private boolean ready = true;

    StubWorld(List<String> specialists) {
        definitions = StubDefinitions.of(specialists);
        for (JsonNode slo : definitions.get("slos")) {
            for (String group : groups(slo)) {
                cells.put(key(slo.get("name").asText(), group), cell(slo, group));
            }
        }
        for (String specialist : specialists) {
            ObjectNode checkpoint = StubDefinitions.JSON
                    .createObjectNode()
                    .put("specialist", specialist)
                    .put("checkpoint", "step-4200")
                    .put("run", "weekly")
                    .put("at", AT - 20 * HOUR);
            ArrayNode scores = checkpoint.putArray("scores");
            scores.addObject().put("evaluation", "mmlu").put("score", 0.71).put("floor", 0.68);
            scores.addObject().put("evaluation", "gsm8k").put("score", 0.83).put("floor", 0.8);
            checkpoints.add(checkpoint);
        }
    }

    /** Specialists s000, s001, … */
    static List<String> many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s%03d".formatted(i)).toList();
    }

    private List<String> groups(JsonNode slo) {
        return switch (slo.get("group_by").asText()) {
            case "all" -> List.of("all");
            case "resource_class" -> texts("resource_classes");
            default -> texts("specialists");
        };
    }

    private List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        definitions.get(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static ObjectNode cell(JsonNode slo, String group) {
        int total = 400
                + Math.floorMod(31 * group.hashCode() + slo.get("name").asText().hashCode(), 300);
        ObjectNode cell = StubDefinitions.JSON
                .createObjectNode()
                .put("slo", slo.get("name").asText())
                .put("group", group)
                .put("at", AT)
                .put("state", "ok")
                .putNull("severity")
                .put("stale", false)
                .put("ratio", (total - 2) / (double) total)
                .put("good", total - 2)
                .put("total", total)
                .put("burn", 0.21)
                .put("coverage", 1.0)
                .put("budget", 0.87)
                .putNull("exhaustion_ms")
                .put("excluded", 0);
        cell.putArray("firing");
        cell.putArray("pending");
        return cell;
    }

    private static String key(String slo, String group) {
        return slo + "/" + group;
    }

    /** An alert fires; returns the event of the live stream that tells it. */
    synchronized ObjectNode fire(String slo, String group, String alert, String severity) {
        ObjectNode cell = cells.get(key(slo, group));
        cell.put("state", "firing").put("severity", severity).put("good", 305).put("total", 500);
        cell.put("ratio", 0.61).put("burn", 7.8);
        cell.put("budget", 0.35).put("exhaustion_ms", 7 * HOUR);
        cell.putArray("firing").add(alert);
        ObjectNode record = StubDefinitions.JSON
                .createObjectNode()
                .put("slo", slo)
                .put("alert", alert)
                .put("group", group)
                .put("state", "firing")
                .put("severity", severity)
                .put("at", AT)
                .put("started_at", AT - HOUR / 2)
                .put("fired_at", AT)
                .putNull("resolved_at")
                .put("summary", alert + ": 39 % of 500 events of " + group + " bad over 1h")
                .put("owner", "serving-oncall")
                .put("dashboard", dashboardOf(slo))
                .put("link", link(slo, alert, group));
        alerts.put(slo + "/" + alert + "/" + group, record);
        return change(cell, record);
    }

    static String link(String slo, String alert, String group) {
        return "/slos/%s?alert=%s&group=%s&from=%d&to=%d"
                .formatted(escaped(slo), escaped(alert), escaped(group), AT - HOUR / 2 - HOUR, AT);
    }

    private static String escaped(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private String dashboardOf(String name) {
        for (JsonNode slo : definitions.get("slos")) {
            if (slo.get("name").asText().equals(name)) {
                return slo.get("dashboard").asText();
            }
        }
        throw new IllegalArgumentException(name);
    }

    /** It resolves. */
    synchronized ObjectNode resolve(String slo, String group, String alert) {
        ObjectNode cell = cells.get(key(slo, group));
        cell.put("state", "ok").putNull("severity").put("stale", false);
        cell.put("ratio", 0.995).put("burn", 0.1);
        cell.putArray("firing");
        ObjectNode record = alerts.get(slo + "/" + alert + "/" + group);
        record.put("state", "resolved").put("resolved_at", AT + HOUR).put("at", AT + HOUR);
        return change(cell, record);
    }

    /** A row in another state: ok, pending or no_data, stale or not. */
    synchronized ObjectNode state(String slo, String group, String state, boolean stale) {
        ObjectNode cell = cells.get(key(slo, group));
        cell.put("state", state).put("stale", stale);
        return change(cell, null);
    }

    /** The definitions get another hash. */
    synchronized void redefine(String hash) {
        definitions.put("hash", hash);
    }

    synchronized void ready(boolean is) {
        ready = is;
    }

    private ObjectNode change(ObjectNode cell, ObjectNode alert) {
        ObjectNode change = beat();
        change.remove("definitions");
        change.remove("engine");
        change.putArray("cells").add(cell.deepCopy());
        change.putArray("gone");
        change.putArray("checkpoints");
        ArrayNode told = change.putArray("alerts");
        if (alert != null) {
            told.add(alert.deepCopy());
        }
        return change;
    }

    synchronized ObjectNode beat() {
        ObjectNode beat = StubDefinitions.JSON
                .createObjectNode()
                .put("now", System.currentTimeMillis())
                .put("definitions", definitions.get("hash").asText());
        ObjectNode engine = beat.putObject("engine")
                .put("ready", ready)
                .put("evaluated", AT)
                .put("summaries_read", true);
        ArrayNode problems = engine.putArray("problems");
        if (!ready) {
            problems.add("input stale: telemetry.canaries.v1");
        }
        return beat;
    }

    /** The first event of a stream that follows a dashboard, an SLO or nothing but the outcome bar. */
    synchronized ObjectNode snapshot(String dashboard, String slo) {
        Map<String, JsonNode> slos = new LinkedHashMap<>();
        definitions.get("slos").forEach(one -> slos.put(one.get("name").asText(), one));
        ObjectNode snapshot = beat();
        ArrayNode told = snapshot.putArray("cells");
        for (ObjectNode cell : cells.values()) {
            JsonNode of = slos.get(cell.get("slo").asText());
            if (of.get("place").asText().equals("outcome_bar")
                    || of.get("dashboard").asText().equals(dashboard)
                    || of.get("name").asText().equals(slo)) {
                told.add(cell.deepCopy());
            }
        }
        checkpoints.forEach(snapshot.putArray("checkpoints")::add);
        ArrayNode firing = snapshot.putArray("alerts");
        alerts.values().stream()
                .filter(alert -> alert.get("state").asText().equals("firing"))
                .forEach(alert -> firing.add(alert.deepCopy()));
        return snapshot;
    }

    synchronized ObjectNode cell(String slo, String group) {
        return cells.get(key(slo, group)).deepCopy();
    }

    synchronized List<ObjectNode> alerts() {
        return alerts.values().stream().map(ObjectNode::deepCopy).collect(Collectors.toList());
    }
}

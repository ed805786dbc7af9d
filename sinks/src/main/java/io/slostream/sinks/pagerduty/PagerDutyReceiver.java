// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.pagerduty;

import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Facts;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Json;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.PostingReceiver;
import io.slostream.sinks.delivery.Request;
import io.slostream.sinks.delivery.Severity;
import io.slostream.sinks.watchdog.Heartbeat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PagerDuty's Events API v2: one event a request. The dedup key is the incident, so a repeated trigger finds the incident
 * open and a repeated resolve finds it closed. Events of one owner have the same {@code payload.group}, by which a
 * service can group them.
 */
public final class PagerDutyReceiver extends PostingReceiver {
    /** Limits of the API; Alertmanager's notifier cuts there too (notify/pagerduty). */
    static final int MAX_SUMMARY = 1_024;

    static final int MAX_EVENT_BYTES = 512_000;
    private static final int MAX_FIELD = 255;

    private final PagerDutySettings settings;

    public PagerDutyReceiver(PagerDutySettings settings, HttpPost http) {
        super(http);
        this.settings = settings;
    }

    @Override
    public int batchLimit() {
        return 1;
    }

    @Override
    protected Request request(List<Delivery> batch) {
        Delivery delivery = batch.get(0);
        Map<String, Object> event = event(delivery.subject().incident());
        if (delivery.kind() == Delivery.Kind.RESOLVE) {
            event.put("event_action", "resolve");
        } else {
            event.put("event_action", "trigger");
            event.put("payload", payload(delivery));
            link(event, delivery.notification());
        }
        byte[] body = Json.bytes(event);
        if (body.length > MAX_EVENT_BYTES) {
            // Names of specialists come from producers and are the only thing that has no bound.
            payloadOf(event).remove("custom_details");
            event.remove("client_url");
            event.remove("links");
            body = Json.bytes(event);
        }
        return request(body);
    }

    @SuppressWarnings("unchecked") // put there above
    private static Map<String, Object> payloadOf(Map<String, Object> event) {
        return (Map<String, Object>) event.get("payload");
    }

    private Map<String, Object> event(String dedupKey) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("routing_key", settings.routingKey());
        event.put("dedup_key", dedupKey);
        event.put("client", "slostream");
        return event;
    }

    private static Map<String, Object> payload(Delivery delivery) {
        Notification alert = delivery.notification();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", Facts.line(delivery.summary(), MAX_SUMMARY));
        payload.put("source", Facts.line(alert.slo() + "/" + alert.group(), MAX_FIELD));
        payload.put("severity", alert.severity() == Severity.PAGE ? "critical" : "warning");
        payload.put("timestamp", Facts.time(alert.firedAtMs()));
        payload.put("component", Facts.line(alert.group(), MAX_FIELD));
        payload.put("group", Facts.line(alert.owner(), MAX_FIELD));
        payload.put("class", Facts.line(alert.alert(), MAX_FIELD));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("slo", alert.slo());
        details.put("alert", alert.alert());
        details.put("group", alert.group());
        details.put("owner", alert.owner());
        details.put("dashboard", alert.dashboard());
        details.put("category", alert.category());
        details.put("reason", alert.reason());
        details.put("objective", alert.objective().orElse(null));
        details.put("windows", Facts.windows(alert));
        details.put("definition_hash", alert.definitionHash());
        payload.put("custom_details", details);
        return payload;
    }

    private void link(Map<String, Object> event, Notification alert) {
        if (!settings.baseUrl().isEmpty()) {
            String href = settings.baseUrl() + alert.link();
            event.put("client_url", href);
            event.put("links", List.of(Map.of("href", href, "text", "SLO view")));
        }
    }

    @Override
    protected Request request(Heartbeat heartbeat) {
        Map<String, Object> event = event("slostream-watchdog-" + heartbeat.notifier());
        event.put("event_action", "trigger");
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", heartbeat.summary());
        payload.put("source", heartbeat.notifier());
        payload.put("severity", "info");
        payload.put("timestamp", Facts.time(heartbeat.atMs()));
        payload.put("class", Heartbeat.ALERT);
        event.put("payload", payload);
        return request(Json.bytes(event));
    }

    private Request request(byte[] body) {
        return Request.json(settings.uri(), Map.of(), body).hiding(settings.routingKey());
    }
}

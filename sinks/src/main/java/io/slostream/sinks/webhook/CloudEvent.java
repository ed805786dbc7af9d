// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.webhook;

import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Facts;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.watchdog.Heartbeat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Events in the JSON format of CloudEvents 1.0. The id is the same whenever an event is sent again. */
final class CloudEvent {
    private static final String TYPE = "io.slostream.";

    private final WebhookSettings settings;

    CloudEvent(WebhookSettings settings) {
        this.settings = settings;
    }

    Map<String, Object> of(Delivery delivery) {
        String type = switch (delivery.kind()) {
            case TRIGGER -> "alert.triggered";
            case UPDATE -> "alert.updated";
            case RESOLVE -> "alert.resolved";
        };
        Notification said = delivery.notification();
        Map<String, Object> event = event(delivery.id(), type, said.atMs());
        event.put("subject", said.key());
        event.put("data", data(delivery));
        return event;
    }

    private Map<String, Object> data(Delivery delivery) {
        Notification said = delivery.notification();
        Notification subject = delivery.subject();
        boolean resolve = delivery.kind() == Delivery.Kind.RESOLVE;
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("incident", subject.incident());
        data.put("state", resolve ? "resolved" : "firing");
        data.put("severity", subject.severity().word());
        data.put("slo", said.slo());
        data.put("alert", said.alert());
        data.put("group", said.group());
        data.put("sequence", said.sequence());
        data.put("started_at", time(subject.startedAtMs()));
        data.put("fired_at", Facts.time(subject.firedAtMs()));
        data.put("resolved_at", resolve ? Facts.time(delivery.endedAtMs()) : null);
        data.put("reason", said.reason());
        data.put("owner", subject.owner());
        data.put("dashboard", subject.dashboard());
        data.put("category", subject.category());
        data.put("summary", delivery.summary());
        data.put("objective", said.objective().orElse(null));
        data.put("windows", Facts.windowObjects(said));
        data.put(
                "budget_remaining",
                said.budgetRemaining().isPresent() ? said.budgetRemaining().getAsDouble() : null);
        data.put(
                "exhaustion_ms",
                said.exhaustionMs().isPresent() ? said.exhaustionMs().getAsLong() : null);
        data.put("link", settings.baseUrl() + said.link());
        data.put("definition_hash", said.definitionHash());
        return data;
    }

    Map<String, Object> of(Heartbeat heartbeat) {
        Map<String, Object> event =
                event("watchdog-" + heartbeat.notifier() + "-" + heartbeat.atMs(), "watchdog", heartbeat.atMs());
        event.put("subject", Heartbeat.ALERT);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("notifier", heartbeat.notifier());
        data.put("engine", heartbeat.engine());
        data.put("valid_until", Facts.time(heartbeat.atMs() + heartbeat.validMs()));
        data.put("summary", heartbeat.summary());
        event.put("data", data);
        return event;
    }

    private Map<String, Object> event(String id, String type, long atMs) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", settings.source());
        event.put("type", TYPE + type);
        event.put("time", Facts.time(atMs));
        event.put("datacontenttype", "application/json");
        return event;
    }

    private static String time(OptionalLong epochMs) {
        return epochMs.isPresent() ? Facts.time(epochMs.getAsLong()) : null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.alertmanager;

import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Facts;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.watchdog.Heartbeat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Alerts as Alertmanager takes them. Labels are the identity there; everything else is an annotation, since a label that
 * changes makes another alert.
 */
final class PostableAlert {
    /** Sentences end somewhere; Alertmanager's receivers have bounds of their own. */
    private static final int MAX_TEXT = 1_024;

    private final AlertmanagerSettings settings;

    PostableAlert(AlertmanagerSettings settings) {
        this.settings = settings;
    }

    Map<String, String> labels(Notification notification) {
        Map<String, String> labels = new TreeMap<>(settings.labels());
        labels.put("alertname", notification.alert());
        labels.put("slo", notification.slo());
        labels.put("group", notification.group());
        labels.put("severity", notification.severity().word());
        labels.put("owner", notification.owner());
        labels.put("dashboard", notification.dashboard());
        labels.put("category", notification.category());
        return labels;
    }

    Map<String, Object> firing(Notification notification, long nowMs) {
        return alert(
                notification,
                notification,
                notification.summary(),
                Math.max(nowMs, notification.firedAtMs()) + settings.endsAfterMs());
    }

    /** The end is that of the record, but not in the future, where it would fire on. */
    Map<String, Object> resolved(Delivery resolve, long nowMs) {
        Notification open = resolve.before().orElseThrow();
        long end = Math.max(open.firedAtMs(), Math.min(resolve.endedAtMs(), nowMs));
        return alert(open, resolve.notification(), resolve.summary(), end);
    }

    private Map<String, Object> alert(Notification labelled, Notification said, String summary, long endMs) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("labels", labels(labelled));
        Map<String, String> annotations = new TreeMap<>();
        annotations.put("summary", Facts.line(summary, MAX_TEXT));
        annotations.put("reason", said.reason());
        annotations.put("windows", Facts.windows(said));
        annotations.put("incident", labelled.incident());
        said.objective().ifPresent(objective -> annotations.put("objective", objective));
        alert.put("annotations", annotations);
        alert.put("startsAt", Facts.time(labelled.firedAtMs()));
        alert.put("endsAt", Facts.time(endMs));
        if (!settings.baseUrl().isEmpty()) {
            alert.put("generatorURL", settings.baseUrl() + labelled.link());
        }
        return alert;
    }

    Map<String, Object> heartbeat(Heartbeat heartbeat) {
        Map<String, String> labels = new TreeMap<>(settings.labels());
        labels.put("alertname", Heartbeat.ALERT);
        labels.put("severity", "none");
        labels.put("engine", heartbeat.engine());
        labels.put("notifier", heartbeat.notifier());
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("labels", labels);
        alert.put("annotations", Map.of("summary", heartbeat.summary()));
        // Alertmanager keeps the first start of those that overlap; without one it takes the end for the start.
        alert.put("startsAt", Facts.time(heartbeat.atMs()));
        alert.put("endsAt", Facts.time(heartbeat.atMs() + heartbeat.validMs()));
        return alert;
    }
}

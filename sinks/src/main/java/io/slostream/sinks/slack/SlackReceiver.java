// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.slack;

import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Facts;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Json;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.PostingReceiver;
import io.slostream.sinks.delivery.Request;
import io.slostream.sinks.delivery.Severity;
import io.slostream.sinks.watchdog.Heartbeat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A message with an attachment for each alert; alerts of one owner that wait together share a message. A channel has no
 * memory: after a crash between sending and committing a message may stand there twice, with the same incident below it.
 */
public final class SlackReceiver extends PostingReceiver {
    /** Slack advises against more attachments than this in a message. */
    private static final int BATCH = 20;

    private static final int MAX_SENTENCE = 600;
    private static final int MAX_NAME = 120;
    private static final int INCIDENT_DIGITS = 12;
    private static final String RED = "#d50000";
    private static final String AMBER = "#f9a825";
    private static final String GREEN = "#2e7d32";

    private final SlackSettings settings;

    public SlackReceiver(SlackSettings settings, HttpPost http) {
        super(http);
        this.settings = settings;
    }

    @Override
    public int batchLimit() {
        return BATCH;
    }

    @Override
    protected Request request(List<Delivery> batch) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("text", headline(batch));
        List<Map<String, Object>> attachments = new ArrayList<>();
        batch.forEach(delivery -> attachments.add(attachment(delivery)));
        message.put("attachments", attachments);
        return Request.json(settings.uri(), Map.of(), Json.bytes(message));
    }

    private static String headline(List<Delivery> batch) {
        Notification first = batch.get(0).subject();
        return batch.size() == 1 ? title(batch.get(0)) : batch.size() + " alerts of " + safe(first.owner(), MAX_NAME);
    }

    private static String title(Delivery delivery) {
        Notification alert = delivery.subject();
        String state = switch (delivery.kind()) {
            case TRIGGER -> "FIRING";
            case UPDATE -> "STILL FIRING";
            case RESOLVE -> "RESOLVED";
        };
        return "[" + state + "] " + alert.severity().word().toUpperCase(Locale.ROOT) + " "
                + safe(alert.slo() + " " + alert.alert() + " " + alert.group(), MAX_NAME);
    }

    private Map<String, Object> attachment(Delivery delivery) {
        Notification alert = delivery.subject();
        String color =
                delivery.kind() == Delivery.Kind.RESOLVE ? GREEN : alert.severity() == Severity.PAGE ? RED : AMBER;
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("fallback", title(delivery));
        attachment.put("color", color);
        attachment.put("title", title(delivery));
        if (!settings.baseUrl().isEmpty()) {
            attachment.put(
                    "title_link", settings.baseUrl() + delivery.notification().link());
        }
        attachment.put("text", safe(delivery.summary(), MAX_SENTENCE));
        attachment.put(
                "footer",
                "owner " + safe(alert.owner(), MAX_NAME) + " · " + safe(alert.dashboard(), MAX_NAME) + " · incident "
                        + alert.incident().substring(0, INCIDENT_DIGITS));
        attachment.put("ts", delivery.notification().atMs() / 1000);
        return attachment;
    }

    /**
     * Text that a channel shows as it is: no markup of Slack's (its three special characters), and no mention that calls
     * a whole channel.
     */
    private static String safe(String text, int most) {
        return Facts.line(text, most)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "@\u200b");
    }

    @Override
    protected Request request(Heartbeat heartbeat) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("text", safe(heartbeat.summary(), MAX_SENTENCE));
        return Request.json(settings.uri(), Map.of(), Json.bytes(message));
    }
}

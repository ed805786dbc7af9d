// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.sinks.alertmanager.AlertmanagerReceiver;
import io.slostream.sinks.alertmanager.AlertmanagerSettings;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.Receiver;
import io.slostream.sinks.pagerduty.PagerDutyReceiver;
import io.slostream.sinks.pagerduty.PagerDutySettings;
import io.slostream.sinks.slack.SlackReceiver;
import io.slostream.sinks.slack.SlackSettings;
import io.slostream.sinks.webhook.WebhookReceiver;
import io.slostream.sinks.webhook.WebhookSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** A receiver as the file describes it: values that may be secret are references. */
sealed interface ReceiverConfig {
    /** Where a reference stands for an address. */
    URI UNKNOWN = URI.create("http://reference.invalid/");

    /**
     * The receiver.
     *
     * @param secrets what references point to; the identity leaves them as they are, for a dry run
     */
    Receiver make(UnaryOperator<String> secrets, HttpPost http, LongSupplier wallMs);

    /** Word of the file, and of logs. */
    String kind();

    /** Where requests go, as the file writes it. */
    List<String> addresses();

    private static URI uri(String text, UnaryOperator<String> secrets) {
        String address = secrets.apply(text);
        try {
            return address.startsWith("${") ? UNKNOWN : URI.create(address);
        } catch (IllegalArgumentException e) {
            // Its text shows the address. Without a cause, for the same reason.
            throw new IllegalArgumentException("what " + text + " points to is no URL any more");
        }
    }

    private static Map<String, String> all(Map<String, String> values, UnaryOperator<String> secrets) {
        Map<String, String> resolved = new TreeMap<>();
        values.forEach((name, value) -> resolved.put(name, secrets.apply(value)));
        return resolved;
    }

    /** Prometheus Alertmanager. */
    record Alertmanager(
            List<String> urls,
            Map<String, String> headers,
            Map<String, String> labels,
            String baseUrl,
            long endsAfterMs,
            long resendEveryMs,
            long resolvedForMs)
            implements ReceiverConfig {
        @Override
        public Receiver make(UnaryOperator<String> secrets, HttpPost http, LongSupplier wallMs) {
            AlertmanagerSettings settings = new AlertmanagerSettings(
                    urls.stream().map(url -> uri(url, secrets)).toList(),
                    all(headers, secrets),
                    labels,
                    baseUrl,
                    endsAfterMs,
                    resendEveryMs,
                    resolvedForMs);
            return new AlertmanagerReceiver(settings, http, wallMs);
        }

        @Override
        public String kind() {
            return "alertmanager";
        }

        @Override
        public List<String> addresses() {
            return urls;
        }
    }

    /** PagerDuty. */
    record PagerDuty(String url, String routingKey, String baseUrl) implements ReceiverConfig {
        @Override
        public Receiver make(UnaryOperator<String> secrets, HttpPost http, LongSupplier wallMs) {
            return new PagerDutyReceiver(
                    new PagerDutySettings(uri(url, secrets), secrets.apply(routingKey), baseUrl), http);
        }

        @Override
        public String kind() {
            return "pagerduty";
        }

        @Override
        public List<String> addresses() {
            return List.of(url);
        }
    }

    /** CloudEvents. */
    record Webhook(String url, Map<String, String> headers, String secret, String source, String baseUrl, int batch)
            implements ReceiverConfig {
        @Override
        public Receiver make(UnaryOperator<String> secrets, HttpPost http, LongSupplier wallMs) {
            return new WebhookReceiver(
                    new WebhookSettings(
                            uri(url, secrets), all(headers, secrets), secrets.apply(secret), source, baseUrl, batch),
                    http);
        }

        @Override
        public String kind() {
            return "webhook";
        }

        @Override
        public List<String> addresses() {
            return List.of(url);
        }
    }

    /** A channel. */
    record Slack(String url, String baseUrl) implements ReceiverConfig {
        @Override
        public Receiver make(UnaryOperator<String> secrets, HttpPost http, LongSupplier wallMs) {
            return new SlackReceiver(new SlackSettings(uri(url, secrets), baseUrl), http);
        }

        @Override
        public String kind() {
            return "slack";
        }

        @Override
        public List<String> addresses() {
            return List.of(url);
        }
    }
}

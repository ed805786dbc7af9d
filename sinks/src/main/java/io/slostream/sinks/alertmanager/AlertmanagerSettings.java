// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.alertmanager;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * How Alertmanager is told.
 *
 * @param peers base URLs; each is told everything
 * @param headers of each request, for example Authorization
 * @param labels added to every alert
 * @param baseUrl what links begin with; empty for none
 * @param endsAfterMs how long an alert fires on when nobody tells it again, milliseconds
 * @param resendEveryMs distance between two tellings of what is open, milliseconds
 * @param resolvedForMs how long a resolve is told again, milliseconds
 */
public record AlertmanagerSettings(
        List<URI> peers,
        Map<String, String> headers,
        Map<String, String> labels,
        String baseUrl,
        long endsAfterMs,
        long resendEveryMs,
        long resolvedForMs) {
    /** A dead notifier must not resolve a page. */
    public static final long ENDS_AFTER_MS = 4 * 3_600_000L;

    /** As Prometheus does (rules.alert.resend-delay). */
    public static final long RESEND_EVERY_MS = 60_000;

    /** As Prometheus does (rules/alerting.go, resolvedRetention). */
    public static final long RESOLVED_FOR_MS = 15 * 60_000L;

    public AlertmanagerSettings {
        peers = List.copyOf(peers);
        headers = Map.copyOf(headers);
        labels = Map.copyOf(labels);
    }
}

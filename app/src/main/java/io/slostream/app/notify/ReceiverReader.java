// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.run.Connections;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.app.run.Secrets;
import io.slostream.sinks.alertmanager.AlertmanagerSettings;
import io.slostream.sinks.pagerduty.PagerDutySettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads what a receiver of each kind needs. */
final class ReceiverReader {
    private static final int MAX_PEERS = 20;
    private static final int MAX_BATCH = 500;
    private static final long SECOND_MS = 1_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final String BY_REFERENCE =
            "put it in a file and write ${file:/path/of/it}, or into the environment and write ${env:NAME}";

    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Set<String> OWN_LABELS =
            Set.of("alertname", "slo", "group", "severity", "owner", "dashboard", "category");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");
    private static final Pattern SECRET_HEADER =
            Pattern.compile("(?i).*(authorization|cookie|token|key|secret|password|signature).*");
    /** Decided by the request itself. */
    private static final Pattern FIXED_HEADER =
            Pattern.compile("(?i)content-type|content-length|connection|expect|host|upgrade|x-slostream-.*");

    private final Connections connections;
    private final String baseUrl;
    private final String notifier;

    ReceiverReader(Connections connections, String baseUrl, String notifier) {
        this.connections = connections;
        this.baseUrl = baseUrl;
        this.notifier = notifier;
    }

    Optional<ReceiverConfig> read(String kind, YamlValue value) {
        return switch (kind) {
            case "alertmanager" -> alertmanager(value);
            case "pagerduty" -> pagerDuty(value);
            case "webhook" -> webhook(value);
            default -> slack(value);
        };
    }

    private Optional<ReceiverConfig> alertmanager(YamlValue value) {
        return value.map(List.of("urls", "headers", "labels", "endsAfter", "resendEvery", "resolvedFor"))
                .flatMap(map -> {
                    List<String> urls = map.require("urls", "[http://localhost:9093]")
                            .flatMap(v -> v.list(MAX_PEERS))
                            .map(list -> list.stream()
                                    .flatMap(v -> SinkReader.plainUrl(v).stream())
                                    .toList())
                            .orElse(List.of());
                    long resend = SinkReader.duration(
                            map, "resendEvery", SECOND_MS, HOUR_MS, AlertmanagerSettings.RESEND_EVERY_MS);
                    long ends = SinkReader.duration(
                            map, "endsAfter", SECOND_MS, 7 * DAY_MS, AlertmanagerSettings.ENDS_AFTER_MS);
                    if (ends < 3 * resend) {
                        map.get("endsAfter")
                                .orElse(value)
                                .error(
                                        "alerts would end before they are sent again",
                                        "write three times resendEvery at least; Prometheus has 4m and 1m");
                    }
                    long resolved =
                            SinkReader.duration(map, "resolvedFor", 0, DAY_MS, AlertmanagerSettings.RESOLVED_FOR_MS);
                    return urls.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new ReceiverConfig.Alertmanager(
                                    urls, headers(map), labels(map), baseUrl, ends, resend, resolved));
                });
    }

    private Optional<ReceiverConfig> pagerDuty(YamlValue value) {
        return value.map(List.of("routingKey", "url")).flatMap(map -> {
            String url = map.get("url").flatMap(SinkReader::plainUrl).orElse(PagerDutySettings.EVENTS.toString());
            return map.require("routingKey", "${file:/run/secrets/pagerduty}")
                    .flatMap(this::secret)
                    .map(key -> new ReceiverConfig.PagerDuty(url, key, baseUrl));
        });
    }

    private Optional<ReceiverConfig> webhook(YamlValue value) {
        return value.map(List.of("url", "headers", "secret", "batch")).flatMap(map -> {
            String secret = map.get("secret").flatMap(this::secret).orElse("");
            int batch = EngineConfigReader.intOr(map, "batch", 1, MAX_BATCH, 1);
            Map<String, String> headers = headers(map);
            return map.require("url", "https://hooks.example.org/slo")
                    .flatMap(this::address)
                    .map(url ->
                            new ReceiverConfig.Webhook(url, headers, secret, "/slostream/" + notifier, baseUrl, batch));
        });
    }

    private Optional<ReceiverConfig> slack(YamlValue value) {
        return value.map(List.of("url"))
                .flatMap(map -> map.require("url", "\"${file:/run/secrets/slack}\""))
                .flatMap(url -> secret(url).flatMap(reference -> pointsToUrl(url, reference)))
                .map(url -> new ReceiverConfig.Slack(url, baseUrl));
    }

    /** An address, or a reference to one that is secret. */
    private Optional<String> address(YamlValue value) {
        return Secrets.holdsReference(value.scalarValue())
                ? secret(value).flatMap(url -> pointsToUrl(value, url))
                : SinkReader.plainUrl(value);
    }

    private static Optional<String> pointsToUrl(YamlValue value, String reference) {
        if (!SinkReader.isUrl(Secrets.resolve(reference))) {
            value.error("points to what is no URL", "put http:// or https://, host and path there");
            return Optional.empty();
        }
        return Optional.of(reference);
    }

    /** A reference to a secret, and nothing beside it. */
    private Optional<String> secret(YamlValue value) {
        Optional<String> text = value.text();
        if (text.isPresent() && !Secrets.isReference(text.get())) {
            value.error("holds a secret in clear text", BY_REFERENCE);
            return Optional.empty();
        }
        return text.flatMap(reference -> connections.withReferences(value));
    }

    private Map<String, String> headers(YamlMap map) {
        Map<String, String> headers = new TreeMap<>();
        map.get("headers")
                .flatMap(YamlValue::map)
                .ifPresent(all -> all.entries().forEach((name, value) -> {
                    if (!HEADER.matcher(name).matches()
                            || FIXED_HEADER.matcher(name).matches()) {
                        value.error("is no header that may be set", "remove it");
                    } else if (SECRET_HEADER.matcher(name).matches() && !Secrets.holdsReference(value.scalarValue())) {
                        value.error("holds a secret in clear text", BY_REFERENCE);
                    } else {
                        connections
                                .withReferences(value)
                                .filter(text -> canBeSent(value, text))
                                .ifPresent(text -> headers.put(name, text));
                    }
                }));
        return headers;
    }

    private static boolean canBeSent(YamlValue value, String text) {
        if (Secrets.resolve(text).chars().anyMatch(Character::isISOControl)) {
            value.error("holds a line break or another control character", "write one line, also in the file");
            return false;
        }
        return true;
    }

    private static Map<String, String> labels(YamlMap map) {
        Map<String, String> labels = new TreeMap<>();
        map.get("labels")
                .flatMap(YamlValue::map)
                .ifPresent(all -> all.entries().forEach((name, value) -> {
                    if (!LABEL.matcher(name).matches() || OWN_LABELS.contains(name)) {
                        value.error("is no label that may be added", "choose another name of letters, digits and '_'");
                    } else {
                        value.text().ifPresent(text -> labels.put(name, text));
                    }
                }));
        return labels;
    }
}

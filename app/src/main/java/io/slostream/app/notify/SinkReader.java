// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.app.notify.NotifyConfig.SinkConfig;
import io.slostream.app.run.Connections;
import io.slostream.app.run.EngineConfigReader;
import io.slostream.sinks.route.Routing;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code spec.sinks}: the receivers. */
final class SinkReader {
    private static final int MAX_SINKS = 50;
    private static final int MAX_RATE = 60_000;
    private static final List<String> KINDS = List.of("alertmanager", "pagerduty", "webhook", "slack");
    private static final List<String> KEYS =
            List.of("name", "rate", "watchdog", "alertmanager", "pagerduty", "webhook", "slack");
    /** Requests a minute that the receivers themselves suggest, or that do not hurt them. */
    private static final Map<String, Integer> RATES =
            Map.of("alertmanager", 600, "pagerduty", 120, "webhook", 600, "slack", 60);
    /** Where an event each minute wakes nobody and fills no channel. */
    private static final Set<String> WATCHED = Set.of("alertmanager", "webhook");

    private final ReceiverReader receivers;

    SinkReader(Connections connections, String baseUrl, String notifier) {
        this.receivers = new ReceiverReader(connections, baseUrl, notifier);
    }

    /** A receiver before its routes are known. */
    private record Sink(String name, ReceiverConfig receiver, int rate, boolean watchdog, YamlValue place) {}

    /** The receivers, each with the routes that lead to it. */
    List<SinkConfig> sinks(YamlValue list, Optional<YamlValue> routes) {
        List<Sink> sinks = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        List<YamlValue> entries = list.list(MAX_SINKS).orElse(List.of());
        if (list.list(MAX_SINKS).isPresent() && entries.isEmpty()) {
            list.error("names no receiver", "write for example - alertmanager: { urls: [http://localhost:9093] }");
        }
        for (YamlValue entry : entries) {
            sink(entry).ifPresent(sink -> {
                if (!names.add(sink.name())) {
                    entry.error("a second receiver is called " + Quoted.of(sink.name()), "give it another name");
                }
                sinks.add(sink);
            });
        }
        Map<String, Routing> routing = RouteReader.read(routes, names);
        List<SinkConfig> configs = new ArrayList<>();
        for (Sink sink : sinks) {
            Routing of = routing.get(sink.name());
            if (of == null) {
                sink.place().error("no route leads to this receiver", "name it in to: of a route, or remove it");
            } else {
                configs.add(new SinkConfig(sink.name(), sink.receiver(), sink.rate(), sink.watchdog(), of));
            }
        }
        return configs;
    }

    private Optional<Sink> sink(YamlValue entry) {
        Optional<YamlMap> map = entry.map(KEYS);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        List<String> kinds = KINDS.stream().filter(map.get()::has).toList();
        if (kinds.size() != 1) {
            entry.error(
                    kinds.isEmpty() ? "says of no kind of receiver" : "is of " + kinds.size() + " kinds",
                    "write one of " + String.join(", ", KINDS));
            return Optional.empty();
        }
        String kind = kinds.get(0);
        Optional<String> name =
                map.get().has("name") ? map.get().get("name").flatMap(EngineConfigReader::name) : Optional.of(kind);
        int rate = EngineConfigReader.intOr(map.get(), "rate", 1, MAX_RATE, RATES.get(kind));
        boolean watchdog = map.get().get("watchdog").flatMap(YamlValue::flag).orElse(WATCHED.contains(kind));
        Optional<ReceiverConfig> receiver =
                receivers.read(kind, map.get().get(kind).orElseThrow());
        return receiver.flatMap(config -> name.map(n -> new Sink(n, config, rate, watchdog, entry)));
    }

    /** An address that holds no secret. */
    static Optional<String> plainUrl(YamlValue value) {
        Optional<String> text = value.text();
        if (text.isPresent() && text.get().contains("@")) {
            // Not quoted: a log must not show it.
            value.error("holds a user or a password", "put them into headers: { Authorization: \"${file:…}\" }");
            return Optional.empty();
        } else if (text.isPresent() && !isUrl(text.get())) {
            value.error(Quoted.of(text.get()) + " is no URL", "write http:// or https://, host and port");
            return Optional.empty();
        }
        return text;
    }

    static boolean isUrl(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static long duration(YamlMap map, String key, long leastMs, long mostMs, long otherwiseMs) {
        Optional<YamlValue> value = map.get(key);
        Optional<Long> ms = value.flatMap(v -> v.parsed("a duration", "1m", Durations::parseMs));
        if (ms.isPresent() && (ms.get() < leastMs || ms.get() > mostMs)) {
            value.orElseThrow()
                    .error(
                            Durations.format(ms.get()) + " is out of range",
                            "write " + Durations.format(leastMs) + " to " + Durations.format(mostMs));
        }
        return ms.orElse(otherwiseMs);
    }
}

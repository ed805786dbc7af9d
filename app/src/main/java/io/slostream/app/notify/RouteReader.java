// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.sinks.route.Route;
import io.slostream.sinks.route.Routing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code spec.routes}: which alerts go to which receivers. Every route that matches counts, not the first. */
final class RouteReader {
    private static final int MAX_ROUTES = 200;
    private static final int MAX_VALUES = 200;
    /** So that the routes fit into the metadata of a committed offset, beside what is on its way. */
    private static final int MAX_TEXT = CommitNote.MAX_ROUTES;

    private static final List<String> DASHBOARDS = List.of("training", "infra", "serving");
    private static final List<String> SEVERITIES = List.of("page", "ticket");

    private RouteReader() {}

    /** The routes by receiver; without any, everything goes everywhere. */
    static Map<String, Routing> read(Optional<YamlValue> value, Set<String> sinks) {
        Map<String, Routing> routing = new LinkedHashMap<>();
        if (value.isEmpty()) {
            sinks.forEach(sink -> routing.put(sink, new Routing(List.of(Route.ALL))));
            return routing;
        }
        Map<String, List<Route>> routes = new HashMap<>();
        for (YamlValue entry : value.get().list(MAX_ROUTES).orElse(List.of())) {
            entry.map(List.of("owner", "dashboard", "severity", "specialist", "to"))
                    .ifPresent(map -> route(map, sinks, routes));
        }
        routes.forEach((sink, some) -> {
            Routing of = new Routing(some);
            if (of.text().length() > MAX_TEXT) {
                value.get()
                        .error(
                                "the routes to " + Quoted.of(sink) + " are longer than " + MAX_TEXT + " characters",
                                "name fewer values, or let one route without them lead there");
            }
            routing.put(sink, of);
        });
        return routing;
    }

    private static void route(YamlMap map, Set<String> sinks, Map<String, List<Route>> routes) {
        Route route = new Route(
                values(map, "owner", List.of()),
                values(map, "dashboard", DASHBOARDS),
                values(map, "severity", SEVERITIES),
                values(map, "specialist", List.of()));
        for (YamlValue to :
                map.require("to", "[pagerduty]").map(RouteReader::oneOrMore).orElse(List.of())) {
            to.text().ifPresent(sink -> {
                if (sinks.contains(sink)) {
                    routes.computeIfAbsent(sink, absent -> new ArrayList<>()).add(route);
                } else {
                    to.error(
                            Quoted.of(sink) + " is no receiver of this file",
                            Suggestions.advice(sink, "known receivers", sinks));
                }
            });
        }
    }

    private static Set<String> values(YamlMap map, String key, Collection<String> known) {
        Set<String> values = new LinkedHashSet<>();
        for (YamlValue value : map.get(key).map(RouteReader::oneOrMore).orElse(List.of())) {
            Optional<String> text = known.isEmpty() ? value.text() : value.oneOf(known);
            text.ifPresent(word -> {
                if (word.isBlank()) {
                    value.error("is empty", "write a value, or remove the key to match every one");
                }
                values.add(word);
            });
        }
        return values;
    }

    /** One value, or a list of them. */
    private static List<YamlValue> oneOrMore(YamlValue value) {
        if (value.isScalar()) {
            return List.of(value);
        }
        List<YamlValue> values = value.list(MAX_VALUES).orElse(List.of());
        if (values.isEmpty() && !value.isMapping()) {
            value.error("is empty", "write at least one value, or remove the key");
        }
        return values;
    }
}

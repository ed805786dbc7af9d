// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.route;

import io.slostream.sinks.delivery.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All routes that lead to one receiver: an alert reaches it by any of them. */
public record Routing(List<Route> routes) {
    private static final int PARTS = 4;

    public Routing {
        routes = List.copyOf(routes);
    }

    /** Whether the receiver hears of this alert. */
    public boolean matches(Notification notification) {
        return routes.stream().anyMatch(route -> route.matches(notification));
    }

    /** As text, so that a later start knows by which routes the receiver was told. */
    public String text() {
        return routes.stream().map(Route::text).sorted().collect(Collectors.joining(";"));
    }

    /** The routing of such a text; empty when it is none. */
    public static Optional<Routing> parse(String text) {
        List<Route> routes = new ArrayList<>();
        for (String route : text.split(";", -1)) {
            String[] parts = route.split(" ", -1);
            if (parts.length != PARTS) {
                return Optional.empty();
            }
            routes.add(new Route(values(parts[0]), values(parts[1]), values(parts[2]), values(parts[3])));
        }
        return Optional.of(new Routing(routes));
    }

    private static Set<String> values(String part) {
        return part.equals("*")
                ? Set.of()
                : Stream.of(part.split(",")).map(Words::unescape).collect(Collectors.toSet());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.route;

import io.slostream.sinks.delivery.Notification;
import java.util.Set;
import java.util.TreeSet;

/**
 * Alerts by what they are about; an empty set asks for nothing. All that is asked for must hold.
 *
 * @param owners who answers for the SLO
 * @param dashboards training, infra or serving
 * @param severities page or ticket
 * @param specialists groups: specialists, resource classes or {@code all}
 */
public record Route(Set<String> owners, Set<String> dashboards, Set<String> severities, Set<String> specialists) {
    /** Every alert. */
    public static final Route ALL = new Route(Set.of(), Set.of(), Set.of(), Set.of());

    public Route {
        owners = Set.copyOf(owners);
        dashboards = Set.copyOf(dashboards);
        severities = Set.copyOf(severities);
        specialists = Set.copyOf(specialists);
    }

    /** Whether this alert takes the route. */
    public boolean matches(Notification notification) {
        return holds(owners, notification.owner())
                && holds(dashboards, notification.dashboard())
                && holds(severities, notification.severity().word())
                && holds(specialists, notification.group());
    }

    private static boolean holds(Set<String> wanted, String actual) {
        return wanted.isEmpty() || wanted.contains(actual);
    }

    /** The route as text that {@link Routing#parse} reads; the same route gives the same text. */
    String text() {
        return String.join(" ", part(owners), part(dashboards), part(severities), part(specialists));
    }

    private static String part(Set<String> wanted) {
        StringBuilder text = new StringBuilder();
        for (String value : new TreeSet<>(wanted)) {
            text.append(text.isEmpty() ? "" : ",").append(Words.escape(value));
        }
        return text.isEmpty() ? "*" : text.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.alertmanager;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.dashboards.text.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A configuration for Alertmanager: a route an owner, pages before tickets, the watchdog by itself. */
public final class AlertmanagerConfig {
    private static final String COMMENT = """
            Routes for Alertmanager, made by `slostream generate alertmanager`; make them again when owners change.

            Complete the receivers before you rely on it:
              page-OWNER    the integration key of the owner's PagerDuty service, in the file that routing_key_file names
              ticket-OWNER  the URL of the webhook of the owner's channel, in the file that api_url_file names
              others        likewise: alerts whose owner is not among these
              watchdog      the address of a dead-man's switch, which pages when the heartbeat stops coming; its token in
                            the file that credentials_file names
            Other kinds of receivers serve as well; keep their names.
            """;

    /** What the notifier calls its heartbeat ({@code io.slostream.sinks.watchdog.Heartbeat}). */
    private static final String WATCHDOG_ALERT = "SlostreamWatchdog";

    private AlertmanagerConfig() {}

    /** The configuration for the owners of these SLOs. */
    public static String of(DefinitionSet definitions) {
        Set<String> owners =
                definitions.slos().stream().map(SloDefinition::owner).collect(Collectors.toCollection(TreeSet::new));
        Receivers receivers = new Receivers(owners);
        Map<String, Object> root = tickets(Receivers.OTHERS);
        List<Map<String, Object>> routes = new ArrayList<>();
        routes.add(watchdog());
        owners.forEach(owner -> routes.add(route(owner, receivers)));
        root.put("routes", routes);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("route", root);
        config.put("inhibit_rules", List.of(pagesBeforeTickets()));
        config.put("receivers", receivers.all());
        return YamlText.of(COMMENT, config);
    }

    private static Map<String, Object> route(String owner, Receivers receivers) {
        Map<String, Object> route = tickets(receivers.ticket(owner));
        route.put("matchers", List.of(matcher("owner", "=", owner)));
        Map<String, Object> page = timed(receivers.page(owner), "10s", "1m", "1h");
        page.put("matchers", List.of(matcher("severity", "=", "page")));
        route.put("routes", List.of(page));
        return route;
    }

    private static Map<String, Object> tickets(String receiver) {
        Map<String, Object> route = timed(receiver, "5m", "30m", "3d");
        // One incident for an SLO and what it is judged for; alerts of slostream itself, which have neither, are one.
        route.put("group_by", List.of("slo", "group"));
        return route;
    }

    private static Map<String, Object> watchdog() {
        // A repeat that is shorter than the interval comes at every interval.
        Map<String, Object> route = timed(Receivers.WATCHDOG, "0s", "1m", "50s");
        route.put("group_by", List.of("engine", "notifier"));
        route.put("matchers", List.of(matcher("alertname", "=", WATCHDOG_ALERT)));
        return route;
    }

    private static Map<String, Object> timed(String receiver, String wait, String interval, String repeat) {
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("receiver", receiver);
        route.put("group_wait", wait);
        route.put("group_interval", interval);
        route.put("repeat_interval", repeat);
        return route;
    }

    /** A label that both lack counts as equal, so alerts without an SLO are left out. */
    private static Map<String, Object> pagesBeforeTickets() {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("source_matchers", List.of(matcher("severity", "=", "page"), matcher("slo", "!=", "")));
        rule.put("target_matchers", List.of(matcher("severity", "=", "ticket"), matcher("slo", "!=", "")));
        rule.put("equal", List.of("slo", "group"));
        return rule;
    }

    private static String matcher(String label, String operator, String value) {
        return label
                + operator
                + '"'
                + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + '"';
    }
}

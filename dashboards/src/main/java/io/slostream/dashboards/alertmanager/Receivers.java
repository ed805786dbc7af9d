// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.alertmanager;

import io.slostream.alerting.definition.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The receivers that a person completes. What is secret stands in files below {@link #SECRETS}, one a receiver, which
 * Alertmanager reads when it sends: until they are there it runs, and says of each message that it could not be sent.
 */
final class Receivers {
    static final String SECRETS = "/etc/alertmanager/secrets/";
    static final String WATCHDOG = "watchdog";
    static final String OTHERS = "others";

    private final Map<String, String> words = new LinkedHashMap<>();

    /** Receivers of these owners. */
    Receivers(Set<String> owners) {
        for (String owner : owners) {
            String word = Names.near(owner);
            String free = word;
            for (int n = 2; words.containsValue(free); n++) {
                free = word + "-" + n;
            }
            words.put(owner, free);
        }
    }

    String page(String owner) {
        return "page-" + words.get(owner);
    }

    String ticket(String owner) {
        return "ticket-" + words.get(owner);
    }

    List<Map<String, Object>> all() {
        List<Map<String, Object>> receivers = new ArrayList<>();
        words.keySet().forEach(owner -> {
            receivers.add(pager(page(owner)));
            receivers.add(channel(ticket(owner)));
        });
        receivers.add(channel(OTHERS));
        receivers.add(deadMansSwitch());
        return receivers;
    }

    private static Map<String, Object> pager(String name) {
        return receiver(name, "pagerduty_configs", Map.of("routing_key_file", SECRETS + name));
    }

    private static Map<String, Object> channel(String name) {
        Map<String, Object> slack = new LinkedHashMap<>();
        slack.put("api_url_file", SECRETS + name);
        // Pagers hear of ends by default, channels do not.
        slack.put("send_resolved", true);
        return receiver(name, "slack_configs", slack);
    }

    private static Map<String, Object> deadMansSwitch() {
        Map<String, Object> webhook = new LinkedHashMap<>();
        webhook.put("url", "https://dead-mans-switch.invalid/");
        webhook.put("http_config", Map.of("authorization", Map.of("credentials_file", SECRETS + WATCHDOG)));
        // Its end is what the other side notices by itself.
        webhook.put("send_resolved", false);
        return receiver(WATCHDOG, "webhook_configs", webhook);
    }

    private static Map<String, Object> receiver(String name, String kind, Map<String, Object> config) {
        Map<String, Object> receiver = new LinkedHashMap<>();
        receiver.put("name", name);
        receiver.put(kind, List.of(config));
        return receiver;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;

/**
 * What the output topics have said so far: the last summary of each SLO and specialist, and the alerts that are open. Fed
 * by one thread, drawn by another, hence synchronized.
 */
final class Scene {
    private final Map<String, Map<String, GenericRecord>> summaries = new TreeMap<>();
    private final Map<String, GenericRecord> open = new LinkedHashMap<>();
    private final List<GenericRecord> news = new ArrayList<>();
    private int fired;
    private int resolved;

    /** A record of {@code slo.summaries.v1}. */
    synchronized void summary(GenericRecord summary) {
        summaries
                .computeIfAbsent(text(summary, "group"), absent -> new TreeMap<>())
                .put(text(summary, "slo"), summary);
    }

    /** A record of {@code slo.alerts.v1}. */
    synchronized void alert(GenericRecord alert) {
        String key = text(alert, "slo") + "/" + text(alert, "alert") + "/" + text(alert, "group");
        if (text(alert, "state").equals("firing")) {
            fired += open.put(key, alert) == null ? 1 : 0;
        } else {
            resolved += open.remove(key) == null ? 0 : 1;
        }
        news.add(alert);
    }

    /** The last summary of an SLO for a specialist, null when there is none yet. */
    synchronized GenericRecord summary(String specialist, String slo) {
        return summaries.getOrDefault(specialist, Map.of()).get(slo);
    }

    /** The alerts that are firing, oldest first. */
    synchronized List<GenericRecord> open() {
        return List.copyOf(open.values());
    }

    /** The alerts of a specialist that are firing. */
    synchronized List<GenericRecord> openOf(String specialist) {
        return open.values().stream()
                .filter(alert -> text(alert, "group").equals(specialist))
                .toList();
    }

    /** The alert records since this was last asked. */
    synchronized List<GenericRecord> takeNews() {
        List<GenericRecord> taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    /** How many alerts have fired. */
    synchronized int fired() {
        return fired;
    }

    /** How many of them have resolved. */
    synchronized int resolved() {
        return resolved;
    }

    static String text(GenericRecord record, String field) {
        return record.get(field).toString();
    }
}

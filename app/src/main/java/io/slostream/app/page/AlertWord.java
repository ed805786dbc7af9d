// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;

/**
 * The last word of an alert.
 *
 * @param severity null: it has none in this state
 * @param startedAt null: never
 * @param firedAt null: never
 * @param resolvedAt null: not yet
 */
record AlertWord(
        String slo,
        String alert,
        String group,
        String state,
        String severity,
        long at,
        Long startedAt,
        Long firedAt,
        Long resolvedAt,
        String summary,
        String owner,
        String dashboard,
        String link) {

    /** That of a record of {@code slo.alerts.v1}. */
    static AlertWord of(GenericRecord alert) {
        return new AlertWord(
                text(alert, "slo"),
                text(alert, "alert"),
                text(alert, "group"),
                text(alert, "state"),
                alert.get("severity") == null ? null : text(alert, "severity"),
                (Long) alert.get("at"),
                (Long) alert.get("started_at"),
                (Long) alert.get("fired_at"),
                (Long) alert.get("resolved_at"),
                text(alert, "summary"),
                text(alert, "owner"),
                text(alert, "dashboard"),
                text(alert, "link"));
    }

    private static String text(GenericRecord record, String field) {
        return record.get(field).toString();
    }

    boolean isFiring() {
        return state.equals("firing");
    }

    /** Whether it fired at some time in a stretch. */
    boolean firedWithin(long fromMs, long toMs) {
        long fired = firedAt == null ? at : firedAt;
        long resolved = isFiring() || resolvedAt == null ? Long.MAX_VALUE : resolvedAt;
        return fired <= toMs && resolved >= fromMs;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("slo", slo);
        json.writeStringField("alert", alert);
        json.writeStringField("group", group);
        json.writeStringField("state", state);
        json.writeStringField("severity", severity);
        json.writeNumberField("at", at);
        time(json, "started_at", startedAt);
        time(json, "fired_at", firedAt);
        time(json, "resolved_at", resolvedAt);
        json.writeStringField("summary", summary);
        json.writeStringField("owner", owner);
        json.writeStringField("dashboard", dashboard);
        json.writeStringField("link", link);
        json.writeEndObject();
    }

    private static void time(JsonGenerator json, String field, Long time) throws IOException {
        if (time == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, time);
        }
    }
}

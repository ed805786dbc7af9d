// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/**
 * What one SLO of one group says now: a summary, seen through the window that speaks for the SLO.
 *
 * @param slo SLO name
 * @param group specialist, resource class or all
 * @param atMs boundary of the summary
 * @param state ok, pending, firing or no_data
 * @param severity greatest that fires, null: nothing does
 * @param ratio share of good events in the headline window, null: no data
 * @param good events in that window, null: the summary does not have it
 * @param total likewise
 * @param burn burn rate, null: no data or no budget
 * @param coverage share of that window that was counted, null: the summary does not have it
 * @param budget share of the period's budget that is left, null: none or no data
 * @param exhaustionMs until it is spent, null: it is not being spent
 * @param firing names of alerts
 * @param pending names of alerts
 * @param excluded events that exclusions leave out
 */
public record Cell(
        String slo,
        String group,
        long atMs,
        String state,
        String severity,
        Double ratio,
        Long good,
        Long total,
        Double burn,
        Double coverage,
        Double budget,
        Long exhaustionMs,
        List<String> firing,
        List<String> pending,
        long excluded) {

    public Cell {
        firing = List.copyOf(firing);
        pending = List.copyOf(pending);
    }

    /** The cell of a record of {@code slo.summaries.v1}. */
    public static Cell of(GenericRecord summary, String headline) {
        GenericRecord window = list(summary, "windows").stream()
                .filter(candidate -> text(candidate, "window").equals(headline))
                .findFirst()
                .orElse(null);
        return new Cell(
                text(summary, "slo"),
                text(summary, "group"),
                (Long) summary.get("at"),
                text(summary, "state"),
                summary.get("severity") == null ? null : text(summary, "severity"),
                window == null ? null : (Double) window.get("ratio"),
                window == null ? null : (Long) window.get("good"),
                window == null ? null : (Long) window.get("total"),
                window == null ? null : (Double) window.get("burn_rate"),
                window == null ? null : (Double) window.get("coverage"),
                (Double) summary.get("budget_remaining"),
                (Long) summary.get("exhaustion_ms"),
                alerts(summary, "firing"),
                alerts(summary, "pending"),
                (Long) summary.get("excluded_events"));
    }

    private static List<String> alerts(GenericRecord summary, String state) {
        return list(summary, "alerts").stream()
                .filter(alert -> text(alert, "state").equals(state))
                .map(alert -> text(alert, "alert"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<GenericRecord> list(GenericRecord record, String field) {
        return (List<GenericRecord>) record.get(field);
    }

    private static String text(GenericRecord record, String field) {
        return record.get(field).toString();
    }

    /** Writes it as an object; whether it is still true is not its own business. */
    public void write(JsonGenerator json, boolean stale) throws IOException {
        json.writeStartObject();
        json.writeStringField("slo", slo);
        json.writeStringField("group", group);
        json.writeNumberField("at", atMs);
        json.writeStringField("state", state);
        json.writeStringField("severity", severity);
        json.writeBooleanField("stale", stale);
        number(json, "ratio", ratio);
        number(json, "good", good);
        number(json, "total", total);
        number(json, "burn", burn);
        number(json, "coverage", coverage);
        number(json, "budget", budget);
        number(json, "exhaustion_ms", exhaustionMs);
        names(json, "firing", firing);
        names(json, "pending", pending);
        json.writeNumberField("excluded", excluded);
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, String field, List<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String field, Double value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, value);
        }
    }

    private static void number(JsonGenerator json, String field, Long value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, value);
        }
    }
}

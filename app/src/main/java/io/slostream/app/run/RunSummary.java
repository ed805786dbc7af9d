// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.topology.accumulate.Accounting;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a run says at its end.
 *
 * @param events where the records of this instance's source partitions went, since the engine's first start
 * @param alerts what fired or resolved during the run, on any instance
 * @param engineRunningSeconds from the start of the command until tasks were running, 0 when they never were
 * @param totalSeconds from the start of the command until now
 */
public record RunSummary(Accounting events, List<Alert> alerts, double engineRunningSeconds, double totalSeconds) {
    private static final JsonFactory JSON = new JsonFactory();

    /** One line for a person. */
    public String text() {
        return "in " + events.in() + " = counted " + events.counted() + " + late " + events.late() + " + dead-lettered "
                + events.deadLettered() + " + excluded " + events.excluded();
    }

    /** One JSON object. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            writeEvents(json, events);
            json.writeArrayFieldStart("alerts");
            for (Alert alert : alerts) {
                json.writeStartObject();
                alert.writeFields(json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("seconds");
            json.writeNumberField("engine_running", engineRunningSeconds);
            json.writeNumberField("total", totalSeconds);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail", e);
        }
        return text.toString();
    }

    /** Writes the field {@code events} of the object that has been begun. */
    public static void writeEvents(JsonGenerator json, Accounting events) throws IOException {
        json.writeObjectFieldStart("events");
        json.writeNumberField("in", events.in());
        json.writeNumberField("counted", events.counted());
        json.writeNumberField("late", events.late());
        json.writeNumberField("dead_lettered", events.deadLettered());
        json.writeNumberField("excluded", events.excluded());
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (value.isEmpty()) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    /** One time that an alert fired, as its last record left it; times are ISO-8601, empty where there is none. */
    public record Alert(
            String slo,
            String specialist,
            String alert,
            String severity,
            String startedAt,
            String firedAt,
            String resolvedAt) {

        /** Writes the fields of the object that has been begun. */
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("slo", slo);
            json.writeStringField("specialist", specialist);
            json.writeStringField("alert", alert);
            optional(json, "severity", severity);
            optional(json, "started_at", startedAt);
            optional(json, "fired_at", firedAt);
            optional(json, "resolved_at", resolvedAt);
        }
    }
}

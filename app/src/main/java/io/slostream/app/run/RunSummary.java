// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.topology.accumulate.Accounting;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * What a run says at its end.
 *
 * @param events where the records of this instance's source partitions went, since the engine's first start
 * @param engineRunningSeconds from the start of the command until tasks were running, 0 when they never were
 * @param totalSeconds from the start of the command until now
 */
public record RunSummary(Accounting events, double engineRunningSeconds, double totalSeconds) {
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
            json.writeObjectFieldStart("events");
            json.writeNumberField("in", events.in());
            json.writeNumberField("counted", events.counted());
            json.writeNumberField("late", events.late());
            json.writeNumberField("dead_lettered", events.deadLettered());
            json.writeNumberField("excluded", events.excluded());
            json.writeEndObject();
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
}

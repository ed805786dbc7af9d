// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.TierState;
import io.slostream.sinks.console.TransitionLine;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;

/** How a replay's findings are written, one line each. */
public enum VerdictFormat {
    /** For people. */
    TEXT {
        @Override
        public String verdict(Verdict verdict) {
            AlertTransition transition = verdict.transition();
            return new TransitionLine(
                            transition.atMs(),
                            transition.kind().word(),
                            transition.severity().word(),
                            verdict.key().slo(),
                            verdict.key().alert(),
                            verdict.key().group(),
                            transition.reason().word(),
                            verdict.windows().stream()
                                    .map(VerdictFormat::window)
                                    .toList())
                    .toString();
        }

        @Override
        public String accounting(Accounting accounting) {
            return String.format(
                    Locale.ROOT,
                    "in %d = counted %d + late %d + dead-lettered %d + excluded %d",
                    accounting.in(),
                    accounting.counted(),
                    accounting.late(),
                    accounting.deadLettered(),
                    accounting.excluded());
        }
    },

    /** For scripts: one JSON object a line. */
    NDJSON {
        @Override
        public String verdict(Verdict verdict) {
            AlertTransition transition = verdict.transition();
            return json(out -> {
                out.writeStringField("slo", verdict.key().slo());
                out.writeStringField("alert", verdict.key().alert());
                out.writeStringField("specialist", verdict.key().group());
                out.writeStringField("state", transition.kind().word());
                out.writeStringField("severity", transition.severity().word());
                writeTime(out, "at", transition.atMs());
                writeTime(out, "started_at", transition.startedAtMs());
                writeTime(out, "fired_at", transition.firedAtMs());
                writeTime(out, "resolved_at", transition.resolvedAtMs());
                out.writeNumberField("sequence", transition.atMs());
                out.writeStringField("reason", transition.reason().word());
                out.writeArrayFieldStart("windows");
                for (Verdict.Reading window : verdict.windows()) {
                    out.writeStartObject();
                    out.writeStringField("window", window.window().name());
                    out.writeNumberField("good", window.good());
                    out.writeNumberField("total", window.total());
                    if (Double.isNaN(window.burnRate())) {
                        out.writeNullField("burn_rate");
                    } else {
                        out.writeNumberField("burn_rate", window.burnRate());
                    }
                    out.writeEndObject();
                }
                out.writeEndArray();
            });
        }

        @Override
        public String accounting(Accounting accounting) {
            return json(out -> {
                out.writeObjectFieldStart("accounting");
                out.writeNumberField("in", accounting.in());
                out.writeNumberField("counted", accounting.counted());
                out.writeNumberField("late", accounting.late());
                out.writeNumberField("dead_lettered", accounting.deadLettered());
                out.writeNumberField("excluded", accounting.excluded());
                out.writeEndObject();
            });
        }
    };

    private static final JsonFactory JSON = new JsonFactory();

    /** The line for a verdict. */
    public abstract String verdict(Verdict verdict);

    /** The last line. */
    public abstract String accounting(Accounting accounting);

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    private static String json(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeTime(JsonGenerator out, String field, long timeMs) throws IOException {
        if (timeMs == TierState.NEVER) {
            out.writeNullField(field);
        } else {
            out.writeStringField(field, Instant.ofEpochMilli(timeMs).toString());
        }
    }

    private static TransitionLine.Window window(Verdict.Reading reading) {
        return new TransitionLine.Window(
                reading.window().name(),
                reading.bad(),
                reading.total(),
                Double.isNaN(reading.burnRate()) ? OptionalDouble.empty() : OptionalDouble.of(reading.burnRate()));
    }
}

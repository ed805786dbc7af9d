// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.TierState;
import io.slostream.app.review.Difference;
import io.slostream.app.review.VerdictComparison;
import io.slostream.schemas.output.PrintableText;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.sinks.console.TransitionLine;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

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

        @Override
        public List<String> comparison(VerdictComparison comparison) {
            List<String> lines = new ArrayList<>();
            comparison.differences().forEach(difference -> lines.add(text(difference)));
            for (String topic : COMPARED) {
                StringBuilder line =
                        new StringBuilder(topic + ": " + comparison.identical().getOrDefault(topic, 0L) + " identical");
                for (Difference.Sort sort : Difference.Sort.values()) {
                    line.append(", ")
                            .append(comparison.count(topic, sort))
                            .append(' ')
                            .append(sort.word());
                }
                lines.add(line.toString());
            }
            if (comparison.beyond() > 0) {
                lines.add(comparison.beyond() + " replayed records are beyond what the engine had judged");
            }
            if (comparison.compacted() > 0) {
                lines.add(TopicCatalog.ALERTS.name() + ": " + comparison.compacted()
                        + " replayed alerts are compacted away, since later ones of their keys are there");
            }
            return lines;
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

        @Override
        public List<String> comparison(VerdictComparison comparison) {
            List<String> lines = new ArrayList<>();
            for (Difference difference : comparison.differences()) {
                lines.add(json(out -> {
                    out.writeStringField("difference", difference.sort().word());
                    out.writeStringField("topic", difference.topic());
                    out.writeStringField("key", difference.key());
                    out.writeStringField("state", difference.state());
                    writeTime(out, "recorded_at", difference.recordedAtMs().orElse(TierState.NEVER));
                    writeTime(out, "replayed_at", difference.replayedAtMs().orElse(TierState.NEVER));
                    out.writeStringField("detail", difference.detail());
                }));
            }
            lines.add(json(out -> {
                out.writeObjectFieldStart("comparison");
                for (String topic : COMPARED) {
                    out.writeObjectFieldStart(topic);
                    out.writeNumberField("identical", comparison.identical().getOrDefault(topic, 0L));
                    for (Difference.Sort sort : Difference.Sort.values()) {
                        out.writeNumberField(sort.word(), comparison.count(topic, sort));
                    }
                    out.writeEndObject();
                }
                out.writeNumberField("beyond", comparison.beyond());
                out.writeNumberField("compacted", comparison.compacted());
                out.writeEndObject();
            }));
            return lines;
        }
    };

    private static final List<String> COMPARED = List.of(TopicCatalog.TRANSITIONS.name(), TopicCatalog.ALERTS.name());

    /** What a comparison has found. */
    public abstract List<String> comparison(VerdictComparison comparison);

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

    private static String text(Difference difference) {
        String times = switch (difference.sort()) {
            case SHIFTED -> time(difference.recordedAtMs()) + " is " + time(difference.replayedAtMs());
            case EXTRA -> time(difference.replayedAtMs());
            case MISSING, CHANGED -> time(difference.recordedAtMs());
        };
        return String.join(
                        " ",
                        difference.sort().word(),
                        difference.topic(),
                        PrintableText.of(difference.key()),
                        difference.state(),
                        times,
                        PrintableText.of(difference.detail()))
                .strip();
    }

    private static String time(OptionalLong timeMs) {
        return Instant.ofEpochMilli(timeMs.getAsLong()).toString();
    }

    private static TransitionLine.Window window(Verdict.Reading reading) {
        return new TransitionLine.Window(
                reading.window().name(),
                reading.bad(),
                reading.total(),
                Double.isNaN(reading.burnRate()) ? OptionalDouble.empty() : OptionalDouble.of(reading.burnRate()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A {@link Change} as NDJSON: an object for each alert, also where nothing changed, one a budget that did, and the sum. */
public final class ChangeJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ChangeJson() {}

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    /** The lines. */
    public static List<String> lines(Change change) {
        List<String> lines = new ArrayList<>();
        change.episodes().forEach(one -> lines.add(line(out -> write(out, one))));
        change.budgets().forEach(one -> lines.add(line(out -> write(out, one))));
        lines.add(line(out -> {
            out.writeObjectFieldStart("change");
            for (EpisodeChange.Sort sort : EpisodeChange.Sort.values()) {
                out.writeNumberField(sort.word(), change.count(sort));
            }
            out.writeNumberField("pages_before", change.before().pages());
            out.writeNumberField("pages_after", change.after().pages());
            out.writeNumberField("extra_pages_per_week", change.extraPagesPerWeek());
            out.writeStringField(
                    "from", Instant.ofEpochMilli(change.before().fromMs()).toString());
            out.writeStringField(
                    "to", Instant.ofEpochMilli(change.before().toMs()).toString());
            out.writeEndObject();
        }));
        return lines;
    }

    private static void write(JsonGenerator out, EpisodeChange change) throws IOException {
        Episode either = change.either();
        out.writeStringField("alert_change", change.sort().word());
        out.writeStringField("slo", either.key().slo());
        out.writeStringField("alert", either.key().alert());
        out.writeStringField("specialist", either.key().group());
        write(out, "before", change.before());
        write(out, "after", change.after());
        out.writeNumberField("later_ms", change.laterMs());
        out.writeNumberField("longer_ms", change.longerMs());
    }

    private static void write(JsonGenerator out, String field, Optional<Episode> episode) throws IOException {
        if (episode.isEmpty()) {
            out.writeNullField(field);
            return;
        }
        out.writeObjectFieldStart(field);
        out.writeStringField("severity", episode.get().severity().word());
        write(out, "started_at", OptionalLong.of(episode.get().startedAtMs()));
        write(out, "fired_at", OptionalLong.of(episode.get().firedAtMs()));
        write(out, "paged_at", episode.get().pagedAtMs());
        write(out, "resolved_at", episode.get().resolvedAtMs());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, BudgetChange change) throws IOException {
        out.writeStringField("budget_of", change.of().slo());
        out.writeStringField("specialist", change.of().group());
        write(out, "remaining_before", change.before());
        write(out, "remaining_after", change.after());
    }

    private static void write(JsonGenerator out, String field, OptionalDouble value) throws IOException {
        if (value.isEmpty()) {
            out.writeNullField(field);
        } else {
            out.writeNumberField(field, value.getAsDouble());
        }
    }

    private static void write(JsonGenerator out, String field, OptionalLong timeMs) throws IOException {
        if (timeMs.isEmpty()) {
            out.writeNullField(field);
        } else {
            out.writeStringField(field, Instant.ofEpochMilli(timeMs.getAsLong()).toString());
        }
    }

    private static String line(Fields fields) {
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
}

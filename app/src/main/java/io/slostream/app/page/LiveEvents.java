// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.app.serve.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** The bytes of the events of a live stream. */
final class LiveEvents {
    private LiveEvents() {}

    /**
     * How the engine is.
     *
     * @param definitions hash of the newest definition
     * @param evaluated oldest boundary that was judged
     * @param summariesRead whether all summaries are known
     */
    record Engine(String definitions, PageSource.State state, OptionalLong evaluated, boolean summariesRead) {
        private void write(JsonGenerator json) throws IOException {
            json.writeStringField("definitions", definitions);
            json.writeObjectFieldStart("engine");
            json.writeBooleanField("ready", state.ready());
            json.writeArrayFieldStart("problems");
            for (String problem : state.problems()) {
                json.writeString(problem);
            }
            json.writeEndArray();
            json.writeFieldName("evaluated");
            if (evaluated.isPresent()) {
                json.writeNumber(evaluated.getAsLong());
            } else {
                json.writeNull();
            }
            json.writeBooleanField("summaries_read", summariesRead);
            json.writeEndObject();
        }
    }

    /** Everything. */
    static byte[] snapshot(
            long nowMs,
            Engine engine,
            Collection<SummaryBoard.Shown> cells,
            List<CheckpointBoard.Shown> checkpoints,
            List<AlertWord> alerts) {
        return event("snapshot", json -> {
            json.writeNumberField("now", nowMs);
            engine.write(json);
            cells(json, cells);
            checkpoints(json, checkpoints);
            alerts(json, alerts);
        });
    }

    /** What is new, and the keys of what is shown no more. */
    static byte[] change(
            long nowMs,
            Collection<SummaryBoard.Shown> cells,
            Collection<SummaryBoard.Shown> gone,
            List<CheckpointBoard.Shown> checkpoints,
            List<AlertWord> alerts) {
        return event("change", json -> {
            json.writeNumberField("now", nowMs);
            cells(json, cells);
            json.writeArrayFieldStart("gone");
            for (SummaryBoard.Shown shown : gone) {
                json.writeStartArray();
                json.writeString(shown.cell().slo());
                json.writeString(shown.cell().group());
                json.writeEndArray();
            }
            json.writeEndArray();
            checkpoints(json, checkpoints);
            alerts(json, alerts);
        });
    }

    /** That nothing changed, and how the engine is. */
    static byte[] beat(long nowMs, Engine engine) {
        return event("beat", json -> {
            json.writeNumberField("now", nowMs);
            engine.write(json);
        });
    }

    /** A full summary, already JSON. */
    static byte[] summary(byte[] record, boolean stale) {
        return event("summary", json -> {
            json.writeFieldName("summary");
            json.writeRawValue(new String(record, StandardCharsets.UTF_8));
            json.writeBooleanField("stale", stale);
        });
    }

    /** That there is none any more. */
    static byte[] noSummary() {
        return event("summary", json -> {
            json.writeNullField("summary");
            json.writeBooleanField("stale", true);
        });
    }

    private static void cells(JsonGenerator json, Collection<SummaryBoard.Shown> cells) throws IOException {
        json.writeArrayFieldStart("cells");
        for (SummaryBoard.Shown shown : cells) {
            shown.cell().write(json, shown.stale());
        }
        json.writeEndArray();
    }

    private static void checkpoints(JsonGenerator json, List<CheckpointBoard.Shown> checkpoints) throws IOException {
        json.writeArrayFieldStart("checkpoints");
        for (CheckpointBoard.Shown checkpoint : checkpoints) {
            checkpoint.write(json);
        }
        json.writeEndArray();
    }

    private static void alerts(JsonGenerator json, List<AlertWord> alerts) throws IOException {
        json.writeArrayFieldStart("alerts");
        for (AlertWord alert : alerts) {
            alert.write(json);
        }
        json.writeEndArray();
    }

    /** JSON has no raw line breaks in it, so it is one line of data. */
    private static byte[] event(String name, Answer.JsonBody body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(Answer.object(body));
        out.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}

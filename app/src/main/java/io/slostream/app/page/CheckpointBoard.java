// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.schemas.output.PrintableText;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.util.Utf8;

/**
 * The newest checkpoint of every declared specialist with its scores. The newest is the one that was first heard of last;
 * scores of those before it that come later change nothing. Bounded in specialists, evaluations and text. Thread-safe.
 */
final class CheckpointBoard {
    private static final int MAX_SCORES = 20;
    private static final int MAX_TEXT = 100;
    /** Checkpoints before the newest whose late scores are known as such. */
    private static final int REMEMBERED = 16;

    private static final TelemetryKind KIND = TelemetryKind.CHECKPOINT;
    private static final int RUN = field("run");
    private static final int CHECKPOINT = field("checkpoint");
    private static final int EVALUATION = field("evaluation_name");
    private static final int SCORE = field("evaluation_score");
    private static final int FLOOR = field("declared_floor");

    private final Predicate<String> isDeclared;
    private final TelemetryDecoder decoder;
    private final TelemetryEvent event = new TelemetryEvent();
    private final Map<String, Newest> bySpecialist = new TreeMap<>();
    private final Map<String, Shown> news = new TreeMap<>();

    private record Id(String run, String checkpoint) {}

    private record Score(double score, double floor) {}

    private static final class Newest {
        private final Deque<Id> before = new ArrayDeque<>();
        private Id id;
        private long firstMs;
        private long lastMs;
        private Map<String, Score> scores = new TreeMap<>();
    }

    /** A checkpoint as it is shown. */
    record Shown(String specialist, String run, String checkpoint, long at, Map<String, Score> scores) {
        void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("specialist", specialist);
            json.writeStringField("checkpoint", checkpoint);
            json.writeStringField("run", run);
            json.writeNumberField("at", at);
            json.writeArrayFieldStart("scores");
            for (Map.Entry<String, Score> score : scores.entrySet()) {
                json.writeStartObject();
                json.writeStringField("evaluation", score.getKey());
                json.writeNumberField("score", score.getValue().score());
                json.writeNumberField("floor", score.getValue().floor());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    CheckpointBoard(Predicate<String> isDeclared, TelemetryDecoder decoder) {
        this.isDeclared = isDeclared;
        this.decoder = decoder;
    }

    private static int field(String name) {
        return KIND.field(name).orElseThrow().index();
    }

    /** Takes in the value of a record; what is no event, and control records, are passed over. */
    synchronized void take(byte[] value) {
        if (value == null || !(decoder.decode(KIND, value, event) instanceof DecodeResult.Accepted)) {
            return;
        }
        String specialist = event.stringAt(KIND.specialistField().index()).toString();
        if (isDeclared.test(specialist)) {
            take(specialist, new Id(text(RUN), text(CHECKPOINT)), event.eventTimeMs());
        }
    }

    private void take(String specialist, Id id, long timeMs) {
        Newest newest = bySpecialist.computeIfAbsent(specialist, absent -> new Newest());
        if (!id.equals(newest.id)) {
            if (newest.before.contains(id) || (newest.id != null && timeMs < newest.firstMs)) {
                return;
            }
            if (newest.id != null) {
                newest.before.addLast(newest.id);
            }
            if (newest.before.size() > REMEMBERED) {
                newest.before.removeFirst();
            }
            newest.id = id;
            newest.firstMs = timeMs;
            newest.lastMs = timeMs;
            newest.scores = new TreeMap<>();
        }
        String evaluation = text(EVALUATION);
        if (newest.scores.size() < MAX_SCORES || newest.scores.containsKey(evaluation)) {
            newest.scores.put(evaluation, new Score(event.doubleAt(SCORE), event.doubleAt(FLOOR)));
        }
        newest.lastMs = Math.max(newest.lastMs, timeMs);
        news.put(specialist, shown(specialist, newest));
    }

    private static Shown shown(String specialist, Newest newest) {
        return new Shown(specialist, newest.id.run, newest.id.checkpoint, newest.lastMs, new TreeMap<>(newest.scores));
    }

    private String text(int field) {
        Utf8 text = event.stringAt(field);
        String safe = PrintableText.of(text.toString());
        return safe.length() <= MAX_TEXT ? safe : safe.substring(0, MAX_TEXT) + "…";
    }

    /** Whoever looks from now on is told everything first. */
    synchronized void forgetNews() {
        news.clear();
    }

    /** Those that changed since this was asked last, by specialist. */
    synchronized List<Shown> takeNews() {
        List<Shown> taken = List.copyOf(news.values());
        news.clear();
        return taken;
    }

    /** All, by specialist. */
    synchronized List<Shown> all() {
        return bySpecialist.entrySet().stream()
                .map(entry -> shown(entry.getKey(), entry.getValue()))
                .toList();
    }
}

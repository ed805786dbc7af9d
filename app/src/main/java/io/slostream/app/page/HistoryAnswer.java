// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.app.serve.Answer;
import io.slostream.app.serve.LogReader;
import io.slostream.app.serve.Query;
import io.slostream.dashboards.page.AlertSpans;
import io.slostream.dashboards.page.MinuteLog;
import io.slostream.dashboards.page.Progress;
import io.slostream.dashboards.page.WindowHistory;
import io.slostream.dashboards.panel.Panel;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.topology.VersionedDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /api/v1/history}: counts, windows and states of alerts of one SLO of one group, read back from the log. */
final class HistoryAnswer {
    static final int MOST_STEPS = 1_500;
    private static final Duration USUAL = Duration.ofDays(1);
    /** As long as minutes are kept. */
    private static final Duration LONGEST = Duration.ofDays(35);

    private static final long MAX_BYTES = 4L << 30;
    private static final long HOUR_MS = 3_600_000;

    private final PageSource source;
    private final Views views;
    private final SummaryBoard summaries;
    private final Progress progress;

    HistoryAnswer(PageSource source, Views views, SummaryBoard summaries, Progress progress) {
        this.source = source;
        this.views = views;
        this.summaries = summaries;
        this.progress = progress;
    }

    private record Asked(View view, Panel panel, String group, Stretch stretch, List<Window> windows) {
        SloDefinition slo() {
            return panel.slo();
        }
    }

    /** What is to be done for a query; the query is looked at here, the log later. */
    Supplier<Answer> reading(Query query) {
        query.only("slo", "group", "from", "to");
        View view = views.now();
        Panel panel = view.require(query.required("slo"), query.required("group"));
        List<Window> windows = VersionedDefinition.windowsOf(panel.slo());
        Asked asked = new Asked(
                view,
                panel,
                query.required("group"),
                Stretch.of(query, source.clock().getAsLong(), USUAL, LONGEST),
                windows);
        return () -> LogReader.with(source.consumers(), MAX_BYTES, Reads.WITHIN, log -> read(log, asked));
    }

    private Answer read(LogReader log, Asked asked) {
        Stretch stretch = asked.stretch;
        List<Window> given =
                asked.windows.stream().filter(WindowHistory::isGiven).toList();
        long longest = given.stream().mapToLong(Window::nominalMs).max().orElse(0);
        AlertSpans spans = new AlertSpans();
        RecordDecoder decoder = new RecordDecoder(source.registry());
        PaneLog panes = new PaneLog(log, decoder, spans);
        // An hour before, which holds a word on each alert; an hour after, for what came late or was written late.
        Stretch written = new Stretch(Math.max(0, stretch.fromMs() - longest - HOUR_MS), stretch.toMs() + HOUR_MS);
        // Asked before: what is judged while the log is read stands behind what is read of it.
        long judged = judgedTo(asked);
        LogReader.End end = transitions(log, decoder, asked, spans);
        panes.read(asked.slo().name() + "/" + asked.group, written);
        MinuteLog minutes = panes.minutes();
        WindowHistory history = new WindowHistory(
                asked.slo(), minutes, asked.view.definition().grid()::oldEdge, knownTo(minutes, judged));
        long step = WindowHistory.stepMs(stretch.fromMs(), stretch.toMs(), MOST_STEPS);
        List<WindowHistory.Step> steps = history.steps(stretch.fromMs(), stretch.toMs(), step);
        return Answer.json(200, json -> {
            json.writeNumberField("from", stretch.fromMs());
            json.writeNumberField("to", stretch.toMs());
            json.writeNumberField("step_ms", step);
            // A minute is written at its end. Where there is none, nothing is known up to the end.
            json.writeNumberField(
                    "known_from", Math.max(0, Math.min(stretch.toMs(), panes.readFromMs() - MinuteLog.MINUTE_MS)));
            json.writeBooleanField("truncated", panes.isTruncated() || end != LogReader.End.COMPLETE);
            steps(json, steps);
            windows(json, history, given, steps);
            json.writeArrayFieldStart("omitted");
            for (Window window : asked.windows) {
                if (!given.contains(window)) {
                    json.writeString(window.name());
                }
            }
            json.writeEndArray();
            spans(json, spans.between(stretch.fromMs(), stretch.toMs()));
        });
    }

    /** First, since it is little: a reading of minutes may use up the time. */
    private static LogReader.End transitions(LogReader log, RecordDecoder decoder, Asked asked, AlertSpans spans) {
        List<String> keys = asked.slo().alerts().stream()
                .map(alert -> String.join("/", asked.slo().name(), alert.name(), asked.group))
                .toList();
        if (keys.isEmpty()) {
            return LogReader.End.COMPLETE;
        }
        Stretch stretch = asked.stretch;
        return new TransitionLog(log, decoder)
                .read(keys, new Stretch(Math.max(0, stretch.fromMs() - HOUR_MS), stretch.toMs()), transition -> {
                    spans.transition(
                            transition.get("alert").toString(),
                            (Long) transition.get("at"),
                            transition.get("state").toString(),
                            Optional.ofNullable(transition.get("severity")).map(Object::toString),
                            transition.get("previous_state").toString());
                    return true;
                });
    }

    /** Up to which boundary a minute without a record had no events. */
    private static long knownTo(MinuteLog minutes, long judgedMs) {
        // What was judged a moment ago may not be committed yet; a minute later it is.
        long known = Math.max(minutes.newestBoundaryMs(), judgedMs - MinuteLog.MINUTE_MS);
        return Math.floorDiv(known, MinuteLog.MINUTE_MS) * MinuteLog.MINUTE_MS;
    }

    /** The last boundary that was judged, as far as is known; a minute of the epoch when none is. */
    private long judgedTo(Asked asked) {
        long heard = progress.boundaryMs(asked.view.part(asked.slo(), asked.group));
        long summarised = summaries
                .summary(asked.slo().name(), asked.group)
                .map(summary -> (Long) summary.get("at"))
                .orElse(Long.MIN_VALUE);
        return Math.max(MinuteLog.MINUTE_MS, Math.max(heard, summarised));
    }

    private static void steps(JsonGenerator json, List<WindowHistory.Step> steps) throws IOException {
        json.writeArrayFieldStart("at");
        for (WindowHistory.Step step : steps) {
            json.writeNumber(step.atMs());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("good");
        for (WindowHistory.Step step : steps) {
            number(json, step.counts().map(WindowHistory.Counts::good));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("total");
        for (WindowHistory.Step step : steps) {
            number(json, step.counts().map(WindowHistory.Counts::total));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("coverage");
        for (WindowHistory.Step step : steps) {
            json.writeNumber(step.coverage());
        }
        json.writeEndArray();
    }

    private static void windows(
            JsonGenerator json, WindowHistory history, List<Window> given, List<WindowHistory.Step> steps)
            throws IOException {
        json.writeArrayFieldStart("windows");
        for (Window window : given) {
            List<Optional<WindowHistory.Reading>> readings = new ArrayList<>(steps.size());
            steps.forEach(step -> readings.add(history.reading(window, step.atMs())));
            json.writeStartObject();
            json.writeStringField("window", window.name());
            json.writeArrayFieldStart("ratio");
            for (Optional<WindowHistory.Reading> reading : readings) {
                number(json, reading.map(WindowHistory.Reading::ratio));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("burn");
            for (Optional<WindowHistory.Reading> reading : readings) {
                number(json, reading.flatMap(WindowHistory.Reading::burn));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, Optional<? extends Number> value) throws IOException {
        if (value.isEmpty()) {
            json.writeNull();
        } else if (value.get() instanceof Long whole) {
            json.writeNumber(whole);
        } else {
            json.writeNumber(value.get().doubleValue());
        }
    }

    private static void spans(JsonGenerator json, List<AlertSpans.Span> spans) throws IOException {
        json.writeArrayFieldStart("spans");
        for (AlertSpans.Span span : spans) {
            json.writeStartObject();
            json.writeStringField("alert", span.alert());
            json.writeStringField("state", span.state());
            json.writeStringField("severity", span.severity().orElse(null));
            json.writeNumberField("from", span.fromMs());
            json.writeFieldName("to");
            if (span.toMs().isPresent()) {
                json.writeNumber(span.toMs().getAsLong());
            } else {
                json.writeNull();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

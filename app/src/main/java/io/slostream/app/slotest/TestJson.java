// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.app.slotest.Mismatch.ChangeDifference;
import io.slostream.app.slotest.Mismatch.CloseUp;
import io.slostream.app.slotest.Mismatch.StateAndSeverity;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.SummaryKey;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Results for a script: one JSON object. Times are ISO-8601, beside each {@code offset_ms} from the test's start. */
public final class TestJson {
    private final JsonGenerator json;
    private long startMs;

    private TestJson(JsonGenerator json) {
        this.json = json;
    }

    /** The object, with the end of its last line. */
    public static String render(List<TestResult> results) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            new TestJson(json).write(results);
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does no I/O", e);
        }
        return text + "\n";
    }

    private void write(List<TestResult> results) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("tests");
        for (TestResult result : results) {
            write(result);
        }
        json.writeEndArray();
        long passed = results.stream().filter(TestResult::passed).count();
        json.writeNumberField("passed", passed);
        json.writeNumberField("failed", results.size() - passed);
        json.writeEndObject();
    }

    private void write(TestResult result) throws IOException {
        startMs = result.startMs();
        json.writeStartObject();
        json.writeStringField("file", result.file());
        json.writeStringField("test", result.test().name());
        json.writeBooleanField("passed", result.passed());
        write(result.accounting());
        json.writeArrayFieldStart("mismatches");
        for (Mismatch mismatch : result.mismatches()) {
            json.writeStartObject();
            json.writeNumberField("line", mismatch.line());
            write(mismatch);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Accounting accounting) throws IOException {
        json.writeObjectFieldStart("events");
        json.writeNumberField("in", accounting.in());
        json.writeNumberField("counted", accounting.counted());
        json.writeNumberField("late", accounting.late());
        json.writeNumberField("dead_lettered", accounting.deadLettered());
        json.writeNumberField("excluded", accounting.excluded());
        json.writeEndObject();
    }

    private void write(Mismatch mismatch) throws IOException {
        if (mismatch instanceof Mismatch.InState inState) {
            json.writeStringField("expectation", "state");
            time(inState.actual().atMs());
            state("expected", Optional.of(inState.expected()));
            write(inState.actual());
        } else if (mismatch instanceof Mismatch.Firing firing) {
            json.writeStringField("expectation", "firing");
            time(firing.atMs());
            json.writeArrayFieldStart("differences");
            for (Mismatch.FiringDifference difference : firing.differences()) {
                json.writeStartObject();
                state("expected", difference.expected());
                write(difference.actual());
                json.writeEndObject();
            }
            json.writeEndArray();
        } else if (mismatch instanceof Mismatch.Transitions transitions) {
            json.writeStringField("expectation", "transitions");
            write(transitions.alert());
            json.writeArrayFieldStart("rows");
            for (ChangeDifference row : transitions.differences()) {
                write(row);
            }
            json.writeEndArray();
        } else if (mismatch instanceof Mismatch.InWindow inWindow) {
            write(inWindow);
        } else if (mismatch instanceof Mismatch.UnknownGroup unknown) {
            json.writeStringField("expectation", "group");
            write(unknown.subject(), unknown.alert());
            json.writeArrayFieldStart("known_groups");
            for (String group : new TreeSet<>(unknown.known())) {
                json.writeString(group);
            }
            json.writeEndArray();
        }
    }

    private void write(CloseUp actual) throws IOException {
        write(actual.alert());
        json.writeObjectFieldStart("actual");
        fields(actual.state());
        json.writeBooleanField("judged", actual.judged());
        json.writeStringField(
                "since",
                actual.sinceMs().map(ms -> Instant.ofEpochMilli(ms).toString()).orElse(null));
        windows(actual.windows());
        json.writeEndObject();
        transition("before", actual.before());
        transition("after", actual.after());
    }

    private void write(Mismatch.InWindow mismatch) throws IOException {
        Expectation.InWindow expected = mismatch.expected();
        json.writeStringField("expectation", "window");
        time(mismatch.atMs());
        write(expected.subject(), Optional.empty());
        json.writeObjectFieldStart("expected");
        json.writeStringField("window", expected.window().name());
        Optional<Expectation.Bound> ratio = expected.counts().ratio();
        if (ratio.isPresent()) {
            json.writeStringField(
                    ratio.get().isBelow() ? "below" : "at_least", ratio.get().written());
        }
        if (expected.counts().good().isPresent()) {
            json.writeNumberField("good", expected.counts().good().getAsLong());
        }
        if (expected.counts().total().isPresent()) {
            json.writeNumberField("total", expected.counts().total().getAsLong());
        }
        json.writeEndObject();
        windows(mismatch.actual().stream().toList());
    }

    private void write(AlertKey alert) throws IOException {
        write(new SummaryKey(alert.slo(), alert.group()), Optional.of(alert.alert()));
    }

    private void write(SummaryKey subject, Optional<String> alert) throws IOException {
        json.writeStringField("slo", subject.slo());
        if (alert.isPresent()) {
            json.writeStringField("alert", alert.get());
        }
        json.writeStringField("group", subject.group());
    }

    private void state(String name, Optional<StateAndSeverity> state) throws IOException {
        if (state.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        fields(state.get());
        json.writeEndObject();
    }

    private void fields(StateAndSeverity state) throws IOException {
        json.writeStringField("state", state.state().word());
        json.writeStringField("severity", state.severity().map(Severity::word).orElse(null));
    }

    private void write(ChangeDifference row) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("agrees", row.agrees());
        if (row.expected().isPresent()) {
            Expectation.Change change = row.expected().get();
            json.writeObjectFieldStart("expected");
            time(startMs + change.atMs());
            json.writeStringField("state", change.state().word());
            json.writeStringField(
                    "severity", change.severity().map(Severity::word).orElse(null));
            json.writeStringField(
                    "reason", change.reason().map(reason -> reason.word()).orElse(null));
            json.writeEndObject();
        } else {
            json.writeNullField("expected");
        }
        transition("actual", row.actual());
        json.writeEndObject();
    }

    private void transition(String name, Optional<Verdict> verdict) throws IOException {
        if (verdict.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        AlertTransition transition = verdict.get().transition();
        json.writeObjectFieldStart(name);
        time(transition.atMs());
        json.writeStringField("state", transition.kind().word());
        json.writeStringField("severity", transition.severity().word());
        json.writeStringField("reason", transition.reason().word());
        windows(verdict.get().windows());
        json.writeEndObject();
    }

    private void windows(List<Verdict.Reading> windows) throws IOException {
        json.writeArrayFieldStart("windows");
        for (Verdict.Reading window : windows) {
            json.writeStartObject();
            json.writeStringField("window", Durations.format(window.windowMs()));
            json.writeNumberField("good", window.good());
            json.writeNumberField("total", window.total());
            if (window.total() == 0) {
                json.writeNullField("burn_rate");
            } else {
                json.writeNumberField("burn_rate", window.burnRate());
            }
            json.writeNumberField("coverage", window.coverage());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void time(long timeMs) throws IOException {
        json.writeStringField("at", Instant.ofEpochMilli(timeMs).toString());
        json.writeNumberField("offset_ms", timeMs - startMs);
    }
}

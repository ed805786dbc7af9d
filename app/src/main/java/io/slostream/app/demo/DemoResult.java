// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.app.run.RunSummary;
import io.slostream.app.run.RunSummary.Alert;
import io.slostream.simulation.Story.Expectation;
import io.slostream.topology.accumulate.Accounting;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a demo ended.
 *
 * @param seed of the model
 * @param sent how many events were sent
 * @param events where those went that the engine reads
 * @param alerts every time that an alert fired; kept in order of when it did
 * @param predicted what the model expects, each to have fired once and resolved; empty when it predicts nothing
 * @param seconds how long things took
 */
record DemoResult(
        long seed,
        long sent,
        Accounting events,
        List<Alert> alerts,
        Optional<List<Expectation>> predicted,
        Seconds seconds) {
    private static final JsonFactory JSON = new JsonFactory();

    DemoResult {
        alerts = alerts.stream().sorted(Comparator.comparing(Alert::firedAt)).toList();
        predicted = predicted.map(List::copyOf);
    }

    /**
     * Seconds since the command began.
     *
     * @param brokerReady until broker and registry answered
     * @param engineRunning until the engine's tasks were running
     * @param firstVerdict until the engine had judged the first boundary, to a fifth of a second
     * @param firstAlert until a consumer had the first alert, 0 when there was none
     * @param total until everything was over
     */
    record Seconds(double brokerReady, double engineRunning, double firstVerdict, double firstAlert, double total) {}

    /** Whether exactly the expected alerts fired, each once, and resolved; any alerts when nothing is predicted. */
    boolean isAsExpected() {
        return events.addsUp() && predicted.map(this::firedExactly).orElse(true);
    }

    private boolean firedExactly(List<Expectation> expected) {
        return alerts.size() == expected.size()
                && expected.stream()
                        .allMatch(one ->
                                alerts.stream().filter(alert -> is(alert, one)).count() == 1)
                && alerts.stream().noneMatch(alert -> alert.resolvedAt().isEmpty());
    }

    /** Empty when nothing is predicted. */
    private Optional<Boolean> isExpected(Alert alert) {
        return predicted.map(expected -> expected.stream().anyMatch(one -> is(alert, one)));
    }

    private static boolean is(Alert alert, Expectation expectation) {
        return alert.slo().equals(expectation.slo())
                && alert.alert().equals(expectation.alert())
                && alert.specialist().equals(expectation.specialist());
    }

    /** Accounting and a table of alerts, expected against actual, for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (sent > events.in()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d events sent, of them %,d of kinds that no SLO reads: nobody took them in",
                    sent,
                    sent - events.in()));
        }
        lines.add(String.format(
                Locale.ROOT,
                "in %,d = counted %,d + late %,d + dead-lettered %,d + excluded %,d",
                events.in(),
                events.counted(),
                events.late(),
                events.deadLettered(),
                events.excluded()));
        lines.add("");
        lines.addAll(table());
        lines.add("");
        lines.add(sentence());
        return lines;
    }

    private List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SLO / alert", "specialist", "fired", "resolved", "expected"));
        for (Alert alert : alerts) {
            rows.add(List.of(
                    alert.slo() + " / " + alert.alert(),
                    alert.specialist(),
                    time(alert.firedAt()),
                    alert.resolvedAt().isEmpty() ? "still firing" : time(alert.resolvedAt()),
                    isExpected(alert).map(yes -> yes ? "yes" : "NO").orElse("-")));
        }
        predicted.orElse(List.of()).stream()
                .filter(one -> alerts.stream().noneMatch(alert -> is(alert, one)))
                .forEach(one ->
                        rows.add(List.of(one.slo() + " / " + one.alert(), one.specialist(), "NEVER", "-", "yes")));
        String format = "%-" + width(rows, 0, 30) + "s %-" + width(rows, 1, 14) + "s %-10s %-13s %s";
        return rows.stream()
                .map(row -> String.format(Locale.ROOT, format, row.toArray()).stripTrailing())
                .toList();
    }

    /** Of a column, at least so many characters. */
    private static int width(List<List<String>> rows, int column, int least) {
        return rows.stream().mapToInt(row -> row.get(column).length()).reduce(least, Math::max);
    }

    private String sentence() {
        if (!isAsExpected()) {
            return "NOT what the model expects";
        }
        return predicted.isPresent()
                ? "every alert that the model expects fired once and resolved, and no other"
                : "which alerts fire on these traces is not predicted";
    }

    /** The time of day of an ISO-8601 instant. */
    private static String time(String instant) {
        return instant.substring(11, 19);
    }

    /** One JSON object. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("seed", seed);
            RunSummary.writeEvents(json, events);
            json.writeArrayFieldStart("alerts");
            for (Alert alert : alerts) {
                json.writeStartObject();
                alert.writeFields(json);
                if (predicted.isPresent()) {
                    json.writeBooleanField("expected", isExpected(alert).orElseThrow());
                } else {
                    json.writeNullField("expected");
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("seconds");
            json.writeNumberField("broker_ready", seconds.brokerReady());
            json.writeNumberField("engine_running", seconds.engineRunning());
            json.writeNumberField("first_verdict", seconds.firstVerdict());
            json.writeNumberField("first_alert", seconds.firstAlert());
            json.writeNumberField("total", seconds.total());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail", e);
        }
        return text.toString();
    }
}

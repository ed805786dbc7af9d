// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.simulation.Ensemble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** What stands on a terminal while a story is told. */
class LiveViewTest {
    private static final int WIDTH = 80;
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final List<String> LONG_NAMES =
            List.of("conversation-multilingual-europe", "conversation-multilingual-africa");

    private final StringWriter written = new StringWriter();
    private final Scene scene = new Scene();

    @Test
    void shouldShowTheBarOfEverySpecialist() {
        List<String> names = Ensemble.standard().names();
        for (String name : names) {
            scene.summary(summary("correctness", name, "ok", "1h", 0.9712));
            scene.summary(summary("canary-15m", name, "ok", "15m", 1.0));
        }
        scene.summary(summary("correctness", "code", "pending", "1h", 0.8951));
        scene.summary(summary("canary-15m", "agent", "no_data", "15m", null));
        fire("canary-15m", "CanaryFailing", "math");

        List<String> screen = drawn(view(names), 0.25);

        assertThat(screen)
                .startsWith(
                        "2026-01-05T00:00:00Z  [#####...............]  25 %  1,234 events/s",
                        "",
                        "OUTCOME BAR    correctness 1h   canary 15m       open alerts",
                        "code           0.895  pending   1.000  ok",
                        "math           0.971  ok        1.000  ok        ! canary-15m/CanaryFailing")
                .contains("agent          0.971  ok          -    no data");
        assertThat(names)
                .allSatisfy(name -> assertThat(screen)
                        .filteredOn(line -> line.startsWith(name + " "))
                        .as(name)
                        .hasSize(1));
    }

    @Test
    void shouldShowEveryOpenAlertWithinEightyColumns() {
        LiveView view = view(LONG_NAMES);
        for (String name : LONG_NAMES) {
            scene.summary(summary("correctness", name, "firing", "1h", 0.4));
            scene.summary(summary("canary-15m", name, "firing", "15m", 0.0));
            fire("ttft", "google-30d", name);
            fire("deadlines", "google-30d", name);
            fire("correctness", "OutcomeBarRed", name);
        }
        view.act(LONG_NAMES.get(0) + ": a fifth of the replicas is left for 26 minutes and more");
        scene.takeNews().forEach(view::alert);

        List<String> screen = drawn(view, 1);

        assertThat(screen).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH));
        assertThat(screen)
                .containsSubsequence(
                        "conversa..-europe  0.400  firing    0.000  firing    ! ttft/google-30d",
                        "                                                     ! deadlines/google-30d",
                        "                                                     ! correctness/OutcomeBarRed",
                        "conversa..-africa  0.400  firing    0.000  firing    ! ttft/google-30d",
                        "                                                     ! deadlines/google-30d",
                        "                                                     ! correctness/OutcomeBarRed");
    }

    @Test
    void shouldDrawOverTheFrameBefore() {
        LiveView view = view(List.of("math"));
        fire("ttft", "google-30d", "math");
        fire("deadlines", "google-30d", "math");
        fire("canary-15m", "CanaryFailing", "math");
        List<String> tall = drawn(view, 0.5);
        resolve("ttft", "google-30d", "math");
        resolve("deadlines", "google-30d", "math");
        resolve("canary-15m", "CanaryFailing", "math");

        List<String> screen = drawn(view, 0.75);

        assertThat(screen).hasSizeLessThan(tall.size());
        assertThat(screen.get(0)).contains(" 75 %");
        assertThat(screen).noneMatch(line -> line.contains("!"));
    }

    @Test
    void shouldKeepWhatIsSaidAboveTheNextFrame() {
        LiveView view = view(List.of("math"));
        view.draw(moment(0.5));
        view.say("the engine is running");

        List<String> screen = drawn(view, 0.75);

        assertThat(screen.get(0)).isEqualTo("the engine is running");
        assertThat(screen.get(1)).contains(" 75 %");
        assertThat(screen).noneMatch(line -> line.contains(" 50 %"));
    }

    private LiveView view(List<String> specialists) {
        return new LiveView(new PrintWriter(written), scene, specialists);
    }

    private List<String> drawn(LiveView view, double done) {
        view.draw(moment(done));
        return screen(written.toString());
    }

    private static StoryView.Moment moment(double done) {
        return new StoryView.Moment(T0, done, 5_678, 1_234);
    }

    private void fire(String slo, String alert, String specialist) {
        scene.alert(alert(slo, alert, specialist, "firing"));
    }

    private void resolve(String slo, String alert, String specialist) {
        scene.alert(alert(slo, alert, specialist, "resolved"));
    }

    private static GenericRecord alert(String slo, String alert, String specialist, String state) {
        GenericRecord record = new GenericData.Record(TopicCatalog.ALERTS.valueSchema());
        record.put("slo", slo);
        record.put("alert", alert);
        record.put("group", specialist);
        record.put("state", state);
        record.put("at", T0);
        return record;
    }

    private static GenericRecord summary(String slo, String specialist, String state, String window, Double ratio) {
        Schema schema = TopicCatalog.SUMMARIES.valueSchema();
        GenericRecord reading =
                new GenericData.Record(schema.getField("windows").schema().getElementType());
        reading.put("window", window);
        reading.put("ratio", ratio);
        GenericRecord record = new GenericData.Record(schema);
        record.put("slo", slo);
        record.put("group", specialist);
        record.put("state", state);
        record.put("windows", List.of(reading));
        return record;
    }

    /** What stands on a terminal to which this was written, without colours and the blanks at the end of lines. */
    private static List<String> screen(String text) {
        Pattern token = Pattern.compile("\\u001b\\[(\\d*)([A-Za-z])|\\u001b\\[\\d+;\\d+m|\\R|.");
        List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
        int row = 0;
        int column = 0;
        for (Matcher next = token.matcher(text); next.find(); ) {
            String part = next.group();
            String code = part.startsWith("\u001b") ? part.substring(part.length() - 1) : "";
            StringBuilder line = rows.get(row);
            if (code.equals("F")) {
                row -= Integer.parseInt(next.group(1));
                column = 0;
            } else if (code.equals("K")) {
                line.setLength(Math.min(line.length(), column));
            } else if (code.equals("J")) {
                line.setLength(Math.min(line.length(), column));
                rows.subList(row + 1, rows.size()).clear();
            } else if (part.equals(System.lineSeparator())) {
                row++;
                column = 0;
                if (row == rows.size()) {
                    rows.add(new StringBuilder());
                }
            } else if (code.isEmpty()) {
                line.replace(column, Math.min(line.length(), column + 1), part);
                column++;
            } else {
                assertThat(code).as("only colours are left").isEqualTo("m");
            }
        }
        return rows.stream().map(line -> line.toString().stripTrailing()).toList();
    }
}

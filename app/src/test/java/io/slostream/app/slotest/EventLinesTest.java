// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** From the compact notation to lines: when, how many, in which order. */
class EventLinesTest {
    private static final Pattern EVENT = Pattern.compile(
            "\\{\"type\":\"canary\".*\"passed\":(true|false).*\"event_id\":\"(.*)\",\"event_time\":(\\d+),\"arrival_time\":(\\d+)}");

    @Test
    void shouldSpreadTheEventsOfALabelEvenlyOverEachStep() {
        assertThat(times("4x ok every 1m for 2m", "2m"))
                .containsExactly("0+", "15000+", "30000+", "45000+", "60000+", "75000+", "90000+", "105000+");
        assertThat(times("3x ok every 10s for 10s", "2m")).containsExactly("0+", "3333+", "6666+");
    }

    @Test
    void shouldSpreadEachLabelByItself() {
        assertThat(times("3x ok, 2x bad every 1m for 1m", "2m"))
                .containsExactly("0+", "0-", "20000+", "30000-", "40000+");
    }

    @Test
    void shouldGoFromSegmentToSegment() {
        assertThat(times(
                        "1x ok every 1m for 2m; silence 30s; 1x bad every 10s for 20s; silence 1h; 1x ok every 1h for 1h",
                        "3h"))
                .containsExactly("0+", "60000+", "150000-", "160000-", "3770000+");
    }

    @Test
    void shouldCutALastStepThatDoesNotFit() {
        assertThat(times("2x ok every 1m for 90s; 1x bad every 1m for 1m", "1h"))
                .containsExactly("0+", "30000+", "60000+", "90000-");
    }

    @Test
    void shouldGoOnToTheEndOfTheTestWithoutFor() {
        assertThat(times("2x ok every 1m", "2m15s")).containsExactly("0+", "30000+", "60000+", "90000+", "120000+");
    }

    @Test
    void shouldMergeEntriesByArrival() {
        SloTestFile file = SloTestFixtures.test("""
                - { canary: { specialist: a }, timeline: 1x ok every 1m for 3m }
                - { canary: { specialist: b }, timeline: 1x bad every 1m for 2m, arrive: +90s }
                """, "- { at: 3m, firing: [] }");

        assertThat(events(file).stream().map(event -> event.replaceAll("@.*", "")))
                .containsExactly("e1-1", "e1-2", "e2-1", "e1-3", "e2-2");
        assertThat(events(file)).contains("e2-1@0/90000", "e2-2@60000/150000");
    }

    @Test
    void shouldMakeTheSameLinesEachTime() {
        SloTestFile file = SloTestFixtures.test("""
                - { canary: { specialist: a }, timeline: "7x ok, 3x bad every 1m for 5m" }
                - { canary: { specialist: b }, timeline: "7x ok, 3x bad every 1m for 5m", arrive: +30s }
                """, "- { at: 3m, firing: [] }");

        assertThat(lines(file)).isEqualTo(lines(file)).hasSize(100);
    }

    /** Offset of each event and + or - for passed or not. */
    private static List<String> times(String timeline, String end) {
        SloTestFile file = SloTestFixtures.test(
                "- { canary: { specialist: a }, timeline: \"" + timeline + "\" }", "- { at: " + end + ", firing: [] }");
        return lines(file).stream()
                .map(line -> match(line))
                .map(event -> Long.parseLong(event.group(3))
                        - file.startMs()
                        + (event.group(1).equals("true") ? "+" : "-"))
                .toList();
    }

    /** id@time/arrival, as offsets. */
    private static List<String> events(SloTestFile file) {
        return lines(file).stream()
                .map(line -> match(line))
                .map(event -> event.group(2) + "@" + (Long.parseLong(event.group(3)) - file.startMs()) + "/"
                        + (Long.parseLong(event.group(4)) - file.startMs()))
                .toList();
    }

    private static Matcher match(String line) {
        Matcher event = EVENT.matcher(line);
        assertThat(event.matches()).as(line).isTrue();
        return event;
    }

    private static List<String> lines(SloTestFile file) {
        EventLines lines = new EventLines(file.tests().get(0), file.startMs());
        List<String> all = new ArrayList<>();
        while (lines.hasNext()) {
            all.add(new String(lines.next(), StandardCharsets.UTF_8));
        }
        return all;
    }
}

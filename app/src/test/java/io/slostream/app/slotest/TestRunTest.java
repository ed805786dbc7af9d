// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test is a replay of its lines: same transitions, same counts, same accounting. */
class TestRunTest {
    @TempDir
    private Path folder;

    static List<Path> files() {
        return Stream.of(".good.test.yaml", ".fail.test.yaml")
                .flatMap(ending -> SloTestFixtures.files(ending).stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldSayWhatAReplayOfTheSameLinesSays(Path path) throws IOException {
        SloTestFile file = SloTestFixtures.read(path).file().orElseThrow();
        for (SloTest test : file.tests()) {
            Observed observed = TestRun.run(file.definition(), file.startMs(), test, (time, events) -> {});
            List<Verdict> replayed = new ArrayList<>();
            Accounting accounting = FileReplay.run(options(file, test), replayed::add);

            List<AlertKey> alerts =
                    replayed.stream().map(Verdict::key).distinct().sorted().toList();
            assertThat(observed.accounting()).as(test.name()).isEqualTo(accounting);
            assertThat(accounting.deadLettered()).isZero();
            assertThat(observed.alertsWithTransitions()).as(test.name()).isEqualTo(alerts);
            for (AlertKey alert : alerts) {
                assertThat(observed.transitions(alert))
                        .as(test.name())
                        .isEqualTo(replayed.stream()
                                .filter(verdict -> verdict.key().equals(alert))
                                .toList());
            }
        }
    }

    @Test
    void shouldAnswerFromTheLastEvaluationAtOrBefore() {
        SloTestFile file = SloTestFixtures.test(
                "- { canary: { specialist: math }, timeline: 12x ok every 1m for 5m; 12x bad every 1m for 5m }", """
                - { at: 5m9s, alert: Failing, specialist: math, state: inactive }
                - { at: 5m10s, alert: Failing, specialist: math, state: pending }
                - { at: 5m39s999ms, alert: Failing, specialist: math, state: pending }
                - { at: 5m40s, alert: Failing, specialist: math, state: firing }
                """);

        assertThat(TestText.render(SloTestFixtures.run(file))).isEqualTo("ok   one\n");
    }

    @Test
    void shouldKeepTheWordOfAnAlertThatFiresThroughSilence() {
        SloTestFile file = SloTestFixtures.test(
                "- { canary: { specialist: math }, timeline: 12x bad every 1m for 5m; silence 30m }", """
                - { at: 34m, firing: [{ alert: Failing, specialist: math }, { alert: Slow, specialist: math }] }
                - alert: Failing
                  specialist: math
                  transitions:
                    - { at: 5s, state: suppressed, reason: coverage }
                    - { at: 55s, state: pending }
                    - { at: 1m25s, state: firing }
                    - { at: 6m, state: no_data }
                """);

        assertThat(TestText.render(SloTestFixtures.run(file))).isEqualTo("ok   one\n");
    }

    private ReplayOptions options(SloTestFile file, SloTest test) throws IOException {
        Path input = folder.resolve("events.ndjson");
        try (OutputStream out = Files.newOutputStream(input)) {
            EventLines lines = new EventLines(test, file.startMs());
            while (lines.hasNext()) {
                out.write(lines.next());
                out.write('\n');
            }
        }
        long endMs = file.startMs() + test.lengthMs();
        return new ReplayOptions(
                file.definition(), List.of(input), OptionalLong.of(file.startMs()), OptionalLong.of(endMs), endMs);
    }
}

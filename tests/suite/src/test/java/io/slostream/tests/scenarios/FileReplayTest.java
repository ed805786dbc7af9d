// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.testkit.Telemetry;
import io.slostream.testkit.oracle.Oracle;
import io.slostream.testkit.oracle.OracleEvent;
import io.slostream.testkit.oracle.OracleTransition;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replay of files against the oracle: one file or several, with arrival times or without, among hostile lines. */
class FileReplayTest {
    private static final int SEEDS = 150;
    private static final long PANE_MS = 5_000;
    private static final long GRACE_MS = 10_000;
    private static final long NOW = 1_800_000_000_000L;

    /** Each bad in another way. None carries an arrival time, so none may move a clock. */
    private static final List<String> HOSTILE = List.of(
            "null",
            "{",
            "[]",
            "42",
            "\"text\"",
            "{}",
            "not json at all",
            "\u0000\u0001\u0002",
            "\u00ff\u00fe{\"type\":\"canary\"}",
            "{\"type\":\"canary\"}",
            "{\"type\":\"unheard-of\",\"event_id\":\"x\",\"event_time\":1767571200000,\"specialist\":\"s0\"}",
            "{\"type\":\"canary\",\"event_id\":\"\",\"event_time\":1767571200000,\"specialist\":\"s0\","
                    + "\"probe_id\":\"p\",\"passed\":false}",
            "{\"type\":\"canary\",\"event_id\":\"x\",\"event_time\":1767571200000,\"specialist\":\"\","
                    + "\"probe_id\":\"p\",\"passed\":false}",
            "{\"type\":\"canary\",\"event_id\":\"x\",\"event_time\":-1,\"specialist\":\"s0\",\"probe_id\":\"p\","
                    + "\"passed\":false}",
            "{\"type\":\"canary\",\"event_id\":\"x\",\"event_time\":9999999999999,\"specialist\":\"s0\","
                    + "\"probe_id\":\"p\",\"passed\":false}",
            "{\"type\":\"canary\",\"event_id\":\"x\",\"event_time\":\"yesterday\",\"specialist\":\"s0\","
                    + "\"probe_id\":\"p\",\"passed\":false}",
            "{\"type\":\"canary\",\"event_id\":\"x\",\"event_time\":1767571200000,\"specialist\":\"s0\","
                    + "\"probe_id\":\"p\",\"passed\":\"no\"}",
            "{\"type\":\"canary\",\"event_id\":\"x\",\"event_time\":1767571200000,\"specialist\":\"s0\","
                    + "\"probe_id\":\"p\",\"passed_count\":3,\"probe_count\":2}",
            "{\"type\":\"canary\",\"event_id\":\"x\",\"event_time\":1767571200000,\"specialist\":\"s0\","
                    + "\"probe_id\":\"p\",\"passed\":false} trailing",
            "{\"type\":\"canary\",\"event_id\":\"x\",\"event_id\":\"y\",\"event_time\":1767571200000,"
                    + "\"specialist\":\"s0\",\"probe_id\":\"p\",\"passed\":false}",
            "{\"type\":\"request\",\"event_id\":\"x\",\"event_time\":1767571200000,\"specialist\":\"s0\"}",
            "{\"type\":\"evaluation\",\"event_id\":\"x\",\"event_time\":1767571200000,\"specialist\":\"s0\","
                    + "\"evaluation_name\":\"e\",\"score\":NaN}",
            "{\"type\":\"evaluation\",\"event_id\":\"x\",\"event_time\":1767571200000,\"specialist\":\"s0\","
                    + "\"evaluation_name\":\"e\",\"score\":1e999}",
            "[".repeat(2_000) + "]".repeat(2_000),
            "{\"type\":\"canary\",\"deep\":" + "{\"a\":".repeat(500) + "1" + "}".repeat(501),
            "x".repeat(2_000_000));

    @TempDir
    private Path directory;

    @Test
    void shouldGiveTheOraclesSequences() throws IOException {
        int transitions = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            EventFiles files = EventFiles.draw(seed);

            ReplayScenario.Result result = replay(files, files.write(directory, new SplittableRandom(seed), List.of()));

            Map<String, List<OracleTransition>> expected = oracle(files);
            assertThat(result.byKey()).as("seed %d", seed).isEqualTo(expected);
            assertThat(result.verdicts())
                    .as("order of seed %d", seed)
                    .isSortedAccordingTo(Comparator.comparingLong(
                                    (Verdict verdict) -> verdict.transition().atMs())
                            .thenComparing(Verdict::key));
            transitions += result.verdicts().size();
        }
        System.out.println("file replay: " + SEEDS + " seeds, " + transitions + " transitions equal the oracle's");
        assertThat(transitions).isGreaterThan(SEEDS);
    }

    @Test
    void shouldKeepVerdictsAndAccountForHostileLines() throws IOException {
        for (long seed = 1; seed <= 20; seed++) {
            EventFiles files = EventFiles.draw(seed);
            ReplayScenario.Result clean = replay(files, files.write(directory, new SplittableRandom(seed), List.of()));

            ReplayScenario.Result result = replay(files, files.write(directory, new SplittableRandom(seed), HOSTILE));

            assertThat(result.byKey()).as("seed %d", seed).isEqualTo(clean.byKey());
            Accounting was = clean.accounting();
            int bad = HOSTILE.size();
            assertThat(result.accounting())
                    .as("seed %d", seed)
                    .isEqualTo(new Accounting(
                            was.in() + bad, was.counted(), was.late(), was.deadLettered() + bad, was.excluded()));
            assertThat(result.accounting().addsUp()).isTrue();
        }
    }

    @Test
    void shouldReportOnlyTheBoundariesAskedForButFillWindowsWithAll() throws IOException {
        EventFiles files = EventFiles.draw(4);
        List<Path> paths = files.write(directory, new SplittableRandom(4), List.of());
        List<Verdict> all = replay(files, paths).verdicts();
        long from = all.get(all.size() / 3).transition().atMs();
        long to = all.get(2 * all.size() / 3).transition().atMs();

        List<Verdict> part = ReplayScenario.replay(new ReplayOptions(
                        ReplayScenario.definition(files.slos(), PANE_MS),
                        paths,
                        OptionalLong.of(from),
                        OptionalLong.of(to),
                        NOW))
                .verdicts();

        assertThat(part)
                .isNotEmpty()
                .isEqualTo(all.stream()
                        .filter(verdict -> verdict.transition().atMs() >= from
                                && verdict.transition().atMs() <= to)
                        .toList());
    }

    @Test
    void shouldJudgeTheFirstPanesInWhateverOrderTheirEventsCame() throws IOException {
        long t0 = 1_767_571_200_000L;
        String slo = """
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: canary, owner: test }
                spec:
                  dashboard: serving
                  category: outcome
                  indicator: { ratio: { of: canary, good: { passed: true } } }
                  objective: 0.9
                  period: 30d
                  alerts:
                    - { name: Failing, when: { ratio: { below: 0.8, over: 5m } }, minimumCoverage: 0 }
                """;
        // The second line is the earlier event, and on time for its boundary at 10 s.
        Path file = Files.write(
                directory.resolve("jitter.ndjson"),
                List.of(
                        Telemetry.canary("s", t0 + 12_000, false).json("a", Optional.of(t0 + 12_000)),
                        Telemetry.canary("s", t0 + 9_900, false).json("b", Optional.of(t0 + 12_100)),
                        // This one comes a minute late; nobody knew of it when the verdicts of its time were taken.
                        Telemetry.canary("s", t0, false).json("c", Optional.of(t0 + 75_000))));

        ReplayScenario.Result result = ReplayScenario.replay(
                new EngineDefinition(
                        DefinitionLoader.load(List.of(new DefinitionText("slo.yaml", slo))),
                        Optional.empty(),
                        TimeGrid.DEFAULT),
                List.of(file),
                NOW);

        assertThat(result.verdicts()).hasSize(1);
        assertThat(result.verdicts().get(0).transition().atMs()).isEqualTo(t0 + 10_000);
        assertThat(result.verdicts().get(0).windows().get(0).total()).isEqualTo(1);
    }

    @Test
    void shouldAccountForEveryEvent() throws IOException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            EventFiles files = EventFiles.draw(seed);

            Accounting accounting = replay(files, files.write(directory, new SplittableRandom(seed), List.of()))
                    .accounting();

            long excluded = files.events().stream()
                    .map(OracleEvent::event)
                    .filter(event -> !isWanted(files, event))
                    .count();
            assertThat(accounting)
                    .as("seed %d", seed)
                    .isEqualTo(
                            new Accounting(files.events().size(), files.events().size() - excluded, 0, 0, excluded));
        }
    }

    private static boolean isWanted(EventFiles files, Telemetry event) {
        return files.slos().stream().anyMatch(slo -> event.outcomes().containsKey(slo.sli()));
    }

    private static ReplayScenario.Result replay(EventFiles files, List<Path> paths) throws IOException {
        return ReplayScenario.replay(ReplayScenario.definition(files.slos(), PANE_MS), paths, NOW);
    }

    private static Map<String, List<OracleTransition>> oracle(EventFiles files) {
        return new Oracle(PANE_MS, GRACE_MS, PANE_MS, files.countingStartMs())
                .judge(files.slos(), files.events(), files.endMs());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 3: no data is a state of its own; it never resolves a page, never counts as good, and stops every timer. */
class SilenceIsNotHealthTest {
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long MINUTE = 60_000;
    private static final String SLO = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: canary, owner: test }
            spec:
              dashboard: serving
              category: outcome
              indicator: { ratio: { of: canary, good: { passed: true }, groupBy: specialist } }
              objective: 0.9
              period: 30d
              alerts:
                - name: Failing
                  when: { ratio: { below: 0.8, over: 5m } }
                  for: 10m
                  keepFiringFor: 10m
                  noData: %s
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldKeepAPageThroughTwelveHoursOfSilence() throws IOException {
        List<Telemetry> events = new ArrayList<>();
        canaries(events, 0, 10, true);
        canaries(events, 10, 30, false);
        canaries(events, 750, 770, true);

        List<String> told = replay(events, "freeze");

        // Silence begins 5 minutes after the last bad canary; good ones come back at 750, and then the 10 minutes of
        // keepFiringFor run, of which silence takes nothing.
        assertThat(told).startsWith("pending@11", "firing@21", "no_data@34").doesNotContain("resolved@34");
        assertThat(told).hasSize(4).last().asString().startsWith("resolved@76");
    }

    @Test
    void shouldNotCountSilenceTowardsTheHoldDuration() throws IOException {
        List<Telemetry> events = new ArrayList<>();
        canaries(events, 0, 10, true);
        canaries(events, 10, 15, false);
        canaries(events, 135, 150, false);

        List<String> told = replay(events, "freeze");

        // Pending from minute 11; bad is seen until 19:30; two hours of silence; the rest of the 10 minutes follow.
        assertThat(told).startsWith("pending@11", "no_data@19");
        assertThat(told).hasSize(3).last().asString().startsWith("firing@136");
    }

    @Test
    void shouldForgetOnlyWhenToldTo() throws IOException {
        List<Telemetry> events = new ArrayList<>();
        canaries(events, 0, 10, true);
        canaries(events, 10, 30, false);
        canaries(events, 750, 751, true);

        List<String> told = replay(events, "reset");

        assertThat(told).containsExactly("pending@11", "firing@21", "resolved@34", "no_data@34");
    }

    @Test
    void shouldPageForSilenceOnlyWhenToldTo() throws IOException {
        List<Telemetry> events = new ArrayList<>();
        canaries(events, 0, 30, true);
        canaries(events, 750, 770, true);

        List<String> told = replay(events, "{ alertAfter: 1h }");

        // Five minutes after the last canary there is no data; data that come back end it after keepFiringFor.
        assertThat(told).containsExactly("no_data@34", "firing@94", "resolved@760");
    }

    /** One canary every 30 s in [from, to), minutes after the start. */
    private static void canaries(List<Telemetry> events, long from, long to, boolean passed) {
        for (long t = from * MINUTE; t < to * MINUTE; t += MINUTE / 2) {
            events.add(Telemetry.canary("s", T0 + t, passed));
        }
    }

    /** State and minute of each transition. */
    private List<String> replay(List<Telemetry> events, String policy) throws IOException {
        Path file = directory.resolve("events.ndjson");
        Files.write(
                file,
                events.stream().map(event -> event.json("e", Optional.empty())).toList());
        EngineDefinition definition = new EngineDefinition(
                DefinitionLoader.load(List.of(new DefinitionText("slo.yaml", SLO.formatted(policy)))),
                Optional.empty(),
                TimeGrid.DEFAULT);
        List<Verdict> verdicts = new ArrayList<>();
        FileReplay.run(
                new ReplayOptions(
                        definition, List.of(file), OptionalLong.empty(), OptionalLong.empty(), T0 + 2_000 * MINUTE),
                verdicts::add);
        return verdicts.stream()
                .map(verdict -> verdict.transition().kind().word() + "@"
                        + (verdict.transition().atMs() - T0) / MINUTE)
                .toList();
    }
}

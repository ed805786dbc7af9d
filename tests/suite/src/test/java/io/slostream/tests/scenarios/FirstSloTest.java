// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.state.AlertTransition.Kind;
import io.slostream.simulation.Ensemble;
import io.slostream.simulation.Story;
import io.slostream.simulation.incident.IncidentText;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first SLO with the telemetry that the README's {@code simulate} sends. */
class FirstSloTest {
    private static final Path FIRST = Path.of("../../examples/first-slo.yaml");
    private static final int SEEDS = 8;
    private static final long MINUTE_MS = 60_000;

    @TempDir
    private Path directory;

    @Test
    void shouldFireForTheSpecialistWhoseCanariesFailAndResolveAfterwards() throws IOException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            long start = Story.DEFAULT_START.toEpochMilli();
            Path file = directory.resolve("night.ndjson");
            SimulatedFiles.write(
                    file,
                    Ensemble.standard()
                            .events(seed, start, 30 * MINUTE_MS, List.of(IncidentText.parse("canary:math@1m+20m"))));

            List<Verdict> told = ReplayScenario.replay(
                            ShippedDefinitions.of(List.of(FIRST)), List.of(file), start + 60 * MINUTE_MS)
                    .verdicts()
                    .stream()
                    .filter(verdict -> isTold(verdict.transition().kind()))
                    .toList();

            assertThat(told)
                    .as("seed " + seed)
                    .extracting(verdict -> verdict.key().group())
                    .containsExactly("math", "math");
            assertThat(told.get(0).transition().kind()).isEqualTo(Kind.FIRING);
            assertThat(told.get(0).transition().atMs() - start).isBetween(75_000L, 100_000L);
            assertThat(told.get(1).transition().kind()).isEqualTo(Kind.RESOLVED);
            assertThat(told.get(1).transition().atMs() - start).isBetween(21 * MINUTE_MS, 22 * MINUTE_MS);
        }
    }

    private static boolean isTold(Kind kind) {
        return kind == Kind.FIRING || kind == Kind.RESOLVED;
    }
}

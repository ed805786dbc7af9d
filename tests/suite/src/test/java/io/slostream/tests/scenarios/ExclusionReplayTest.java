// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exclusion that schemas/README.md files with kcat, in a file beside an hour of failing canaries. */
class ExclusionReplayTest {
    private static final Path README = Path.of("../../schemas/README.md");
    private static final Path SLO = Path.of("../../slos/canary-15m.yaml");
    private static final long FROM = Instant.parse("2026-01-05T10:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;

    @TempDir
    private Path directory;

    @Test
    void shouldKeepTheAlertOfTheExampleQuiet() throws IOException {
        Path exclusions = directory.resolve("exclusions.ndjson");
        Files.writeString(exclusions, example() + "\n");

        ReplayScenario.Result alone = replay(List.of(canaries()));
        ReplayScenario.Result excluded = replay(List.of(canaries(), exclusions));

        assertThat(alone.byKey().keySet())
                .containsExactly("canary-15m/CanaryFailing/code", "canary-15m/CanaryFailing/math");
        assertThat(excluded.byKey().get("canary-15m/CanaryFailing/code"))
                .isEqualTo(alone.byKey().get("canary-15m/CanaryFailing/code"));
        assertThat(excluded.byKey().get("canary-15m/CanaryFailing/math"))
                .extracting(transition -> transition.state())
                .as("nothing is left of the quarter of an hour")
                .containsExactly("no_data");
        assertThat(excluded.accounting()).isEqualTo(alone.accounting().plus(new Accounting(1, 1, 0, 0, 0)));
    }

    /** In the file itself, an hour after the events: what was judged before it came stays as it was. */
    @Test
    void shouldLeaveWhatWasJudgedBeforeItArrived() throws IOException {
        Path late = directory.resolve("late.ndjson");
        Files.writeString(late, Files.readString(canaries()) + example().replace("T09:00:00Z", "T12:00:00Z") + "\n");

        assertThat(replay(List.of(late)).byKey())
                .isEqualTo(replay(List.of(canaries())).byKey());
    }

    private static String example() throws IOException {
        return Files.readAllLines(README).stream()
                .filter(line -> line.startsWith("{\"type\":\"exclusion\""))
                .findFirst()
                .orElseThrow();
    }

    /** Three hours of a probe each half minute for two specialists, of which the second hour fails. */
    private Path canaries() throws IOException {
        List<String> lines = new ArrayList<>();
        for (long t = FROM - 60 * MINUTE; t < FROM + 120 * MINUTE; t += MINUTE / 2) {
            boolean passed = t < FROM || t >= FROM + 60 * MINUTE;
            for (String specialist : List.of("math", "code")) {
                lines.add(Telemetry.canary(specialist, t, passed).json(specialist + t, Optional.empty()));
            }
        }
        return Files.write(directory.resolve("canaries.ndjson"), lines);
    }

    private static ReplayScenario.Result replay(List<Path> inputs) throws IOException {
        EngineDefinition definition = new EngineDefinition(
                DefinitionLoader.load(List.of(new DefinitionText("canary-15m.yaml", Files.readString(SLO)))),
                Optional.empty(),
                TimeGrid.DEFAULT);
        return ReplayScenario.replay(definition, inputs, FROM + 1_000 * MINUTE);
    }
}

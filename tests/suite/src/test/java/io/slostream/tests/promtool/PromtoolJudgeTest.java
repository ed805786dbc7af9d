// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The field's reference as a second judge: at every minute Prometheus' own rule engine must fire exactly the alerts that
 * the engine does, and hold the same {@code ALERTS} and {@code ALERTS_FOR_STATE} as the engine's transitions tell. All
 * bounds and pairs of windows up to 6h, {@code for} and {@code keep_firing_for}, counts exactly at the limit, and silence
 * under {@code compat: prometheus}.
 */
class PromtoolJudgeTest {
    private static final int SEEDS = 200;
    private static final int SEEDS_FOR_A_MUTANT = 8;
    private static final long TIMEOUT_MINUTES = 5;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsPromtool() {
        boolean found = false;
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            found |= Files.isExecutable(Path.of(folder, "promtool"));
        }
        if (!found && System.getenv("CI") != null) {
            fail("promtool is missing; .ci/run installs the package prometheus");
        }
        Assumptions.assumeTrue(found, "SKIPPED: promtool is not on the path (Debian: apt-get install prometheus)");
    }

    @Test
    void shouldFireAtTheMinutesAtWhichPrometheusFires() throws Exception {
        List<Path> tests = new ArrayList<>();
        Tally tally = new Tally();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Timeline timeline = Timeline.draw(seed);
            List<Told> told = judge(timeline, seed, UnaryOperator.identity());
            tests.add(PromtoolFiles.write(directory, "seed" + seed, timeline, told));
            tally.add(timeline, told);
        }

        String output = promtool(tests);

        assertThat(output).as("promtool agrees on all seeds").doesNotContain("FAILED");
        assertThat(output.split("SUCCESS", -1)).hasSize(SEEDS + 1);
        System.out.println("promtool: " + SEEDS + " seeds, " + tally + ", no difference");
        tally.assertThatItMeansSomething(SEEDS);
    }

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void shouldBeRefusedByPromtoolWhenMutated(Mutant mutant) throws Exception {
        String output = promtool(tests(mutant::change));

        int refused = output.split("FAILED", -1).length - 1;
        System.out.println("promtool: mutant " + mutant + " refused on " + refused + " seeds of " + SEEDS_FOR_A_MUTANT);
        assertThat(refused).as("promtool sees %s", mutant).isPositive();
    }

    /** The one mutation that is none, so that {@link Mutant#WINDOWS_SWAPPED} is understood. */
    @Test
    void shouldNotCareInWhichOrderAPairNamesItsWindows() throws Exception {
        String output = promtool(tests(Mutant::swapWithinPairs));

        assertThat(output.split("SUCCESS", -1)).hasSize(SEEDS_FOR_A_MUTANT + 1);
    }

    private List<Path> tests(UnaryOperator<List<AlertDefinition>> change) throws IOException {
        List<Path> tests = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS_FOR_A_MUTANT; seed++) {
            Timeline timeline = Timeline.draw(seed);
            tests.add(PromtoolFiles.write(directory, "seed" + seed, timeline, judge(timeline, seed, change)));
        }
        return tests;
    }

    /** What the engine tells of each alert. */
    private List<Told> judge(Timeline timeline, long seed, UnaryOperator<List<AlertDefinition>> change)
            throws IOException {
        Path events = directory.resolve("seed" + seed + ".ndjson");
        timeline.writeEvents(events);
        DefinitionSet parsed = DefinitionLoader.load(
                List.of(new DefinitionText("slo.yaml", timeline.slo().yaml())));
        SloDefinition slo = parsed.slos().get(0);
        DefinitionSet definitions = DefinitionSet.of(List.of(new SloDefinition(
                slo.name(),
                slo.owner(),
                slo.dashboard(),
                slo.category(),
                slo.description(),
                slo.indicator(),
                slo.goal(),
                change.apply(slo.alerts()))));
        long end = Timeline.T0 + timeline.total().length * Timeline.MINUTE;
        ReplayOptions options = new ReplayOptions(
                new EngineDefinition(
                        definitions, Optional.empty(), TimeGrid.DEFAULT.withEvaluationInterval(Timeline.MINUTE)),
                List.of(events),
                OptionalLong.empty(),
                OptionalLong.of(end),
                end);
        List<Told> told = IntStream.range(0, Timeline.ALERTS)
                .mapToObj(alert -> new Told(timeline.total().length))
                .toList();
        FileReplay.run(
                options,
                verdict -> told.get(verdict.key().alert().charAt(1) - '0').add(verdict));
        return told;
    }

    private String promtool(List<Path> tests) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool", "test", "rules"));
        tests.forEach(test -> command.add(test.toString()));
        Path output = directory.resolve("promtool.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES))
                .as("promtool ends")
                .isTrue();
        return Files.readString(output);
    }
}

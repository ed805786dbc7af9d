// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.judge.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The field's reference as a second judge: Prometheus' own rule engine must fire at exactly the minutes at which the
 * engine does. Windows up to 6h, ratio bounds and burn pairs, {@code for} and {@code keep_firing_for}.
 */
class PromtoolJudgeTest {
    private static final int SEEDS = 120;
    private static final int SEEDS_FOR_A_MUTANT = 30;
    private static final long TIMEOUT_MINUTES = 5;

    @TempDir
    private Path directory;

    /** Faults that a wrong engine could have; promtool must refuse what each of them says. */
    enum Mutant {
        HOLD_ONE_LONGER(alert -> with(alert, alert.tiers(), alert.holdMs() + Timeline.MINUTE, alert.keepFiringForMs())),
        HOLD_ONE_SHORTER(alert ->
                with(alert, alert.tiers(), Math.max(0, alert.holdMs() - Timeline.MINUTE), alert.keepFiringForMs())),
        KEEP_ONE_LONGER(alert -> with(alert, alert.tiers(), alert.holdMs(), alert.keepFiringForMs() + Timeline.MINUTE)),
        WINDOW_ONE_MINUTE_LONGER(alert -> with(
                alert,
                bounds(alert, bound -> new Tier.Bound(bound.windowMs() + Timeline.MINUTE, bound.limit())),
                alert.holdMs(),
                alert.keepFiringForMs())),
        EQUAL_COUNTS_AS_EXCEEDED(alert -> with(
                alert,
                bounds(alert, bound -> new Tier.Bound(bound.windowMs(), slightlyLess(bound.limit()))),
                alert.holdMs(),
                alert.keepFiringForMs())),
        SHORT_WINDOW_IGNORED(alert -> with(
                alert,
                alert.tiers().stream()
                        .map(tier -> new Tier(
                                tier.severity(), tier.rate(), tier.bounds().subList(0, 1)))
                        .toList(),
                alert.holdMs(),
                alert.keepFiringForMs()));

        private final UnaryOperator<AlertDefinition> change;

        Mutant(UnaryOperator<AlertDefinition> change) {
            this.change = change;
        }

        private static List<Tier> bounds(AlertDefinition alert, UnaryOperator<Tier.Bound> change) {
            return alert.tiers().stream()
                    .map(tier -> new Tier(
                            tier.severity(),
                            tier.rate(),
                            tier.bounds().stream().map(change).toList()))
                    .toList();
        }

        private static Ratio slightlyLess(Ratio limit) {
            long scale = 1_000_000_000L;
            return limit.numerator() == 0
                    ? limit
                    : new Ratio(limit.numerator() * scale - 1, limit.denominator() * scale);
        }

        private static AlertDefinition with(AlertDefinition alert, List<Tier> tiers, long holdMs, long keepMs) {
            return new AlertDefinition(
                    alert.name(),
                    tiers,
                    holdMs,
                    keepMs,
                    alert.minimumEvents(),
                    alert.minimumBadEvents(),
                    alert.minimumCoverage(),
                    alert.noData(),
                    alert.compat());
        }
    }

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
        long intervals = 0;
        long minutes = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Timeline timeline = Timeline.draw(seed);
            boolean[][] firing = firing(timeline, seed, UnaryOperator.identity());
            tests.add(PromtoolFiles.write(directory, "seed" + seed, timeline, firing));
            intervals += intervals(firing);
            minutes += (long) firing.length * timeline.total().length;
        }

        String output = promtool(tests);

        assertThat(output).as("promtool agrees on all seeds").doesNotContain("FAILED");
        assertThat(output.split("SUCCESS", -1)).hasSize(SEEDS + 1);
        assertThat(intervals).as("alerts fired").isGreaterThan(SEEDS);
        System.out.println("promtool: " + SEEDS + " seeds, " + intervals + " firing intervals and " + minutes
                + " alert minutes compared, no difference");
    }

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void shouldBeRefusedByPromtoolWhenMutated(Mutant mutant) throws Exception {
        List<Path> tests = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS_FOR_A_MUTANT; seed++) {
            Timeline timeline = Timeline.draw(seed);
            tests.add(PromtoolFiles.write(directory, "seed" + seed, timeline, firing(timeline, seed, mutant.change)));
        }

        String output = promtool(tests);

        assertThat(output).as("promtool sees %s", mutant).contains("FAILED");
    }

    /** Whether each alert fires at each minute, by the engine. */
    private boolean[][] firing(Timeline timeline, long seed, UnaryOperator<AlertDefinition> change) throws IOException {
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
                slo.objective(),
                slo.periodMs(),
                slo.alerts().stream().map(change).toList())));
        long end = Timeline.T0 + timeline.total().length * Timeline.MINUTE;
        ReplayOptions options = new ReplayOptions(
                new EngineDefinition(
                        definitions, Optional.empty(), TimeGrid.DEFAULT.withEvaluationInterval(Timeline.MINUTE)),
                List.of(events),
                OptionalLong.empty(),
                OptionalLong.of(end),
                end);
        boolean[][] firing = new boolean[slo.alerts().size()][timeline.total().length + 1];
        FileReplay.run(options, verdict -> mark(firing, verdict));
        return firing;
    }

    private static void mark(boolean[][] firing, Verdict verdict) {
        AlertTransition.Kind kind = verdict.transition().kind();
        if (kind == AlertTransition.Kind.FIRING || kind == AlertTransition.Kind.RESOLVED) {
            boolean[] minutes = firing[verdict.key().alert().charAt(1) - '0'];
            int at = (int) ((verdict.transition().atMs() - Timeline.T0) / Timeline.MINUTE);
            Arrays.fill(minutes, at, minutes.length, kind == AlertTransition.Kind.FIRING);
        }
    }

    private static long intervals(boolean[][] firing) {
        long count = 0;
        for (boolean[] minutes : firing) {
            for (int minute = 1; minute < minutes.length; minute++) {
                count += minutes[minute] && !minutes[minute - 1] ? 1 : 0;
            }
        }
        return count;
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

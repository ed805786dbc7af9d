// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.state.AlertTransition.Kind;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** However the packets come and the work is cut, the verdicts are those of brute force. */
class VerdictStageWalkTest {
    private static final long SEED = 1_234;
    private static final int SCRIPTS = 8;

    @Test
    void shouldEqualBruteForce() {
        Set<Kind> seen = EnumSet.noneOf(Kind.class);

        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            List<Verdict> expected = script.oracle().verdicts();
            expected.forEach(verdict -> seen.add(verdict.transition().kind()));

            assertThat(inOneGo(script)).as(where(number)).isEqualTo(expected);
            assertThat(withoutSummaries(script)).as(where(number)).isEqualTo(expected);
        }

        assertThat(seen).containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void shouldNotDependOnTheInterleavingOfSources() {
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            SplittableRandom random = new SplittableRandom(SEED + number);
            for (int interleaving = 0; interleaving < 3; interleaving++) {
                StageDriver stage = new StageDriver(script.definition, VerdictScript.START);
                for (Packet packet : script.interleaved(random)) {
                    stage.accept(packet);
                    if (random.nextBoolean()) {
                        stage.evaluate();
                    }
                }

                assertThat(stage.evaluate().verdicts()).as(where(number)).isEqualTo(inOneGo(script));
            }
        }
    }

    @Test
    void shouldNotDependOnTheBudgetOfACall() {
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            StageDriver stage = new StageDriver(script.definition, VerdictScript.START);
            SplittableRandom random = new SplittableRandom(SEED + number);

            for (Packet packet : script.interleaved(random)) {
                stage.accept(packet);
                for (int calls = random.nextInt(4); calls > 0; calls--) {
                    stage.evaluateOne();
                }
            }
            finishOneByOne(stage);

            assertThat(stage.verdicts()).as(where(number)).isEqualTo(inOneGo(script));
        }
    }

    @Test
    void shouldGoOnOverTheSameStateAtEveryPoint() {
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            StageDriver stage = new StageDriver(script.definition, VerdictScript.START);
            SplittableRandom random = new SplittableRandom(SEED + number);

            for (Packet packet : script.interleaved(random)) {
                stage.accept(packet).restart();
                if (random.nextBoolean()) {
                    stage.evaluateOne();
                    stage.restart();
                }
            }

            assertThat(stage.evaluate().verdicts()).as(where(number)).isEqualTo(inOneGo(script));
        }
    }

    /** A stage made anew does not know which series rest, so it steps where the other skips. */
    @Test
    void shouldSkipRestingStretchesAsIfItHadSteppedThroughThem() {
        Map<String, Integer> whileResting = new TreeMap<>();
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            StageDriver stepping = loaded(script);
            int steps = 1;
            while (!stepping.evaluateOne()) {
                stepping.restart();
                assertThat(++steps).as(where(number)).isLessThan(10_000);
            }

            assertThat(stepping.verdicts()).as(where(number)).isEqualTo(inOneGo(script));
            assertThat(steps)
                    .as("%s: every boundary was evaluated", where(number))
                    .isEqualTo(boundariesOf(script));
            stepping.verdicts().stream()
                    .filter(verdict -> verdict.period().total() == 0)
                    .forEach(verdict -> whileResting.merge(
                            verdict.transition().kind().word() + " "
                                    + verdict.transition().reason().word(),
                            1,
                            Integer::sum));
        }
        System.out.println("verdicts without any event in any window: " + whileResting);
        assertThat(whileResting)
                .as("delays that end and alerts that Prometheus would resolve in the midst of a rest")
                .hasEntrySatisfying("firing no_data", count -> assertThat(count).isGreaterThan(SCRIPTS))
                .hasEntrySatisfying(
                        "resolved recovered", count -> assertThat(count).isGreaterThan(SCRIPTS));
    }

    /** From the first at which a series is known. */
    private static long boundariesOf(VerdictScript script) {
        TimeGrid grid = script.definition.grid();
        long first =
                script.partials.stream().mapToLong(Partial::boundaryMs).min().orElseThrow();
        long known = script.definition.specialists().isPresent()
                ? T0 + grid.evaluationIntervalMs()
                : grid.evaluationCeiling(first);
        return (script.endMs - known) / grid.evaluationIntervalMs() + 1;
    }

    @Test
    void shouldSkipRestingStretchesInOneStep() {
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);

            int steps = finishOneByOne(loaded(script));

            long boundaries = (script.endMs - T0) / script.definition.grid().evaluationIntervalMs();
            // no window of an hour ever empties here
            boolean rests = script.definition.slos().slos().get(0).period().nominalMs() < HOUR;
            assertThat(steps < boundaries / 2).as(where(number)).isEqualTo(rests);
        }
    }

    /** A trickle in a series of the same kind keeps the cursor stepping. */
    @Test
    void shouldNotDependOnWhetherAnotherSeriesKeepsTheCursorBusy() {
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            StageDriver busy = loaded(script);
            long pane = script.definition.grid().paneMs();
            List<Partial> trickle = new ArrayList<>();
            for (long boundary = T0 + pane; boundary <= script.endMs; boundary += pane) {
                trickle.add(new Partial(new Series(0, "zz-trickle"), 0, boundary - pane, boundary, 1, 1));
            }
            busy.accept(new Packet(
                    script.packets.get(0).get(0).source(),
                    VerdictScript.SOURCES,
                    Set.of(TelemetryKind.EVALUATION),
                    trickle,
                    script.endMs));

            assertThat(busy.evaluate().verdicts())
                    .as(where(number))
                    .filteredOn(verdict -> !verdict.key().group().equals("zz-trickle"))
                    .isEqualTo(inOneGo(script));
        }
    }

    private static VerdictScript script(int number) {
        return new VerdictScript(new SplittableRandom(SEED * 31 + number));
    }

    private static StageDriver loaded(VerdictScript script) {
        StageDriver stage = new StageDriver(script.definition, VerdictScript.START);
        script.packets.forEach(ofSource -> ofSource.forEach(stage::accept));
        return stage;
    }

    private static List<Verdict> inOneGo(VerdictScript script) {
        return loaded(script).evaluate().verdicts();
    }

    /** Nothing but the alerts themselves wakes a resting series here. */
    private static List<Verdict> withoutSummaries(VerdictScript script) {
        VerdictStage stage = new VerdictStage(script.definition, 0, 1, T0, VerdictState.onHeap());
        script.packets.forEach(ofSource -> ofSource.forEach(stage::accept));
        List<Verdict> verdicts = new ArrayList<>();
        stage.evaluate(() -> true, verdicts::add);
        return verdicts;
    }

    private static int finishOneByOne(StageDriver stage) {
        int steps = 0;
        while (!stage.evaluateOne()) {
            assertThat(++steps).as("steps of one boundary").isLessThan(10_000);
        }
        return steps;
    }

    private static String where(int number) {
        return "seed %d, script %d".formatted(SEED, number);
    }
}

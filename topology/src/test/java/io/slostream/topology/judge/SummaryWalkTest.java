// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.TopologyFixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** However the packets come and the work is cut, the summaries are those of brute force: live and catch-up agree. */
class SummaryWalkTest {
    private static final long SEED = 4_321;
    private static final int SCRIPTS = 6;

    @Test
    void shouldEqualBruteForceInOneCatchUp() {
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);

            assertThat(inOneGo(script)).as(where(number)).isEqualTo(expected(script));
        }
    }

    @Test
    void shouldEqualBruteForceWhenLive() {
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            StageDriver live = new StageDriver(script.definition, VerdictScript.START);
            for (Packet packet : script.interleaved(new SplittableRandom(SEED + number))) {
                live.accept(packet).evaluate();
            }

            assertThat(live.summaries()).as(where(number)).isEqualTo(expected(script));
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
                while (random.nextBoolean() && !stage.evaluateOne()) {
                    stage.restart();
                }
            }

            assertThat(stage.evaluate().summaries()).as(where(number)).isEqualTo(inOneGo(script));
        }
    }

    /** A stage made anew does not know which series rest, so it steps where the other skips. */
    @Test
    void shouldSkipRestingStretchesAsIfItHadSteppedThroughThem() {
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            StageDriver stepping = loaded(script);
            while (!stepping.evaluateOne()) {
                stepping.restart();
            }

            assertThat(stepping.summaries()).as(where(number)).isEqualTo(inOneGo(script));
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
            for (long end = TopologyFixtures.T0 + pane; end <= script.endMs; end += pane) {
                trickle.add(new Partial(new Series(0, "zz-trickle"), 0, end - pane, end, 1, 1));
            }
            busy.accept(new Packet(
                    script.packets.get(0).get(0).source(),
                    VerdictScript.SOURCES,
                    Set.of(TelemetryKind.EVALUATION),
                    trickle,
                    script.endMs));

            assertThat(busy.evaluate().summaries())
                    .as(where(number))
                    .filteredOn(status -> !status.group().equals("zz-trickle"))
                    .isEqualTo(inOneGo(script));
        }
    }

    private static VerdictScript script(int number) {
        return new VerdictScript(new SplittableRandom(SEED * 31 + number));
    }

    private static List<SloStatus> expected(VerdictScript script) {
        return script.oracle().summaries();
    }

    private static StageDriver loaded(VerdictScript script) {
        StageDriver stage = new StageDriver(script.definition, VerdictScript.START);
        script.packets.forEach(ofSource -> ofSource.forEach(stage::accept));
        return stage;
    }

    private static List<SloStatus> inOneGo(VerdictScript script) {
        return loaded(script).evaluate().summaries();
    }

    private static String where(int number) {
        return "seed %d, script %d".formatted(SEED, number);
    }
}

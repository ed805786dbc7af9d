// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random histories, against what brute force says of minutes and hourly alert states. */
class HistoryWalkTest {
    private static final long SEED = 20_261_125;
    private static final int SCRIPTS = 40;
    private static final long MINUTE = 60_000;
    private static final Comparator<MinutePane> ORDER = Comparator.comparing(MinutePane::atMs)
            .thenComparing(MinutePane::group)
            .thenComparing(MinutePane::minuteMs);

    @Test
    void shouldWriteEveryMinuteOnceAndAgainWhatCameLate() {
        long late = 0;
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            StageDriver live = new StageDriver(script.definition, VerdictScript.START);
            for (Packet packet : script.interleaved(new SplittableRandom(SEED + number))) {
                live.accept(packet).evaluate();
            }

            List<MinutePane> expected = expected(script);
            late += expected.stream().filter(MinutePane::isLate).count();
            assertThat(live.panes().stream().sorted(ORDER)).as(where(number)).isEqualTo(expected);
        }
        assertThat(late).as("late minutes").isGreaterThan(SCRIPTS);
    }

    @Test
    void shouldTellStatesAtEveryFullHour() {
        long told = 0;
        for (int number = 0; number < SCRIPTS; number++) {
            VerdictScript script = script(number);
            StageDriver live = new StageDriver(script.definition, VerdictScript.START);
            for (Packet packet : script.interleaved(new SplittableRandom(SEED + number))) {
                live.accept(packet).evaluate();
            }

            List<StageDriver.StatesTold> expected = script.oracle().states();
            told += expected.size();
            assertThat(live.states()).as(where(number)).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(told).as("states").isGreaterThan(SCRIPTS);
    }

    @Test
    void shouldWriteTheSameHoweverOftenItIsMadeAnew() {
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
            stage.evaluate();
            StageDriver inOneGo = new StageDriver(script.definition, VerdictScript.START);
            script.packets.forEach(ofSource -> ofSource.forEach(inOneGo::accept));
            inOneGo.evaluate();

            assertThat(stage.panes()).as(where(number)).isEqualTo(inOneGo.panes());
            assertThat(stage.states()).as(where(number)).isEqualTo(inOneGo.states());
        }
    }

    /** A partial is part of its minute's first record, or a late one, at the first due boundary after both have come. */
    private static List<MinutePane> expected(VerdictScript script) {
        long interval = script.definition.grid().evaluationIntervalMs();
        long step = interval > MINUTE ? interval : MINUTE;
        assertThat(step % interval).isZero();
        record Written(String group, long minute, long at) {}
        TreeMap<Written, long[]> sums = new TreeMap<>(
                Comparator.comparing(Written::at).thenComparing(Written::group).thenComparing(Written::minute));
        for (Partial partial : script.partials) {
            long minute = Math.floorDiv(partial.paneStartMs(), MINUTE) * MINUTE;
            long ready = Math.max(partial.boundaryMs(), minute + MINUTE);
            long at = -Math.floorDiv(-ready, step) * step;
            if (at <= script.endMs) {
                long[] sum =
                        sums.computeIfAbsent(new Written(partial.series().group(), minute, at), absent -> new long[2]);
                sum[0] += partial.good();
                sum[1] += partial.total();
            }
        }
        List<MinutePane> panes = new ArrayList<>();
        sums.forEach((written, sum) -> panes.add(new MinutePane(
                "correctness",
                written.group(),
                written.minute(),
                written.at(),
                sum[0],
                sum[1],
                Math.max(0, Math.min(MINUTE, written.minute() + MINUTE - T0)),
                written.minute() < written.at() - step)));
        return panes;
    }

    private static VerdictScript script(int number) {
        return new VerdictScript(new SplittableRandom(SEED * 31 + number));
    }

    private static String where(int number) {
        return "seed %d, script %d".formatted(SEED, number);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import static io.slostream.topology.EventBuilder.evaluation;
import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.serving;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.EventBuilder;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.TimeGrid;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Panes of 5 s, 10 s of grace. */
class AccumulatorTest {
    private static final EngineDefinition HOURLY = discovering(TimeGrid.DEFAULT, slo("hourly", passed(), HOUR));

    private final AccumulatorDriver source = new AccumulatorDriver(HOURLY, 1);

    @Test
    void shouldSendThePaneWhenTheClockReachesItsEndAndGrace() {
        source.event(1, 1);
        source.event(2, evaluation("coder", T0 + 4_999, false));

        source.arrive(14.999);
        assertThat(source.sent()).isEmpty();

        source.arrive(15);
        assertThat(source.sent()).containsExactly("5 coder 0:0 1/2");
        assertThat(source.watermarks()).endsWith(5L);
        assertThat(source.openBlocks()).isZero();
    }

    @Test
    void shouldCountAnEventInTheNextBoundaryFromTheInstantAtWhichItsOwnCloses() {
        source.event(14.999, 1);
        source.event(15, 2);
        source.event(20, 3);

        source.arrive(25);

        assertThat(source.sent())
                .containsExactly(
                        "5 coder 0:0 1/1", // arrived before 5 + grace
                        "10 coder 0:0 1/1", // at 5 + grace
                        "15 coder 0:0 1/1"); // at 10 + grace
    }

    @Test
    void shouldPutAnEventAtAPaneEdgeIntoTheLaterPane() {
        source.event(5, 5);

        source.arrive(20);

        assertThat(source.sent()).containsExactly("10 coder 0:5 1/1");
    }

    @Test
    void shouldHoldAnEventOfTheFutureUntilItsOwnPaneCloses() {
        source.event(0, 58);

        source.arrive(69.999);
        assertThat(source.sent()).isEmpty();
        source.arrive(70);
        assertThat(source.sent()).containsExactly("60 coder 0:55 1/1");
    }

    @Test
    void shouldRefuseTheFutureBeyondExactlyAMinute() {
        assertThat(source.event(0, 60)).isEqualTo(Outcome.COUNTED);
        assertThat(source.event(0, 60.001)).isEqualTo(Outcome.DEAD_LETTERED);
        assertThat(source.event(0, evaluation("coder", Long.MAX_VALUE, true))).isEqualTo(Outcome.DEAD_LETTERED);
        assertThat(source.accumulator().accounting()).isEqualTo(new Accounting(3, 1, 0, 2, 0));
    }

    @Test
    void shouldMeasureTheFutureAgainstTheClockAndNotAgainstAnArrivalBeforeIt() {
        source.arrive(30);

        assertThat(source.event(0, 90)).isEqualTo(Outcome.COUNTED);
    }

    @Test
    void shouldNeverTurnTheClockBack() {
        source.arrive(15);

        source.event(3, 1); // a broker clock stepped back

        assertThat(source.accumulator().clockMs()).isEqualTo(T0 + 15_000);
        source.arrive(20);
        assertThat(source.sent()).containsExactly("10 coder 0:0 1/1");
        assertThat(source.watermarks()).containsExactly(5L, 10L);
    }

    @Test
    void shouldRememberTheClockOfATickOverARestart() {
        source.arrive(15).restart();

        source.event(3, 1);

        assertThat(source.accumulator().clockMs()).isEqualTo(T0 + 15_000);
        source.arrive(20);
        assertThat(source.sent()).containsExactly("10 coder 0:0 1/1");
    }

    @Test
    void shouldSayNothingWhenTheClockMovesWithinAPane() {
        source.arrive(15).arrive(15).arrive(19.999);

        assertThat(source.watermarks()).containsExactly(5L);
    }

    @Test
    void shouldSendEachBoundaryOfAJumpAndOneWatermark() {
        source.event(1, 1);
        source.event(6, 6);
        source.event(13, 13);

        source.forget().arrive(1_000);

        assertThat(source.packets()).hasSize(1);
        assertThat(source.sent()).containsExactly("5 coder 0:0 1/1", "10 coder 0:5 1/1", "15 coder 0:10 1/1");
        assertThat(source.watermarks()).containsExactly(990L);
    }

    @Test
    void shouldTellEveryPartitionTheWatermark() {
        AccumulatorDriver spread = new AccumulatorDriver(HOURLY, 4);
        spread.event(1, 1);

        spread.forget().arrive(15);

        assertThat(spread.receivers()).containsExactly(0, 1, 2, 3);
        assertThat(spread.watermarks()).containsExactly(5L, 5L, 5L, 5L);
        Packet packet = spread.packets().get(0);
        assertThat(packet.source()).isEqualTo(AccumulatorDriver.SOURCE);
        assertThat(packet.sources()).isEqualTo(4);
        assertThat(packet.kinds())
                .containsExactlyInAnyOrder(TelemetryKind.EVALUATION, TelemetryKind.REQUEST, TelemetryKind.EXCLUSION);
        for (int i = 0; i < 4; i++) {
            int partition = i;
            assertThat(spread.packets().get(i).partials())
                    .allMatch(partial -> partial.series().partition(4) == partition);
        }
        assertThat(spread.partials()).hasSize(1);
    }

    @Test
    void shouldSplitLargePacketsWithTheWatermarkLast() {
        for (int specialist = 0; specialist < 2_001; specialist++) {
            source.event(1, evaluation("s" + specialist, T0, true));
        }

        source.forget().arrive(15);

        assertThat(source.packets())
                .extracting(packet -> packet.partials().size())
                .containsExactly(1_000, 1_000, 1);
        assertThat(source.packets())
                .extracting(Packet::watermarkMs)
                .containsExactly(Packet.NO_WATERMARK, Packet.NO_WATERMARK, T0 + 5_000);
        assertThat(source.partials().stream().map(Partial::series).distinct()).hasSize(2_001);
    }

    @Test
    void shouldSendOnePacketForExactlyAThousandPartials() {
        for (int specialist = 0; specialist < 1_000; specialist++) {
            source.event(1, evaluation("s" + specialist, T0, true));
        }

        source.forget().arrive(15);

        assertThat(source.packets()).extracting(Packet::watermarkMs).containsExactly(T0 + 5_000);
    }

    @Test
    void shouldExcludeWhatNoSliWants() {
        assertThat(source.event(1, EventBuilder.request("coder", T0).build())).isEqualTo(Outcome.EXCLUDED);
        assertThat(source.event(
                        1,
                        EventBuilder.of(TelemetryKind.EVALUATION, "coder", T0).build()))
                .isEqualTo(Outcome.EXCLUDED);

        source.arrive(15);

        assertThat(source.sent()).isEmpty();
        assertThat(source.accumulator().accounting()).isEqualTo(new Accounting(2, 0, 0, 0, 2));
    }

    @Test
    void shouldFoldUndeclaredSpecialistsIntoOneGroup() {
        AccumulatorDriver served =
                new AccumulatorDriver(serving(TimeGrid.DEFAULT, Set.of("coder"), slo("s", passed(), DAY)), 1);
        served.event(1, 1);
        for (int stranger = 0; stranger < 5_000; stranger++) {
            served.event(1, evaluation("stranger-" + stranger, T0, stranger % 2 == 0));
        }
        assertThat(served.openBlocks()).isEqualTo(2);

        served.arrive(15);

        assertThat(served.sent()).containsExactly("5 __other__ 0:0 2500/5000", "5 coder 0:0 1/1");
    }

    @Test
    void shouldCountEachSpecialistApartWhenDiscovering() {
        source.event(1, evaluation("coder", T0, true));
        source.event(1, evaluation("writer", T0, false));
        source.event(1, evaluation("coder", T0, true));

        source.arrive(15);

        assertThat(source.sent()).containsExactly("5 coder 0:0 2/2", "5 writer 0:0 0/1");
    }
}

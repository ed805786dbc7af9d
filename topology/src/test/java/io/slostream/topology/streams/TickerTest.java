// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.TimeGrid;
import org.junit.jupiter.api.Test;

/** Pane 5 s, grace 10 s: a clock at second 0 leaves the boundary at -5 s open, due at 5.1 s. */
class TickerTest {
    private static final long LOOK_EVERY = 100;
    private static final long DAY = 86_400_000;

    private final Ticker ticker = new Ticker(TimeGrid.DEFAULT);

    @Test
    void shouldTickOnceWhenABoundaryIsDueAndNothingCame() {
        assertThat(firstTick(0, 10_000, DAY)).isEqualTo(5_100);
        assertThat(firstTick(5_200, 60_000, DAY)).as("one outstanding").isEqualTo(-1);
    }

    @Test
    void shouldTickAgainAfterTheTickWasRead() {
        assertThat(firstTick(0, 10_000, DAY)).isEqualTo(5_100);

        ticker.onRecord();

        assertThat(firstTick(5_200, 20_000, DAY + 5_105)).isEqualTo(10_100);
    }

    @Test
    void shouldNotTickWhileABacklogIsRead() {
        for (long wall = 0; wall < 60_000; wall += LOOK_EVERY) {
            ticker.onRecord();
            assertThat(ticker.isDue(DAY + wall, DAY + wall, 0)).isFalse();
        }
        // A fetch takes its time.
        assertThat(firstTick(60_000, 60_900, 0)).isEqualTo(-1);
    }

    @Test
    void shouldTickBehindABacklogThatHasEnded() {
        ticker.onRecord();

        assertThat(firstTick(0, 5_000, 0)).isEqualTo(1_000);
    }

    @Test
    void shouldWaitForAFetchInRealTimeWhereAStoryRunsFasterThanLife() {
        int speed = 120;
        ticker.onRecord();
        for (long real = 0; real < 1_000; real += LOOK_EVERY) {
            assertThat(ticker.isDue(DAY + real, DAY + speed * real, 0)).isFalse();
        }
        assertThat(ticker.isDue(DAY + 1_000, DAY + speed * 1_000, 0)).isTrue();
    }

    @Test
    void shouldTickOnceASecondWhereTheBrokersClockStandsBehind() {
        int ticks = 0;
        for (long wall = 5_100; wall < 10_000; wall += LOOK_EVERY) {
            if (ticker.isDue(DAY + wall, DAY + wall, DAY)) {
                ticks++;
                ticker.onRecord(); // read back, with a time that closes nothing
            }
        }
        assertThat(ticks).isEqualTo(5);
    }

    @Test
    void shouldTickWherePartitionsHaveNeverSpoken() {
        assertThat(firstTick(0, 5_000, Long.MIN_VALUE)).isEqualTo(1_000);
    }

    @Test
    void shouldTickInTimeWhereTheBrokersClockStandsAhead() {
        ticker.onRecord();

        assertThat(firstTick(0, 10_000, DAY + 600_000))
                .as("a pane after the last record")
                .isEqualTo(5_100);
    }

    /** Looks every 100 ms of the day after, and gives the first time of a tick, -1 when there is none. */
    private long firstTick(long fromMs, long toMs, long clockMs) {
        for (long wall = fromMs; wall < toMs; wall += LOOK_EVERY) {
            if (ticker.isDue(DAY + wall, DAY + wall, clockMs)) {
                return wall;
            }
        }
        return -1;
    }
}

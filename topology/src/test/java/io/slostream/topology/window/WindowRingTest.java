// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.TimeGrid.Level;
import io.slostream.topology.state.CopyingState;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowRingTest {
    private static final Series SERIES = new Series(0, "coder");
    private static final Level FIVE_SECONDS = TimeGrid.DEFAULT.levels().get(0);
    private static final Level MINUTES = TimeGrid.DEFAULT.levels().get(1);

    private final CopyingState<RingKey, long[]> state = new CopyingState<>();

    @Test
    void shouldHoldPanesFromTheOldEdgeToTheBoundary() {
        WindowRing ring = ring(FIVE_SECONDS, List.of(10 * SECOND), T0);

        ring.advance(T0 + 5 * SECOND);
        ring.add(T0, 1, 2);

        assertThat(sums(ring, 0)).isEqualTo("1/2"); // |0 5)
        ring.advance(T0 + 10 * SECOND);
        assertThat(sums(ring, 0)).isEqualTo("1/2"); // |0 5)|5 10)
        ring.advance(T0 + 15 * SECOND);
        assertThat(sums(ring, 0)).isEqualTo("0/0"); //      |5 10)|10 15)
    }

    @Test
    void shouldServeWindowsOfDifferentLength() {
        WindowRing ring = ring(FIVE_SECONDS, List.of(5 * SECOND, 5 * MINUTE, 30 * MINUTE), T0);

        ring.advance(T0 + 5 * MINUTE);
        ring.add(T0, 1, 1); // the oldest pane of 5 minutes
        ring.add(T0 - 5 * SECOND, 10, 10); // just before it
        ring.add(T0 + 5 * MINUTE - 5 * SECOND, 100, 100); // the newest

        assertThat(sums(ring, 0)).isEqualTo("100/100");
        assertThat(sums(ring, 1)).isEqualTo("101/101");
        assertThat(sums(ring, 2)).isEqualTo("111/111");
    }

    @Test
    void shouldNeverBeShorterThanItSaysWhenTheBoundaryLiesInsideAPane() {
        WindowRing ring = ring(MINUTES, List.of(HOUR), T0);

        ring.advance(T0 + HOUR + 5 * SECOND);
        ring.add(T0, 1, 1); // one hour and five seconds back, yet its minute is held as a whole

        assertThat(ring.oldEdgeMs(0)).isEqualTo(T0);
        assertThat(sums(ring, 0)).isEqualTo("1/1");
        ring.advance(T0 + HOUR + MINUTE - 5 * SECOND);
        assertThat(sums(ring, 0)).isEqualTo("1/1");
        ring.advance(T0 + HOUR + MINUTE);
        assertThat(sums(ring, 0)).isEqualTo("0/0");
    }

    @Test
    void shouldForgetEverythingAfterAGapLongerThanTheRing() {
        WindowRing ring = ring(FIVE_SECONDS, List.of(5 * MINUTE), T0);
        ring.add(T0 - 5 * SECOND, 3, 4);

        // exactly as many blocks further that the same block comes round again
        ring.advance(T0 + 30 * DAY);
        assertThat(sums(ring, 0)).isEqualTo("0/0");
        ring.add(T0 + 30 * DAY - 5 * SECOND, 1, 1);

        assertThat(sums(ring, 0)).isEqualTo("1/1");
        assertThat(ring.sumsMatchSlots(T0 + 30 * DAY)).isTrue();
    }

    @Test
    void shouldIgnorePanesThatNoWindowHolds() {
        WindowRing ring = ring(FIVE_SECONDS, List.of(5 * MINUTE), T0);

        ring.add(T0 - 5 * MINUTE - 5 * SECOND, 1, 1);

        assertThat(sums(ring, 0)).isEqualTo("0/0");
        assertThat(state.size()).isZero();
    }

    @Test
    void shouldKeepOneSumForPanesBeforeTheEpoch() {
        WindowRing ring = ring(FIVE_SECONDS, List.of(5 * MINUTE), 0);

        ring.advance(5 * SECOND);
        ring.add(0, 1, 1);
        ring.add(-5 * SECOND, 2, 2);

        assertThat(sums(ring, 0)).isEqualTo("3/3");
        assertThat(sums(ring(FIVE_SECONDS, List.of(5 * MINUTE), 5 * SECOND), 0)).isEqualTo("3/3");
    }

    @Test
    void shouldUseAFixedSetOfKeysHoweverLongItTurns() {
        WindowRing ring = ring(FIVE_SECONDS, List.of(5 * MINUTE), T0);

        for (long boundary = T0; boundary < T0 + 6 * HOUR; boundary += 5 * SECOND) {
            ring.advance(boundary);
            ring.add(boundary - 5 * SECOND, 1, 1);
        }

        // 61 panes at most touch two blocks of 64; none is added to while the ring turns
        assertThat(state.size()).isLessThanOrEqualTo(2);
        assertThat(sums(ring, 0)).isEqualTo("60/60");
    }

    @Test
    void shouldGoOnOverTheSameState() {
        WindowRing before = ring(FIVE_SECONDS, List.of(10 * SECOND, 5 * MINUTE), T0);
        before.advance(T0 + 5 * SECOND);
        before.add(T0, 1, 2);
        before.add(T0 - MINUTE, 3, 4);

        WindowRing after = ring(FIVE_SECONDS, List.of(10 * SECOND, 5 * MINUTE), T0 + 5 * SECOND);

        assertThat(sums(after, 0)).isEqualTo("1/2");
        assertThat(sums(after, 1)).isEqualTo("4/6");
    }

    private WindowRing ring(Level level, List<Long> windows, long boundaryMs) {
        return new WindowRing(0, level, windows, RingBlocks.of(SERIES, state), boundaryMs);
    }

    private static String sums(WindowRing ring, int window) {
        return ring.good(window) + "/" + ring.total(window);
    }
}

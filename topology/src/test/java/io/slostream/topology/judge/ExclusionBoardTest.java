// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.Exclusion;
import io.slostream.topology.state.CopyingState;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is kept of many exclusions. */
class ExclusionBoardTest {
    private static final long PANE = 5 * SECOND;

    private final CopyingState<Exclusion.Key, Exclusion> state = new CopyingState<>();
    private ExclusionBoard board = board();

    private ExclusionBoard board() {
        return new ExclusionBoard(true, state);
    }

    private static Exclusion exclusion(long boundaryMs, int partition, long position, long toMs) {
        return new Exclusion(
                new Exclusion.Key(boundaryMs, partition, position),
                Optional.empty(),
                Optional.empty(),
                toMs - MINUTE,
                toMs,
                "maintenance",
                "ops");
    }

    private void hear(int partition, long watermarkMs) {
        board.setWatermark(partition, watermarkMs, 2);
        board.decide();
    }

    @Test
    void shouldRefuseInTheOrderOfBoundariesWhateverCameFirst() {
        board.accept(exclusion(T0 + 2 * PANE, 1, 0, T0 + HOUR));
        hear(1, T0 + 2 * PANE);
        for (int position = 0; position < ExclusionBoard.MAX_KEPT; position++) {
            board.accept(exclusion(T0 + PANE, 0, position, T0 + HOUR));
        }
        hear(0, T0 + PANE);
        assertThat(board.takeRefused()).as("one source has not come so far").isEmpty();

        hear(0, T0 + 2 * PANE);

        assertThat(board.takeRefused())
                .extracting(Exclusion::key)
                .containsExactly(new Exclusion.Key(T0 + 2 * PANE, 1, 0));
        assertThat(board.takeRefused()).as("told once").isEmpty();
        assertThat(board.visibleAt(T0 + 2 * PANE)).hasSize(ExclusionBoard.MAX_KEPT);
        assertThat(state.size()).isEqualTo(ExclusionBoard.MAX_KEPT);
    }

    @Test
    void shouldHaveRoomAgainWhenNoWindowReachesTheOldOnes() {
        for (int position = 0; position < ExclusionBoard.MAX_KEPT; position++) {
            board.accept(exclusion(T0 + PANE, 0, position, T0));
        }
        long later = T0 + ExclusionBoard.REACH_MS;
        board.accept(exclusion(later, 0, ExclusionBoard.MAX_KEPT, later + HOUR));
        hear(0, later);
        hear(1, later);

        assertThat(board.takeRefused()).isEmpty();
        assertThat(board.newAt(T0 + PANE, later)).hasSize(1);
        board.forgetBefore(later);
        assertThat(board.visibleAt(later)).hasSize(1);
        assertThat(state.size()).isOne();
    }

    @Test
    void shouldStandAfterARestartWhereItStood() {
        board.accept(exclusion(T0 + PANE, 0, 1, T0 + HOUR));
        board.accept(exclusion(T0 + 3 * PANE, 0, 2, T0 + HOUR));
        hear(0, T0 + 2 * PANE);
        hear(1, T0 + 9 * PANE);

        board = board();
        board.setWatermark(0, T0 + 2 * PANE, 2);
        board.setWatermark(1, T0 + 9 * PANE, 2);
        board.restored();

        assertThat(board.visibleAt(T0 + 9 * PANE)).hasSize(1);
        assertThat(board.limit(OptionalLong.of(T0 + HOUR))).hasValue(T0 + 2 * PANE);
        hear(0, T0 + 4 * PANE);
        assertThat(board.visibleAt(T0 + 2 * PANE)).hasSize(1);
        assertThat(board.nextAfterMs(T0 + 2 * PANE)).isEqualTo(T0 + 3 * PANE);
        assertThat(board.visibleAt(T0 + 3 * PANE)).hasSize(2);
    }

    @Test
    void shouldHoldVerdictsBackUntilEverySourceHasSpoken() {
        hear(0, T0 + HOUR);

        assertThat(board.limit(OptionalLong.of(T0 + MINUTE))).isEmpty();
        hear(1, T0 + PANE);
        assertThat(board.limit(OptionalLong.of(T0 + MINUTE))).hasValue(T0 + PANE);
        assertThat(board.limit(OptionalLong.empty())).isEmpty();
    }
}

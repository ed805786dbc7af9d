// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.Window;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.state.CopyingState;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeriesWindowsTest {
    private static final List<Window> WINDOWS = Stream.of(5 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, DAY, 30 * DAY)
            .map(Window::of)
            .toList();
    private static final int FIVE_MINUTES = 0;
    private static final int ONE_HOUR = 2;

    private final CopyingState<RingKey, long[]> state = new CopyingState<>();

    @Test
    void shouldNumberWindowsInAscendingOrder() {
        SeriesWindows windows = windows(T0, T0);

        assertThat(WINDOWS.stream().map(windows::windowNumber)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(windows.windowNumber(Window.of(7))).isEqualTo(-1);
    }

    @Test
    void shouldAddAFreshPaneToEveryWindow() {
        SeriesWindows windows = windows(T0, T0);
        assertThat(windows.isEmpty()).isTrue();

        windows.advance(T0 + 5 * SECOND);
        windows.add(0, T0, 1, 2);

        assertThat(totals(windows)).containsExactly(2L, 2L, 2L, 2L, 2L, 2L);
        assertThat(windows.good(ONE_HOUR)).isEqualTo(1);
        assertThat(windows.isEmpty()).isFalse();
    }

    @Test
    void shouldRouteALatePartialToRingsAsCoarseAsItOrCoarser() {
        SeriesWindows windows = windows(T0 - 30 * DAY, T0);

        windows.add(0, T0 - 10 * MINUTE, 1, 1); // beyond 5 minutes, in 30
        windows.add(1, T0 - 45 * MINUTE, 10, 10); // a minute
        windows.add(2, T0 - 12 * HOUR, 100, 100); // ten minutes
        windows.add(3, T0 - 10 * DAY, 1_000, 1_000); // an hour

        assertThat(totals(windows)).containsExactly(0L, 1L, 11L, 11L, 111L, 1_111L);
        assertThat(windows.sumsMatchSlots()).isTrue();
    }

    @Test
    void shouldLetEachWindowForgetAtItsOwnEdge() {
        SeriesWindows windows = windows(T0, T0);
        windows.add(0, T0 - 5 * SECOND, 1, 1);

        windows.advance(T0 + 5 * MINUTE); // its pane began 5:05 ago
        assertThat(totals(windows)).containsExactly(0L, 1L, 1L, 1L, 1L, 1L);
        windows.advance(T0 + HOUR); // the pane lies in the minute before the hour
        assertThat(totals(windows)).containsExactly(0L, 0L, 0L, 1L, 1L, 1L);
        windows.advance(T0 + 30 * DAY);
        assertThat(totals(windows)).containsExactly(0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(windows.isEmpty()).isTrue();
    }

    @Test
    void shouldCoverWhatWasCountedSinceTheStart() {
        SeriesWindows windows = windows(T0, T0);
        assertThat(windows.coveredMs(FIVE_MINUTES)).isZero();

        windows.advance(T0 + MINUTE);
        assertThat(windows.coveredMs(FIVE_MINUTES)).isEqualTo(MINUTE);
        assertThat(windows.lengthMs(FIVE_MINUTES)).isEqualTo(5 * MINUTE);

        windows.advance(T0 + 10 * MINUTE);
        assertThat(windows.coveredMs(FIVE_MINUTES)).isEqualTo(5 * MINUTE);
        assertThat(windows.coveredMs(ONE_HOUR)).isEqualTo(10 * MINUTE);
    }

    @Test
    void shouldMeasureCoverageAgainstTheLengthThatTheWindowHas() {
        SeriesWindows windows = windows(T0, T0);

        windows.advance(T0 + HOUR + 35 * SECOND); // its oldest minute is held as a whole

        assertThat(windows.lengthMs(ONE_HOUR)).isEqualTo(HOUR + 35 * SECOND);
        assertThat(windows.coveredMs(ONE_HOUR)).isEqualTo(HOUR + 35 * SECOND);
    }

    @Test
    void shouldHaveNoCoverageBeforeCountingStarts() {
        SeriesWindows windows = windows(T0 + HOUR, T0);

        windows.advance(T0 + MINUTE);

        assertThat(windows.coveredMs(FIVE_MINUTES)).isZero();
    }

    @Test
    void shouldGoOnOverTheSameState() {
        SeriesWindows before = windows(T0, T0);
        before.advance(T0 + 35 * SECOND);
        before.add(0, T0 + 30 * SECOND, 1, 3);
        before.add(3, T0 - 10 * DAY, 5, 5);

        SeriesWindows after = windows(T0, T0 + 35 * SECOND);

        assertThat(totals(after)).isEqualTo(totals(before)).containsExactly(3L, 3L, 3L, 3L, 3L, 8L);
        assertThat(after.coveredMs(FIVE_MINUTES)).isEqualTo(before.coveredMs(FIVE_MINUTES));
        assertThat(after.sumsMatchSlots()).isTrue();
    }

    private SeriesWindows windows(long countingStartMs, long boundaryMs) {
        return new SeriesWindows(new Series(0, "coder"), WINDOWS, TimeGrid.DEFAULT, state, countingStartMs, boundaryMs);
    }

    private static List<Long> totals(SeriesWindows windows) {
        return IntStream.range(0, WINDOWS.size()).mapToObj(windows::total).toList();
    }
}

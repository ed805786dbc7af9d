// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.Window;
import io.slostream.alerting.definition.Window.CalendarMonth;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.state.HeapState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calendar months beside rolling windows, across ends of months, zones and restarts. */
class MonthSumTest {
    private static final Window BERLIN = new CalendarMonth(ZoneId.of("Europe/Berlin"));
    private static final Window UTC = new CalendarMonth(ZoneId.of("UTC"));
    private static final Window HOUR = Window.of(3_600_000);
    private static final List<Window> WINDOWS = List.of(HOUR, BERLIN, UTC);

    private final HeapState<RingKey, long[]> state = new HeapState<>();

    @Test
    void shouldBeginAnewWithEachMonthOfItsZone() {
        SeriesWindows windows = windows(at("2026-03-31T21:00:00Z"));
        windows.add(0, at("2026-03-31T20:59:55Z"), 3, 4);

        windows.advance(at("2026-03-31T22:00:00Z")); // midnight in Berlin, summer time
        assertThat(totals(windows)).as("the whole of March").containsExactly(0L, 4L, 4L);

        windows.advance(at("2026-03-31T22:00:05Z"));
        assertThat(totals(windows)).as("April began in Berlin").containsExactly(0L, 0L, 4L);
        windows.add(0, at("2026-03-31T22:00:00Z"), 1, 1);

        windows.advance(at("2026-04-01T00:00:05Z"));
        assertThat(totals(windows)).as("and in UTC").containsExactly(0L, 1L, 0L);
    }

    @Test
    void shouldTakeALatePaneForItsOwnMonth() {
        SeriesWindows windows = windows(at("2026-04-02T00:00:00Z"));

        windows.add(3, at("2026-03-31T23:00:00Z"), 5, 5);
        windows.add(2, at("2026-04-01T01:00:00Z"), 2, 2);

        assertThat(totals(windows)).containsExactly(0L, 7L, 2L);
    }

    @Test
    void shouldStandAfterARestartWhereItStood() {
        SeriesWindows before = windows(at("2026-04-02T00:00:00Z"));
        before.add(0, at("2026-04-01T23:59:55Z"), 2, 3);

        SeriesWindows after = windows(at("2026-04-02T00:00:00Z"));
        SeriesWindows nextMonth = windows(at("2026-05-02T00:00:00Z"));

        assertThat(totals(after)).containsExactly(3L, 3L, 3L);
        assertThat(totals(nextMonth)).containsExactly(0L, 0L, 0L);
        assertThat(nextMonth.isEmpty()).isTrue();
    }

    @Test
    void shouldCoverWhatWasCountedOfTheMonth() {
        long started = at("2026-04-01T12:00:00Z");
        SeriesWindows windows = new SeriesWindows(
                new Series(0, "coder"), WINDOWS, TimeGrid.DEFAULT, state, started, at("2026-04-02T00:00:00Z"));

        assertThat(windows.coveredPercent(2)).isEqualTo(50);
        long next = windows.nextCoveredPercentMs(10_000);
        windows.advance(next - 10_000);
        long before = windows.coveredPercent(1) + windows.coveredPercent(2);
        windows.advance(next);
        assertThat(windows.coveredPercent(1) + windows.coveredPercent(2)).isGreaterThan(before);
    }

    @Test
    void shouldHaveTheFirstInstantOfTheMonthForOldEdge() {
        assertThat(TimeGrid.DEFAULT.oldEdge(BERLIN, at("2026-03-31T22:00:00Z"))).isEqualTo(at("2026-02-28T23:00:00Z"));
        assertThat(TimeGrid.DEFAULT.oldEdge(BERLIN, at("2026-03-31T22:00:05Z"))).isEqualTo(at("2026-03-31T22:00:00Z"));
    }

    private SeriesWindows windows(long boundaryMs) {
        return new SeriesWindows(new Series(0, "coder"), WINDOWS, TimeGrid.DEFAULT, state, 0, boundaryMs);
    }

    private static List<Long> totals(SeriesWindows windows) {
        return List.of(windows.total(0), windows.total(1), windows.total(2));
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.Window;
import io.slostream.alerting.definition.Window.CalendarMonth;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.state.CopyingState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a mask takes from windows of several resolutions and from a calendar month. */
class SloMaskTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    /** In panes of 5 s, of a minute and of an hour, and a month. */
    private static final List<Window> WINDOWS =
            List.of(Window.of(10 * MINUTE), Window.of(HOUR), Window.of(80 * HOUR), new CalendarMonth(ZoneId.of("UTC")));

    private static final long NOON = at("2026-04-20T12:00:00Z");

    private final CopyingState<RingKey, long[]> rings = new CopyingState<>();
    private final CopyingState<MaskKey, long[]> masks = new CopyingState<>();
    private SeriesWindows windows = windows(at("2026-04-01T00:00:00Z"));
    private SloMask mask = mask(List.of());

    private static long at(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private SeriesWindows windows(long boundaryMs) {
        return new SeriesWindows(
                new Series(0, "coder"), WINDOWS, TimeGrid.DEFAULT, rings, at("2026-04-01T00:00:00Z"), boundaryMs);
    }

    private SloMask mask(List<Exclusion> known) {
        return new SloMask("slo", "coder", windows, TimeGrid.DEFAULT, masks, known);
    }

    private static Exclusion exclusion(long fromMs, long toMs) {
        return new Exclusion(
                new Exclusion.Key(NOON, 0, fromMs), Optional.empty(), Optional.empty(), fromMs, toMs, "why", "who");
    }

    private void count(long timeMs, long total) {
        windows.advance(timeMs + 5 * SECOND);
        mask.advance();
        windows.add(0, timeMs, 0, total);
        mask.add(0, timeMs, 0, total);
    }

    private List<Long> totals() {
        return IntStream.range(0, WINDOWS.size())
                .mapToObj(window -> mask.total(window))
                .toList();
    }

    @Test
    void shouldKeepNothingWithoutAnExclusion() {
        count(NOON, 1);

        assertThat(totals()).containsExactly(1L, 1L, 1L, 1L);
        assertThat(masks.size()).isZero();
    }

    @Test
    void shouldMaskThePastAsFinelyAsItIsHeld() {
        count(NOON - 100 * HOUR, 1);
        count(NOON - 10 * HOUR, 2); // held in hours
        count(NOON - 10 * HOUR + 10 * MINUTE, 4);
        count(NOON - 20 * MINUTE, 8); // in minutes
        count(NOON - 20 * MINUTE + 30 * SECOND, 16);
        count(NOON - MINUTE, 32); // in panes
        count(NOON - MINUTE + 5 * SECOND, 64);
        windows.advance(NOON);

        mask.add(exclusion(NOON - 10 * HOUR, NOON - 10 * HOUR + 1));
        assertThat(totals()).as("an hour").containsExactly(96L, 120L, 120L, 121L);
        mask.add(exclusion(NOON - 20 * MINUTE, NOON - 20 * MINUTE + 1));
        assertThat(totals()).as("a minute").containsExactly(96L, 96L, 96L, 97L);
        mask.add(exclusion(NOON - MINUTE, NOON - MINUTE + 1));
        assertThat(totals()).as("a pane").containsExactly(64L, 64L, 64L, 65L);

        mask.add(exclusion(NOON - 10 * HOUR, NOON - MINUTE + 1));
        assertThat(totals()).as("once").containsExactly(64L, 64L, 64L, 65L);
        mask.add(exclusion(NOON - 200 * HOUR, NOON));
        assertThat(totals()).as("the month keeps what no ring holds").containsExactly(0L, 0L, 0L, 1L);
    }

    @Test
    void shouldMaskWhatComesByItsOwnPane() {
        Exclusion exclusion = exclusion(NOON + 7 * SECOND, NOON + 13 * SECOND);
        count(NOON, 1);
        mask.add(exclusion);
        count(NOON + 5 * SECOND, 2);
        count(NOON + 10 * SECOND, 4);
        count(NOON + 15 * SECOND, 8);

        assertThat(totals()).containsExactly(9L, 9L, 9L, 9L);
        assertThat(mask.hides(NOON + 5 * SECOND)).as("the pane is masked whole").isTrue();
        assertThat(mask.hides(NOON + 15 * SECOND)).isFalse();

        windows = windows(windows.boundaryMs());
        mask = mask(List.of(exclusion));
        assertThat(totals()).as("made anew over the same state").containsExactly(9L, 9L, 9L, 9L);
    }

    @Test
    void shouldForgetAnExclusionThatNoWindowReaches() {
        count(NOON, 1);
        mask.add(exclusion(NOON, NOON + 5 * SECOND));
        assertThat(mask.of(new int[] {3})).hasSize(1);

        long may = at("2026-05-01T00:00:05Z");
        windows.advance(may);
        mask.advance();

        assertThat(mask.of(new int[] {3})).isEmpty();
        assertThat(mask.unchangedUntilMs(new int[] {3})).isEqualTo(Long.MAX_VALUE);
        count(may, 2);
        assertThat(totals()).containsExactly(2L, 2L, 2L, 2L);
    }
}

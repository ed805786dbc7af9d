// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.Window;
import io.slostream.alerting.definition.Window.CalendarMonth;
import io.slostream.alerting.definition.Window.Rolling;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.BoundedSum;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.TimeGrid.Level;
import io.slostream.topology.state.CopyingState;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts as great as an event may report, as many as anybody likes: no sum overflows, and what leaves is exact. */
class BoundedSumTest {
    private static final long SEED = 5;
    private static final Series SERIES = new Series(0, "coder");
    private static final List<Window> WINDOWS = List.of(
            Window.of(5 * MINUTE),
            Window.of(HOUR),
            Window.of(DAY),
            Window.of(7 * DAY),
            new CalendarMonth(ZoneId.of("UTC")));

    @ParameterizedTest
    @CsvSource({
        "1, 2, 10, 3",
        "9, 2, 10, 10",
        "-9, -2, 10, -10",
        "10, -11, 10, -1",
        "9223372036854775807, 9223372036854775807, 100, 100",
        "-9223372036854775808, -9223372036854775808, 100, -100",
    })
    void shouldStopAtItsBound(long a, long b, long bound, long expected) {
        assertThat(BoundedSum.plus(a, b, bound)).isEqualTo(expected);
        assertThat(BoundedSum.plus(b, a, bound)).isEqualTo(expected);
    }

    @Test
    void shouldLeaveRoomForAsManySlotsAsAnyWindowHas() {
        for (TimeGrid grid : List.of(TimeGrid.DEFAULT, TimeGrid.FAST)) {
            for (Level level : grid.levels()) {
                long slots = Math.min(level.spanMs(), Rolling.LONGEST_MS) / level.paneMs() + 1;
                assertThat(slots).isLessThanOrEqualTo(BoundedSum.WHOLE / BoundedSum.PART);
            }
        }
    }

    @Test
    void shouldKeepEverySumInBoundsAndWhatItsSlotsAddUpTo() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int walk = 0; walk < 20; walk++) {
            SeriesWindows windows = windows(new CopyingState<>());
            long boundary = T0;
            for (int step = 0; step < 300; step++) {
                boundary += random.nextLong(1, 2 * HOUR) / (5 * SECOND) * (5 * SECOND);
                windows.advance(boundary);
                long total = BoundedSum.WHOLE >> random.nextInt(62);
                long good = random.nextBoolean() ? total : -total;
                windows.add(0, boundary - 5 * SECOND - random.nextLong(0, 3) * HOUR, good, total);

                assertThat(windows.sumsMatchSlots())
                        .as("walk %d, step %d", walk, step)
                        .isTrue();
                assertThat(IntStream.range(0, WINDOWS.size()).mapToLong(windows::total))
                        .as("walk %d, step %d", walk, step)
                        .allMatch(sum -> sum >= 0 && sum <= BoundedSum.WHOLE);
                assertThat(IntStream.range(0, WINDOWS.size()).mapToLong(windows::good))
                        .allMatch(sum -> Math.abs(sum) <= BoundedSum.WHOLE);
            }
            windows.advance(boundary + 60 * DAY);
            assertThat(windows.isEmpty()).as("all has left").isTrue();
        }
    }

    @Test
    void shouldNotDependOnTheOrderInWhichSourcesSpeak() {
        SplittableRandom random = new SplittableRandom(SEED);
        CopyingState<WaitingKey, long[]> one = new CopyingState<>();
        CopyingState<WaitingKey, long[]> other = new CopyingState<>();
        List<Partial> partials = IntStream.range(0, 4_000)
                .mapToObj(source -> {
                    long total = BoundedSum.PART;
                    return new Partial(SERIES, 0, T0, T0 + 5 * SECOND, random.nextBoolean() ? total : -total, total);
                })
                .toList();

        WaitingPartials ascending = new WaitingPartials(one);
        partials.forEach(partial -> ascending.add(TelemetryKind.SAMPLE, partial));
        WaitingPartials descending = new WaitingPartials(other);
        for (int i = partials.size() - 1; i >= 0; i--) {
            descending.add(TelemetryKind.SAMPLE, partials.get(i));
        }

        assertThat(taken(descending)).isEqualTo(taken(ascending));
    }

    private static List<Long> taken(WaitingPartials waiting) {
        long[] counts = new long[2];
        waiting.take(TelemetryKind.SAMPLE, T0 + 5 * SECOND, entry -> {
            counts[0] += entry.getValue()[0];
            counts[1] += entry.getValue()[1];
        });
        return List.of(counts[0], counts[1]);
    }

    private static SeriesWindows windows(CopyingState<RingKey, long[]> state) {
        return new SeriesWindows(SERIES, WINDOWS, TimeGrid.DEFAULT, state, 0, T0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.topology.TimeGrid.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeGridTest {
    private static final long SEED = 31;
    private static final long LONGEST = 30 * DAY;

    static Stream<TimeGrid> grids() {
        return Stream.of(TimeGrid.DEFAULT, TimeGrid.FAST);
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "1800, 0", "1805, 1", "21600, 1", "21605, 2", "259200, 2", "259205, 3", "2592000, 3"})
    void shouldServeEachWindowAtTheFinestLevelThatSpansIt(long windowSeconds, int level) {
        assertThat(TimeGrid.DEFAULT.levelOf(windowSeconds * SECOND)).isEqualTo(level);
    }

    @ParameterizedTest
    @MethodSource("grids")
    void shouldHaveLevelsThatNestAndBeginWithThePane(TimeGrid grid) {
        List<Level> levels = grid.levels();

        assertThat(levels.get(0).paneMs()).isEqualTo(grid.paneMs());
        for (int level = 1; level < levels.size(); level++) {
            assertThat(levels.get(level).paneMs() % levels.get(level - 1).paneMs())
                    .isZero();
            assertThat(levels.get(level).spanMs())
                    .isGreaterThan(levels.get(level - 1).spanMs());
        }
    }

    @ParameterizedTest
    @MethodSource("grids")
    void shouldNeverMakeAWindowShorterThanItSays(TimeGrid grid) {
        SplittableRandom random = new SplittableRandom(SEED);

        for (int draw = 0; draw < 100_000; draw++) {
            long window = anyWindow(grid, random);
            long boundary = anyBoundary(grid, random);
            long pane = grid.levels().get(grid.levelOf(window)).paneMs();

            long edge = grid.oldEdge(window, boundary);

            String where = "seed %d, draw %d: window %d at %d".formatted(SEED, draw, window, boundary);
            assertThat(edge % pane).as(where).isZero();
            assertThat(boundary - edge).as(where).isBetween(window, window + pane - 1);
        }
    }

    @Test
    void shouldFloorTheOldEdgeBeforeTheEpochToo() {
        assertThat(TimeGrid.DEFAULT.oldEdge(HOUR, 5 * SECOND)).isEqualTo(-HOUR);
        assertThat(TimeGrid.DEFAULT.oldEdge(HOUR, -5 * SECOND)).isEqualTo(-HOUR - MINUTE);
    }

    @ParameterizedTest
    @MethodSource("grids")
    void shouldKeyLateEventsSoThatEveryWindowSeesTheSame(TimeGrid grid) {
        SplittableRandom random = new SplittableRandom(SEED);

        for (int draw = 0; draw < 100_000; draw++) {
            long boundary = anyBoundary(grid, random);
            long back = random.nextLong(1L << random.nextInt(13, 33)); // every magnitude up to about 50 days
            long pane = grid.floor(boundary - grid.paneMs() - back);
            long window = anyWindow(grid, random);
            Level served = grid.levels().get(grid.levelOf(window));

            int level = grid.finestLevelHolding(pane, boundary);
            long keyed = grid.levels().get(level).paneStart(pane);

            // a pane is in a window when its place at the level that serves the window is
            boolean byPane = served.paneStart(pane) >= grid.oldEdge(window, boundary);
            boolean byKey = grid.levelOf(window) >= level && served.paneStart(keyed) >= grid.oldEdge(window, boundary);
            assertThat(byKey)
                    .as("seed %d, draw %d: pane %d at %d, window %d", SEED, draw, pane, boundary, window)
                    .isEqualTo(byPane);
            assertThat(served.paneStart(keyed) == served.paneStart(pane) || grid.levelOf(window) < level)
                    .as("seed %d, draw %d: pane %d keeps its place", SEED, draw, pane)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5 * SECOND, 35 * SECOND, 59 * MINUTE + 55 * SECOND})
    void shouldBoundThePanesThatOldEventsCanOpenAtOneBoundary(long offset) {
        TimeGrid grid = TimeGrid.DEFAULT;
        long boundary = T0 + offset;
        Set<List<Long>> keys = new HashSet<>();

        for (long pane = grid.oldEdge(LONGEST, boundary); pane < boundary; pane += grid.paneMs()) {
            int level = grid.finestLevelHolding(pane, boundary);
            keys.add(List.of((long) level, grid.levels().get(level).paneStart(pane)));
        }

        // 30 min of 5 s, to 6 h of 1 min, to 3 d of 10 min, to 30 d of 1 h: 360 + 330 + 396 + 648, and the edges
        assertThat(keys.size()).isBetween(1_734, 1_734 + 8);
    }

    @ParameterizedTest
    @CsvSource({
        // time, floor, ceiling to minutes
        "0, 0, 0",
        "1, 0, 60000",
        "59999, 0, 60000",
        "60000, 60000, 60000",
        "-1, -60000, 0",
        "-60000, -60000, -60000",
        "-60001, -120000, -60000",
    })
    void shouldFindTheEvaluationsAroundAnInstant(long time, long floor, long ceiling) {
        TimeGrid grid = TimeGrid.DEFAULT.withEvaluationInterval(MINUTE);

        assertThat(grid.evaluationFloor(time)).isEqualTo(floor);
        assertThat(grid.evaluationCeiling(time)).isEqualTo(ceiling);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4999, 0", "5000, 5000", "-1, -5000"})
    void shouldFloorToPanes(long time, long pane) {
        assertThat(TimeGrid.DEFAULT.floor(time)).isEqualTo(pane);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5_000, 1, 7_500})
    void shouldRefuseAnEvaluationIntervalThatIsNoMultipleOfThePane(long intervalMs) {
        assertThatThrownBy(() -> TimeGrid.DEFAULT.withEvaluationInterval(intervalMs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5000 ms")
                .hasMessageContaining(intervalMs + " ms");
    }

    private static long anyWindow(TimeGrid grid, SplittableRandom random) {
        long longest = 1L << random.nextInt(4, 20); // in panes, of every magnitude
        return Math.min(LONGEST, grid.paneMs() * random.nextLong(1, longest + 1));
    }

    private static long anyBoundary(TimeGrid grid, SplittableRandom random) {
        return T0 + grid.paneMs() * random.nextInt(1_000_000);
    }
}

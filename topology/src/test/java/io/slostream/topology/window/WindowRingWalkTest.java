// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.TimeGrid.Level;
import io.slostream.topology.state.CopyingState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rings against brute force: every count ever added is kept, and each window is added up from it. */
class WindowRingWalkTest {
    private static final long SEED = 77;
    private static final int WALKS = 25;
    private static final int STEPS = 150;
    private static final Series SERIES = new Series(3, "coder");

    static Stream<Arguments> levels() {
        return Stream.of(TimeGrid.DEFAULT, TimeGrid.FAST)
                .flatMap(grid -> IntStream.range(0, grid.levels().size()).mapToObj(level -> Arguments.of(grid, level)));
    }

    @ParameterizedTest
    @MethodSource("levels")
    void shouldEqualBruteForceOnRandomWalks(TimeGrid grid, int level) {
        SplittableRandom random = new SplittableRandom(SEED);

        for (int walk = 0; walk < WALKS; walk++) {
            new Walk(grid, level, random.split(), "seed %d, walk %d".formatted(SEED, walk)).run();
        }
    }

    private record Counted(long paneStartMs, long good, long total) {}

    private static final class Walk {
        private final TimeGrid grid;
        private final int level;
        private final Level resolution;
        private final SplittableRandom random;
        private final String where;
        private final List<Long> windows = new ArrayList<>();
        private final long longest;
        private final CopyingState<RingKey, long[]> state = new CopyingState<>();
        private final List<Counted> everything = new ArrayList<>();
        private long boundary;
        private WindowRing ring;

        Walk(TimeGrid grid, int level, SplittableRandom random, String where) {
            this.grid = grid;
            this.level = level;
            this.resolution = grid.levels().get(level);
            this.random = random;
            // windows of this level are longer than any of the level below; most are no multiple of its pane
            long shortest = level == 0 ? 0 : grid.levels().get(level - 1).spanMs();
            long span = Math.min(resolution.spanMs(), 30 * DAY);
            LongStream.generate(() ->
                            shortest + grid.paneMs() * random.nextLong(1, (span - shortest) / grid.paneMs() + 1))
                    .limit(random.nextInt(1, 5))
                    .distinct()
                    .sorted()
                    .forEach(windows::add);
            longest = windows.get(windows.size() - 1);
            boundary = T0 + grid.paneMs() * random.nextInt(1_000);
            ring = anew();
            this.where = where + ", windows " + windows;
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                boundary += advance();
                ring.advance(boundary);
                for (int add = random.nextInt(4); add > 0; add--) {
                    long total = random.nextLong(1, 1_000);
                    Counted counted = new Counted(pane(), random.nextLong(0, total + 1), total);
                    everything.add(counted);
                    ring.add(counted.paneStartMs(), counted.good(), counted.total());
                }
                check(ring, step);
                if (random.nextInt(5) == 0) {
                    ring = anew();
                    check(ring, step);
                }
            }
        }

        private WindowRing anew() {
            return new WindowRing(level, resolution, windows, RingBlocks.of(SERIES, state), boundary);
        }

        private long advance() {
            long panes = switch (random.nextInt(20)) {
                case 0 -> longest / grid.paneMs() + random.nextInt(10_000); // all of it leaves
                case 1, 2 -> random.nextLong(longest / grid.paneMs() + 1); // some of it
                case 3, 4 -> resolution.paneMs() / grid.paneMs() * random.nextInt(1, 80); // to a block's end
                case 5 -> 0;
                default -> random.nextInt(1, 20);
            };
            return panes * grid.paneMs();
        }

        /** The newest pane, or a late one, now and then older than every window; late ones may be of this level. */
        private long pane() {
            long newest = boundary - grid.paneMs();
            if (random.nextBoolean()) {
                return newest;
            }
            long back = random.nextLong((longest + 3 * resolution.paneMs()) / grid.paneMs()) * grid.paneMs();
            return random.nextBoolean() ? newest - back : resolution.paneStart(newest - back);
        }

        private void check(WindowRing ring, int step) {
            for (int window = 0; window < windows.size(); window++) {
                long from = boundary - windows.get(window);
                long edge = from - Math.floorMod(from, resolution.paneMs());
                long good = 0;
                long total = 0;
                for (Counted counted : everything) {
                    if (counted.paneStartMs() >= edge) {
                        good += counted.good();
                        total += counted.total();
                    }
                }
                assertThat(new long[] {ring.oldEdgeMs(window), ring.good(window), ring.total(window)})
                        .as("%s, step %d, window %d", where, step, window)
                        .containsExactly(edge, good, total);
            }
            assertThat(ring.sumsMatchSlots(boundary))
                    .as("%s, step %d", where, step)
                    .isTrue();
        }
    }
}

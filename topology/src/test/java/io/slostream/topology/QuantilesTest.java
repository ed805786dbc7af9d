// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.showing;
import static io.slostream.topology.TopologyFixtures.slo;
import static io.slostream.topology.TopologyFixtures.ttftWithin;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.Distribution;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.topology.QuantileRun.Logged;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.SloStatus.QuantileReading;
import io.slostream.topology.sketch.ValueBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The quantiles that are shown at a boundary T are those of the values with event time in the window that arrived before
 * T + grace: by brute force over all values, within the relative error, their number exactly; and the same, to the last
 * bit, under any interleaving, restart and number of partitions.
 */
class QuantilesTest {
    private static final long SEED = 808;
    private static final int LOGS = 3;
    private static final int EVENTS = 300;
    /** Windows of two levels over one quantity of one SLI, another quantity, and a window longer than the period. */
    private static final SloDefinition[] SLOS = {
        showing(slo("a", ttftWithin(500), HOUR), "ttft_ms", 5 * MINUTE),
        showing(slo("b", ttftWithin(500), 2 * HOUR), "ttft_ms", 35 * MINUTE),
        showing(slo("c", ttftWithin(900), HOUR), "output_tokens", 10 * SECOND),
        showing(slo("d", ttftWithin(800), MINUTE), "ttft_ms", 20 * MINUTE),
    };
    /** Stage 1 counts an event for an SLI while its longest window holds it: all SLOs of the SLI together. */
    private static final long[] LONGEST_MS = {2 * HOUR, 2 * HOUR, HOUR, MINUTE};

    @ParameterizedTest
    @CsvSource({"false, 1, 1", "false, 3, 1", "false, 3, 4", "true, 3, 4"})
    void shouldBeThoseOfAllValuesOfTheWindow(boolean fast, int sources, int partitions) {
        EngineDefinition definition = discovering(fast ? TimeGrid.FAST : TimeGrid.DEFAULT, SLOS);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int number = 0; number < LOGS; number++) {
            List<List<Logged>> logs = logs(sources, random);

            Map<String, List<SloStatus>> said =
                    new QuantileRun(definition, logs, partitions, random.split()).summaries();

            String where = "seed %d, log %d".formatted(SEED, number);
            assertThat(said).as(where).hasSize(2 * SLOS.length);
            for (int slo = 0; slo < SLOS.length; slo++) {
                for (String group : List.of("coder", "writer")) {
                    check(where, definition, slo, group, logs, said.get(SLOS[slo].name() + "/" + group));
                }
            }
        }
    }

    @Test
    void shouldBeTheSameUnderAnyScheduleAndNumberOfPartitions() {
        EngineDefinition definition = discovering(TimeGrid.DEFAULT, SLOS);
        SplittableRandom random = new SplittableRandom(SEED);
        List<List<Logged>> logs = logs(3, random);
        Map<String, List<SloStatus>> first = new QuantileRun(definition, logs, 1, random.split()).summaries();

        for (int partitions = 1; partitions <= 5; partitions++) {
            assertThat(new QuantileRun(definition, logs, partitions, random.split()).summaries())
                    .as("seed %d, %d partitions", SEED, partitions)
                    .isEqualTo(first);
        }
    }

    /** At each time for summaries, what was said last is what holds: a change was told, and nothing else needed to be. */
    private static void check(
            String where,
            EngineDefinition definition,
            int slo,
            String group,
            List<List<Logged>> logs,
            List<SloStatus> said) {
        int next = 0;
        for (long boundary = said.get(0).atMs(); boundary <= QuantileRun.END_MS; boundary += 10 * SECOND) {
            while (next + 1 < said.size() && said.get(next + 1).atMs() <= boundary) {
                next++;
            }
            List<Double> values = values(definition.grid(), slo, group, logs, boundary);
            for (QuantileReading reading : said.get(next).quantiles()) {
                String what = "%s: %s of %s/%s at %d s"
                        .formatted(where, reading.quantile(), SLOS[slo].name(), group, (boundary - T0) / SECOND);
                assertThat(reading.count()).as(what).isEqualTo(values.size());
                assertThat(reading.value().isEmpty()).as(what).isEqualTo(values.isEmpty());
                if (!values.isEmpty()) {
                    double exact = values.get((int) Math.ceil(reading.quantile().toDouble() * values.size()) - 1);
                    assertThat(Math.abs(reading.value().getAsDouble() - exact))
                            .as("%s: %s for %s", what, reading.value(), exact)
                            .isLessThanOrEqualTo(exact * ValueBuckets.RELATIVE_ERROR * (1 + 1e-12));
                }
            }
        }
    }

    /** All values of the window, sorted: plain arithmetic over the logs. */
    private static List<Double> values(TimeGrid grid, int slo, String group, List<List<Logged>> logs, long boundaryMs) {
        Distribution shown = SLOS[slo].distribution().orElseThrow();
        long edge = grid.oldEdge(shown.overMs(), boundaryMs);
        return logs.stream()
                .flatMap(List::stream)
                .filter(logged -> logged.group().equals(group)
                        && logged.valueOf(shown.quantity().name()) != null)
                .filter(logged -> pane(grid, logged) >= edge && firstBoundary(grid, logged) <= boundaryMs)
                .filter(logged -> pane(grid, logged) >= grid.oldEdge(LONGEST_MS[slo], firstBoundary(grid, logged)))
                .map(logged -> logged.valueOf(shown.quantity().name()))
                .sorted()
                .toList();
    }

    private static long pane(TimeGrid grid, Logged logged) {
        return logged.timeMs() - logged.timeMs() % grid.paneMs();
    }

    private static long firstBoundary(TimeGrid grid, Logged logged) {
        long boundary = pane(grid, logged) + grid.paneMs();
        while (logged.clockMs() >= boundary + grid.graceMs()) {
            boundary += grid.paneMs();
        }
        return boundary;
    }

    private static List<List<Logged>> logs(int sources, SplittableRandom random) {
        return Stream.generate(() -> log(random.split())).limit(sources).toList();
    }

    /** Busy and silent stretches, late events, requests without a value, and values of any size. */
    private static List<Logged> log(SplittableRandom random) {
        List<Logged> log = new ArrayList<>();
        long clock = T0;
        for (int i = 0; i < EVENTS; i++) {
            clock += random.nextInt(60) == 0 ? random.nextLong(25 * MINUTE) : random.nextLong(6 * SECOND);
            long late = switch (random.nextInt(10)) {
                case 0 -> random.nextLong(80 * MINUTE);
                case 1, 2 -> random.nextLong(20 * SECOND);
                default -> random.nextLong(3 * SECOND);
            };
            double ttft = switch (random.nextInt(20)) {
                case 0 -> 0;
                case 1 -> random.nextDouble() * 1e12;
                case 2 -> random.nextInt(1, 9) * 1e-6;
                default -> 20 + random.nextInt(400) * random.nextDouble();
            };
            log.add(new Logged(
                    clock,
                    random.nextBoolean() ? "coder" : "writer",
                    clock - late,
                    random.nextInt(6) == 0 ? null : ttft,
                    random.nextInt(10) == 0,
                    random.nextLong(2_000)));
        }
        return log;
    }
}

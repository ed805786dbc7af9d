// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import static io.slostream.topology.EventBuilder.evaluation;
import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.serving;
import static io.slostream.topology.TopologyFixtures.slo;
import static io.slostream.topology.TopologyFixtures.ttftWithin;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.EventBuilder;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.TimeGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random logs with steps back, jumps, strangers and old events, against plain counting; also cut anywhere. */
class AccumulatorWalkTest {
    private static final long SEED = 9_001;
    private static final int WALKS = 60;
    private static final int RECORDS = 400;
    private static final TimeGrid GRID = TimeGrid.DEFAULT;
    private static final long PANE = 5 * SECOND;
    private static final long GRACE = 10 * SECOND;
    private static final SloDefinition[] SLOS = {
        slo("a-monthly", passed(), 30 * DAY),
        slo("b-hourly", ttftWithin(500), HOUR),
        slo("c-daily", ttftWithin(900), DAY)
    };
    private static final long[] LONGEST = {30 * DAY, HOUR, DAY};

    private record Rec(long arrivalMs, TelemetryEvent event, boolean[] wanted, boolean[] good, String group) {}

    @Test
    void shouldCountLikePlainArithmetic() {
        SplittableRandom random = new SplittableRandom(SEED);

        for (int walk = 0; walk < WALKS; walk++) {
            String where = "seed %d, walk %d".formatted(SEED, walk);
            List<Rec> log = log(random.split());
            AccumulatorDriver source = new AccumulatorDriver(definition(walk), 3);
            Plain plain = new Plain(walk % 2 == 0);
            for (Rec rec : log) {
                Outcome outcome = source.event((rec.arrivalMs() - T0) / (double) SECOND, rec.event());
                assertThat(outcome).as(where).isEqualTo(plain.count(rec));
                assertThat(source.accumulator().accounting().addsUp()).as(where).isTrue();
            }
            source.arrive(10 * 86_400);

            assertThat(summed(source.partials())).as(where).isEqualTo(plain.counts);
            assertThat(source.accumulator().accounting().in()).as(where).isEqualTo(log.size());
            assertThat(source.openBlocks()).as(where).isZero();
        }
    }

    @Test
    void shouldGoOnIdenticallyOverTheSameState() {
        SplittableRandom random = new SplittableRandom(SEED);

        for (int walk = 0; walk < WALKS; walk++) {
            List<Rec> log = log(random.split());
            AccumulatorDriver whole = new AccumulatorDriver(definition(walk), 3);
            AccumulatorDriver cut = new AccumulatorDriver(definition(walk), 3);
            for (Rec rec : log) {
                double arrival = (rec.arrivalMs() - T0) / (double) SECOND;
                assertThat(cut.event(arrival, rec.event())).isEqualTo(whole.event(arrival, rec.event()));
                if (random.nextInt(3) == 0) {
                    cut.restart();
                }
            }
            whole.arrive(10 * 86_400);
            cut.restart().arrive(10 * 86_400);

            String where = "seed %d, walk %d".formatted(SEED, walk);
            assertThat(cut.packets()).as(where).isEqualTo(whole.packets());
            assertThat(cut.receivers()).as(where).isEqualTo(whole.receivers());
            assertThat(cut.accumulator().accounting())
                    .as(where)
                    .isEqualTo(whole.accumulator().accounting());
        }
    }

    private static EngineDefinition definition(int walk) {
        return walk % 2 == 0 ? discovering(GRID, SLOS) : serving(GRID, Set.of("coder", "writer"), SLOS);
    }

    private static List<Rec> log(SplittableRandom random) {
        List<Rec> log = new ArrayList<>();
        long now = T0 + random.nextInt(100_000);
        String[] names = {"coder", "writer", "stranger", "nobody"};
        for (int i = 0; i < RECORDS; i++) {
            now += switch (random.nextInt(30)) {
                case 0 -> random.nextLong(2 * HOUR);
                case 1, 2, 3 -> random.nextLong(60 * SECOND);
                case 4 -> -random.nextLong(20 * SECOND);
                default -> random.nextLong(2 * SECOND);
            };
            long time = now
                    + switch (random.nextInt(20)) {
                        case 0 -> 59 * SECOND + random.nextLong(2 * SECOND);
                        case 1 -> -random.nextLong(40 * DAY);
                        case 2, 3 -> -random.nextLong(2 * HOUR);
                        case 4, 5, 6 -> -random.nextLong(30 * SECOND);
                        default -> -random.nextLong(3 * SECOND);
                    };
            String group = names[random.nextInt(names.length)];
            if (random.nextInt(3) == 0) {
                boolean pass = random.nextBoolean();
                log.add(new Rec(
                        now,
                        evaluation(group, time, pass),
                        flags(true, false, false),
                        flags(pass, false, false),
                        group));
            } else {
                double ttft = random.nextInt(200) * 10.0;
                boolean measured = random.nextInt(5) > 0;
                EventBuilder event = EventBuilder.request(group, time);
                log.add(new Rec(
                        now,
                        measured ? event.with("ttft_ms", ttft).build() : event.build(),
                        flags(false, measured, measured),
                        flags(false, ttft <= 500, ttft <= 900),
                        group));
            }
        }
        return log;
    }

    private static boolean[] flags(boolean... flags) {
        return flags;
    }

    private static TreeMap<String, String> summed(List<Partial> partials) {
        TreeMap<String, String> result = new TreeMap<>();
        partials.forEach(partial -> {
            String counts = partial.good() + "/" + partial.total();
            assertThat(result.put(
                            key(partial.series(), partial.boundaryMs(), partial.level(), partial.paneStartMs()),
                            counts))
                    .as("one partial a key")
                    .isNull();
        });
        return result;
    }

    private static String key(Series series, long boundary, int level, long pane) {
        return series + " " + boundary + " " + level + " " + pane;
    }

    /** The rules of DESIGN, in words as direct as they come: no blocks, no caches. */
    private static final class Plain {
        private final boolean discovers;
        private final TreeMap<String, String> counts = new TreeMap<>();
        private long clock = Long.MIN_VALUE;

        Plain(boolean discovers) {
            this.discovers = discovers;
        }

        Outcome count(Rec rec) {
            clock = Math.max(clock, rec.arrivalMs());
            long time = rec.event().eventTimeMs();
            if (time > clock + 60 * SECOND) {
                return Outcome.DEAD_LETTERED;
            }
            long pane = time - time % PANE;
            long boundary = pane + PANE;
            while (boundary + GRACE <= clock) {
                boundary += PANE; // this one has closed
            }
            boolean wanted = false;
            boolean counted = false;
            for (int sli = 0; sli < LONGEST.length; sli++) {
                wanted |= rec.wanted()[sli];
                if (rec.wanted()[sli] && pane >= GRID.oldEdge(LONGEST[sli], boundary)) {
                    counted = true;
                    add(rec, sli, pane, boundary);
                }
            }
            return counted ? Outcome.COUNTED : wanted ? Outcome.LATE : Outcome.EXCLUDED;
        }

        private void add(Rec rec, int sli, long pane, long boundary) {
            boolean known =
                    discovers || rec.group().equals("coder") || rec.group().equals("writer");
            int level = GRID.finestLevelHolding(pane, boundary);
            String key = key(
                    new Series(sli, known ? rec.group() : EngineDefinition.OTHER),
                    boundary,
                    level,
                    GRID.levels().get(level).paneStart(pane));
            String[] before = counts.getOrDefault(key, "0/0").split("/");
            counts.put(
                    key,
                    (Long.parseLong(before[0]) + (rec.good()[sli] ? 1 : 0)) + "/" + (Long.parseLong(before[1]) + 1));
        }
    }
}

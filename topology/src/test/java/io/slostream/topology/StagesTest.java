// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictOracle;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.state.CopyingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The sentence that both stages together must keep: the verdict at a boundary T is a function of the events with event
 * time before T that arrived before T + grace.
 */
class StagesTest {
    private static final long SEED = 555;
    private static final int LOGS = 4;
    private static final int EVENTS = 250;

    private record Logged(long clockMs, String group, long timeMs, boolean good, long excludedMs) {
        TelemetryEvent event() {
            if (!isExclusion()) {
                return EventBuilder.evaluation(group, timeMs, good);
            }
            return EventBuilder.exclusion(group, clockMs, timeMs, timeMs + excludedMs)
                    .build();
        }

        boolean isExclusion() {
            return excludedMs > 0;
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 1, 1", "false, 3, 1", "false, 3, 4", "true, 1, 1", "true, 3, 4"})
    void shouldJudgeByWhatArrivedBeforeBoundaryAndGrace(boolean fast, int sources, int partitions) {
        TimeGrid grid = fast ? TimeGrid.FAST : TimeGrid.DEFAULT.withEvaluationInterval(10 * SECOND);
        EngineDefinition definition = discovering(
                grid,
                slo(
                        "correctness",
                        passed(),
                        HOUR,
                        alert("Frozen", "0.3", 10 * SECOND, 20 * SECOND, NoDataPolicy.FREEZE, 30 * SECOND),
                        alert("Burning", "0.2", 0, 0, NoDataPolicy.FREEZE, 10 * MINUTE, MINUTE),
                        alert("Forgetful", "0.4", 20 * SECOND, 0, NoDataPolicy.RESET, 10 * SECOND)));
        SplittableRandom random = new SplittableRandom(SEED);

        for (int number = 0; number < LOGS; number++) {
            List<List<Logged>> logs = new ArrayList<>();
            for (int source = 0; source < sources; source++) {
                logs.add(log(random.split()));
            }
            logs.add(exclusions(random.split()));
            long end = grid.evaluationCeiling(T0 + HOUR);

            Map<AlertKey, List<Verdict>> verdicts = new Run(definition, logs, partitions, random.split()).until(end);

            String where = "seed %d, log %d".formatted(SEED, number);
            Map<AlertKey, List<Verdict>> expected = expected(definition, logs, end);
            assertThat(verdicts.keySet()).as(where).isEqualTo(expected.keySet());
            expected.forEach((key, ofKey) ->
                    assertThat(verdicts.get(key)).as("%s, %s", where, key).isEqualTo(ofKey));
        }
    }

    private static Map<AlertKey, List<Verdict>> expected(
            EngineDefinition definition, List<List<Logged>> logs, long end) {
        TimeGrid grid = definition.grid();
        List<Partial> counts = new ArrayList<>();
        List<Evidence> bad = new ArrayList<>();
        int evaluations = logs.size() - 1;
        for (int source = 0; source < evaluations; source++) {
            expect(source, logs.get(source), grid, counts, bad);
        }
        List<Exclusion> exclusions = expectExclusions(logs.get(evaluations), grid);
        return byKey(new VerdictOracle(definition, counts, bad, exclusions, end).verdicts());
    }

    private static void expect(int source, List<Logged> log, TimeGrid grid, List<Partial> counts, List<Evidence> bad) {
        for (int position = 0; position < log.size(); position++) {
            Logged logged = log.get(position);
            long pane = logged.timeMs() - logged.timeMs() % grid.paneMs();
            long boundary = pane + grid.paneMs();
            while (logged.clockMs() >= boundary + grid.graceMs()) {
                boundary += grid.paneMs();
            }
            int level = boundary == pane + grid.paneMs() ? 0 : grid.finestLevelHolding(pane, boundary);
            counts.add(new Partial(
                    new Series(0, logged.group()),
                    level,
                    grid.levels().get(level).paneStart(pane),
                    boundary,
                    logged.good() ? 1 : 0,
                    1));
            if (!logged.good()) {
                BadEvent event = new BadEvent(logged.timeMs(), source, position);
                bad.add(new Evidence(new Series(0, logged.group()), boundary, List.of(event)));
            }
        }
    }

    private static List<Exclusion> expectExclusions(List<Logged> log, TimeGrid grid) {
        List<Exclusion> exclusions = new ArrayList<>();
        for (int position = 0; position < log.size(); position++) {
            Logged logged = log.get(position);
            long boundary = grid.floor(logged.clockMs() - grid.graceMs()) + grid.paneMs();
            exclusions.add(new Exclusion(
                    new Exclusion.Key(boundary, 0, position),
                    Optional.of(logged.group()),
                    Optional.empty(),
                    logged.timeMs(),
                    logged.timeMs() + logged.excludedMs(),
                    "maintenance",
                    "ops"));
        }
        return exclusions;
    }

    /** Exclusions of the past, the present and the future, some of which overlap. */
    private static List<Logged> exclusions(SplittableRandom random) {
        String[] groups = {"coder", "writer"};
        List<Logged> log = new ArrayList<>();
        for (long clock = T0; log.size() < 12; clock += random.nextLong(8 * MINUTE)) {
            long from = clock + random.nextLong(-10 * MINUTE, 3 * MINUTE);
            long length = random.nextLong(1, random.nextInt(3) == 0 ? 10 * MINUTE : MINUTE);
            log.add(new Logged(clock, groups[random.nextInt(groups.length)], from, true, length));
        }
        return log;
    }

    /** A source's log in the order of its clock, which is also what a record's arrival comes to. */
    private static List<Logged> log(SplittableRandom random) {
        String[] groups = {"coder", "writer"};
        List<Logged> log = new ArrayList<>();
        long clock = T0;
        for (int i = 0; i < EVENTS; i++) {
            clock += random.nextInt(40) == 0 ? random.nextLong(4 * MINUTE) : random.nextLong(8 * SECOND);
            long late = switch (random.nextInt(12)) {
                case 0 -> random.nextLong(40 * MINUTE);
                case 1, 2 -> random.nextLong(20 * SECOND);
                case 3 -> -random.nextLong(MINUTE); // a producer's clock is fast
                default -> random.nextLong(3 * SECOND);
            };
            boolean ill = (clock - T0) / (90 * SECOND) % 3 == 1;
            String group = groups[random.nextInt(groups.length)];
            log.add(new Logged(clock, group, clock - late, !(ill && random.nextInt(3) > 0), 0));
        }
        return log;
    }

    private static Map<AlertKey, List<Verdict>> byKey(List<Verdict> verdicts) {
        return verdicts.stream().collect(Collectors.groupingBy(Verdict::key, TreeMap::new, Collectors.toList()));
    }

    /** Sources and partitions, interleaved and restarted at random. */
    private static final class Run {
        private final EngineDefinition definition;
        private final List<List<Logged>> logs;
        private final SplittableRandom random;
        private final CountingState counting = CountingState.over(CopyingState::new);
        private final Accumulator[] accumulators;
        private final VerdictStage[] stages;
        private final VerdictState[] states;
        private final List<Verdict> verdicts = new ArrayList<>();

        Run(EngineDefinition definition, List<List<Logged>> logs, int partitions, SplittableRandom random) {
            this.definition = definition;
            this.logs = logs;
            this.random = random;
            accumulators = new Accumulator[logs.size()];
            stages = new VerdictStage[partitions];
            states = new VerdictState[partitions];
            for (int source = 0; source < logs.size(); source++) {
                restartSource(source);
            }
            for (int partition = 0; partition < partitions; partition++) {
                states[partition] = VerdictState.over(CopyingState::new);
                restartStage(partition);
            }
        }

        Map<AlertKey, List<Verdict>> until(long end) {
            int[] next = new int[logs.size()];
            int records = logs.stream().mapToInt(List::size).sum();
            for (int read = 0; read < records; read++) {
                int source = random.nextInt(logs.size());
                while (next[source] == logs.get(source).size()) {
                    source = (source + 1) % logs.size();
                }
                int position = next[source]++;
                read(source, position, logs.get(source).get(position));
                maybeRestart();
            }
            for (Accumulator accumulator : accumulators) { // ticks, so that all close the end
                accumulator.arrive(end + definition.grid().graceMs(), this::hear);
            }
            for (VerdictStage stage : stages) {
                stage.evaluate(() -> true, verdicts::add);
            }
            return byKey(verdicts);
        }

        private void read(int source, int position, Logged logged) {
            Accumulator accumulator = accumulators[source];
            accumulator.arrive(logged.clockMs(), this::hear);
            TelemetryEvent event = logged.event();
            assertThat(accumulator.isFuture(event)).isFalse();
            accumulator.count(event, position);
        }

        private void hear(int partition, Packet packet) {
            stages[partition].accept(packet);
            stages[partition].evaluate(() -> random.nextInt(10) > 0, verdicts::add);
        }

        private void maybeRestart() {
            if (random.nextInt(20) == 0) {
                restartSource(random.nextInt(accumulators.length));
            }
            if (random.nextInt(20) == 0) {
                restartStage(random.nextInt(stages.length));
            }
        }

        private void restartSource(int source) {
            int evaluations = logs.size() - 1;
            TelemetryKind kind = source == evaluations ? TelemetryKind.EXCLUSION : TelemetryKind.EVALUATION;
            accumulators[source] = new Accumulator(
                    definition,
                    new SourcePartition(kind.topic(), source == evaluations ? 0 : source),
                    source == evaluations ? 1 : evaluations,
                    Set.of(kind),
                    stages.length,
                    counting);
        }

        private void restartStage(int partition) {
            stages[partition] = new VerdictStage(
                    definition, partition, stages.length, StartPoint.at(T0).withExclusions(), states[partition]);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.serving;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Decimal;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Operator;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.state.CopyingState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A definition that changes twice, and exclusions, while two instances read, one of them slow to learn: the same logs,
 * with the adoptions in them, give the same words in the same order, whatever was learnt when, however they are interleaved and restarted.
 */
class VersionsWalkTest {
    private static final long SEED = 20_261_126;
    private static final int LOGS = 6;
    private static final int SCHEDULES = 3;
    private static final int SOURCES = 3;
    private static final int PARTITIONS = 3;
    private static final int EVENTS = 900;
    private static final int EXCLUSIONS = 24;
    /** Number of the source that carries exclusions, behind those of evaluations. */
    private static final int EXCLUDING = SOURCES;

    private static final String[] GROUPS = {"coder", "writer", "solver"};
    private static final long[] VERSIONS = {2, 5, 9};

    private static final List<EngineDefinition> DEFINITIONS = List.of(
            serving(
                    TimeGrid.DEFAULT,
                    Set.of("coder", "writer"),
                    slo("changed", passed(), HOUR, covered("Bad", "0.3", MINUTE), covered("Slow", "0.2", 10 * MINUTE)),
                    slo("edited", scored(0.4), HOUR, covered("Old", "0.2", MINUTE), covered("Kept", "0.3", MINUTE)),
                    slo("gone", scored(0.6), HOUR, covered("Gone", "0.2", MINUTE))),
            serving(
                    TimeGrid.DEFAULT,
                    Set.of("coder", "writer"),
                    slo(
                            "changed",
                            scored(0.5),
                            HOUR,
                            covered("Bad", "0.3", MINUTE),
                            covered("Slow", "0.2", 10 * MINUTE)),
                    slo(
                            "edited",
                            scored(0.4),
                            2 * HOUR,
                            covered("Kept", "0.3", MINUTE),
                            covered("New", "0.2", 40 * MINUTE)),
                    slo("new", passed(), HOUR, covered("Fresh", "0.2", 5 * MINUTE))),
            serving(
                    TimeGrid.DEFAULT,
                    Set.of("coder", "solver"),
                    slo("changed", scored(0.5), HOUR, covered("Bad", "0.4", MINUTE)),
                    slo("edited", scored(0.45), 2 * HOUR, covered("Kept", "0.3", 2 * MINUTE)),
                    slo("new", passed(), HOUR, covered("Fresh", "0.2", 5 * MINUTE), covered("More", "0.5", MINUTE))));

    @Test
    void shouldSayTheSameWhoeverLearntWhen() {
        long transitions = 0;
        long excluded = 0;
        Map<AlertTransition.Reason, Integer> reasons = new TreeMap<>();
        for (int number = 0; number < LOGS; number++) {
            SplittableRandom random = new SplittableRandom(SEED * 31 + number);
            List<List<Entry>> logs = new ArrayList<>();
            for (int source = 0; source < SOURCES; source++) {
                logs.add(log(random));
            }
            logs.add(exclusions(random));
            Heard expected = new Fleet(logs, 1, new SplittableRandom(0), false).run();
            transitions += expected.verdicts.size();
            expected.verdicts.forEach(
                    verdict -> reasons.merge(verdict.transition().reason(), 1, Integer::sum));
            excluded += expected.excluded;
            expectNoAlertLeftOpen(expected, number);
            for (int schedule = 0; schedule < SCHEDULES; schedule++) {
                Heard heard = new Fleet(logs, 2, new SplittableRandom(SEED + schedule), true).run();

                String where = "seed %d, log %d, schedule %d".formatted(SEED, number, schedule);
                assertThat(heard.byKey()).as(where).isEqualTo(expected.byKey());
            }
        }
        assertThat(transitions).as("transitions").isGreaterThan(LOGS * 20L);
        assertThat(excluded).as("summaries with events that are excluded").isGreaterThan(LOGS * 20L);
        assertThat(reasons)
                .as("reasons of transitions")
                .containsKeys(AlertTransition.Reason.REMOVED, AlertTransition.Reason.RECOVERED);
    }

    /** What is gone at the end of the log has no firing alert that nobody resolved. */
    private static void expectNoAlertLeftOpen(Heard heard, int number) {
        Map<AlertKey, AlertTransition.Kind> last = new TreeMap<>();
        heard.verdicts.forEach(verdict -> {
            if (verdict.transition().kind().concernsPagers()) {
                last.put(verdict.key(), verdict.transition().kind());
            }
        });
        last.forEach((key, kind) -> {
            boolean isServed = !key.slo().equals("gone")
                    && !key.alert().equals("Old")
                    && !key.alert().equals("Slow")
                    && !key.alert().equals("New")
                    && !key.group().equals("writer");
            assertThat(isServed || kind == AlertTransition.Kind.RESOLVED)
                    .as("log %d: %s ends %s: %s", number, key, kind, heard.words.get(key.toString()))
                    .isTrue();
        });
    }

    /** One record: an event, an exclusion if it is longer than 0, or the adoption of a version. */
    private record Entry(
            long clockMs,
            long timeMs,
            String group,
            boolean passed,
            double score,
            int version,
            long excludedMs,
            String slo) {
        private static Entry evaluation(long clockMs, long timeMs, String group, boolean passed, double score) {
            return new Entry(clockMs, timeMs, group, passed, score, 0, 0, "");
        }

        private static Entry adoption(long clockMs, int version) {
            return new Entry(clockMs, 0, "", false, 0, version, 0, "");
        }
    }

    /** Of the past, the present and the future, filed before, between and after the versions. */
    private static List<Entry> exclusions(SplittableRandom random) {
        String[] slos = {"", "", "changed", "edited", "new", "gone"};
        List<Entry> log = new ArrayList<>();
        long clock = T0;
        for (int i = 0; i < EXCLUSIONS; i++) {
            clock += random.nextLong(12 * MINUTE);
            for (int version = 1; version < VERSIONS.length; version++) {
                if (i == version * EXCLUSIONS / 3) {
                    log.add(Entry.adoption(clock, version));
                }
            }
            long from = clock + random.nextLong(-50 * MINUTE, 5 * MINUTE);
            String group = GROUPS[random.nextInt(GROUPS.length)];
            long length = random.nextLong(1, random.nextInt(3) == 0 ? 20 * MINUTE : 2 * MINUTE);
            log.add(new Entry(clock, from, group, true, 0, 0, length, slos[random.nextInt(slos.length)]));
        }
        return log;
    }

    private static List<Entry> log(SplittableRandom random) {
        List<Entry> log = new ArrayList<>();
        int[] adoptedAt = {EVENTS / 3 + random.nextInt(40), 2 * EVENTS / 3 + random.nextInt(40)};
        long clock = T0;
        for (int i = 0; i < EVENTS; i++) {
            clock += random.nextLong(18 * SECOND);
            for (int version = 1; version < VERSIONS.length; version++) {
                if (i == adoptedAt[version - 1]) {
                    log.add(Entry.adoption(clock, version));
                }
            }
            long late = random.nextInt(8) == 0 ? random.nextLong(20 * MINUTE) : random.nextLong(3 * SECOND);
            boolean ill = (clock - T0) / (7 * MINUTE) % 3 == 1;
            log.add(Entry.evaluation(
                    clock,
                    clock - (random.nextInt(9) == 0 ? -random.nextLong(50 * SECOND) : late),
                    GROUPS[random.nextInt(GROUPS.length)],
                    !ill || random.nextInt(3) == 0,
                    ill ? random.nextDouble(0.6) : random.nextDouble(0.3, 1)));
        }
        return log;
    }

    /** What was said. */
    private static final class Heard implements VerdictSink {
        private final List<Verdict> verdicts = new ArrayList<>();
        private long excluded;
        private final Map<String, List<String>> words = new TreeMap<>();

        private void say(String key, Object what) {
            words.computeIfAbsent(key, absent -> new ArrayList<>()).add(what.toString());
        }

        Map<String, List<String>> byKey() {
            return words;
        }

        @Override
        public void verdict(Verdict verdict) {
            verdicts.add(verdict);
            say(verdict.key().toString(), verdict);
        }

        @Override
        public void summary(SloStatus status) {
            excluded += status.excludedEvents() > 0 ? 1 : 0;
            // Nothing is masked that a window does not hold.
            assertThat(status.windows())
                    .as("%s", status)
                    .allMatch(reading -> reading.good() >= 0 && reading.good() <= reading.total());
            say(status.slo() + "/" + status.group(), status);
        }

        @Override
        public void removed(String slo, String group, long atMs) {
            say(slo + "/" + group, "removed at " + atMs);
        }

        @Override
        public void pane(MinutePane pane) {
            say("minutes of " + pane.slo() + "/" + pane.group(), pane);
        }

        @Override
        public void alertState(AlertKey alert, AlertState state, long atMs) {
            say("states of " + alert, state + " at " + atMs);
        }
    }

    /** Sources and partitions shared out among instances that learn at their own time. */
    private static final class Fleet {
        private final List<List<Entry>> logs;
        private final SplittableRandom random;
        private final boolean isTroubled;
        private final List<DefinitionVersions> instances = new ArrayList<>();
        private final CountingState counting = CountingState.over(CopyingState::new);
        private final Accumulator[] accumulators = new Accumulator[SOURCES + 1];
        private final VerdictState[] states = new VerdictState[PARTITIONS];
        private final VerdictStage[] stages = new VerdictStage[PARTITIONS];
        private final List<Deque<Packet>> packets = new ArrayList<>();
        private final Heard heard = new Heard();

        Fleet(List<List<Entry>> logs, int instances, SplittableRandom random, boolean isTroubled) {
            this.logs = logs;
            this.random = random;
            this.isTroubled = isTroubled;
            for (int instance = 0; instance < instances; instance++) {
                this.instances.add(new DefinitionVersions(
                        VersionedDefinition.first(VERSIONS[0], DEFINITIONS.get(0)), Duration.ZERO));
            }
            if (!isTroubled) {
                learn(0);
                learn(0);
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                states[partition] = VerdictState.over(CopyingState::new);
                packets.add(new ArrayDeque<>());
            }
        }

        private void learn(int instance) {
            DefinitionVersions versions = instances.get(instance);
            for (int next = 1; next < VERSIONS.length; next++) {
                if (versions.newest().version() < VERSIONS[next]) {
                    versions.add(VERSIONS[next], DEFINITIONS.get(next));
                    return;
                }
            }
        }

        Heard run() {
            for (int source = 0; source <= EXCLUDING; source++) {
                restartSource(source);
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                restartStage(partition);
            }
            int[] next = new int[SOURCES + 1];
            long end = T0;
            while (true) {
                int left = 0;
                for (int source = 0; source <= EXCLUDING; source++) {
                    left += logs.get(source).size() - next[source];
                }
                if (left == 0) {
                    break;
                }
                int source = random.nextInt(SOURCES + 1);
                if (next[source] < logs.get(source).size()
                        && read(source, next[source], logs.get(source).get(next[source]))) {
                    end = Math.max(end, logs.get(source).get(next[source]).clockMs());
                    next[source]++;
                }
                judgeSome();
                trouble();
            }
            long last = end - end % HOUR + 2 * HOUR;
            for (int instance = 0; instance < instances.size(); instance++) {
                learn(instance);
                learn(instance);
            }
            for (Accumulator accumulator : accumulators) {
                accumulator.arrive(last + TimeGrid.DEFAULT.graceMs(), this::send);
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                while (!packets.get(partition).isEmpty()) {
                    stages[partition].accept(packets.get(partition).poll());
                }
                stages[partition].evaluate(() -> true, heard);
            }
            return heard;
        }

        private boolean read(int source, int position, Entry entry) {
            try {
                if (entry.version() > 0) {
                    accumulators[source].adopt(VERSIONS[entry.version()], entry.clockMs(), this::send);
                } else {
                    accumulators[source].arrive(entry.clockMs(), this::send);
                    accumulators[source].count(event(entry), position);
                }
                return true;
            } catch (IllegalStateException notLearntYet) {
                assertThat(notLearntYet).hasMessageContaining("was adopted");
                return false;
            }
        }

        private static TelemetryEvent event(Entry entry) {
            if (entry.excludedMs() > 0) {
                EventBuilder exclusion = EventBuilder.of(TelemetryKind.EXCLUSION, entry.group(), entry.clockMs())
                        .with("from", entry.timeMs())
                        .with("to", entry.timeMs() + entry.excludedMs())
                        .with("reason", "maintenance")
                        .with("who", "ops");
                return entry.slo().isEmpty()
                        ? exclusion.build()
                        : exclusion.with("slo", entry.slo()).build();
            }
            return EventBuilder.of(TelemetryKind.EVALUATION, entry.group(), entry.timeMs())
                    .with("evaluation_name", "suite")
                    .with("passed", entry.passed())
                    .with("score", entry.score())
                    .build();
        }

        private void send(int partition, Packet packet) {
            packets.get(partition).add(packet);
        }

        private void judgeSome() {
            int partition = random.nextInt(PARTITIONS);
            Deque<Packet> waiting = packets.get(partition);
            for (int count = random.nextInt(4); count > 0 && !waiting.isEmpty(); count--) {
                try {
                    stages[partition].accept(waiting.peek());
                    waiting.poll();
                } catch (IllegalStateException notLearntYet) {
                    assertThat(notLearntYet).hasMessageContaining("was adopted");
                    break;
                }
            }
            stages[partition].evaluate(() -> random.nextInt(10) > 0, heard);
        }

        private void trouble() {
            if (!isTroubled) {
                return;
            }
            if (random.nextInt(400) == 0) {
                learn(random.nextInt(instances.size()));
            }
            if (random.nextInt(60) == 0) {
                restartSource(random.nextInt(SOURCES + 1));
            }
            if (random.nextInt(60) == 0) {
                restartStage(random.nextInt(PARTITIONS));
            }
        }

        /** On any instance: one that has not learnt what the state was made under cannot take it over. */
        private void restartSource(int source) {
            try {
                TelemetryKind kind = source == EXCLUDING ? TelemetryKind.EXCLUSION : TelemetryKind.EVALUATION;
                accumulators[source] = new Accumulator(
                        instance(),
                        new SourcePartition(kind.topic(), source == EXCLUDING ? 0 : source),
                        source == EXCLUDING ? 1 : SOURCES,
                        Set.of(kind),
                        PARTITIONS,
                        counting);
            } catch (IllegalStateException notLearntYet) {
                assertThat(notLearntYet).hasMessageContaining("was adopted");
            }
        }

        private void restartStage(int partition) {
            try {
                stages[partition] = new VerdictStage(
                        instance(),
                        partition,
                        PARTITIONS,
                        StartPoint.at(T0).withExclusions(),
                        states[partition],
                        VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS);
            } catch (IllegalStateException notLearntYet) {
                assertThat(notLearntYet).hasMessageContaining("was adopted");
            }
        }

        private DefinitionVersions instance() {
            return instances.get(random.nextInt(instances.size()));
        }
    }

    private static AlertDefinition covered(String name, String limit, long windowMs) {
        AlertDefinition alert = alert(name, limit, 10 * SECOND, 20 * SECOND, NoDataPolicy.FREEZE, windowMs);
        return new AlertDefinition(
                name,
                alert.tiers(),
                alert.holdMs(),
                alert.keepFiringForMs(),
                2,
                0,
                Ratio.of("0.9"),
                alert.noData(),
                alert.compat());
    }

    private static Indicator scored(double least) {
        return Indicator.share(
                TelemetryKind.EVALUATION,
                List.of(),
                List.of(new FieldMatcher("score", Operator.GTE, new Decimal(least))),
                false,
                false);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.testkit.oracle.OracleTransition;
import io.slostream.tests.support.Rendering;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Runs the stage objects of a whole fleet in one thread, in an order drawn at random: which task goes next, how much it
 * reads, whether it commits, aborts and reads again, or is made anew over its state. Kafka's transactions are played by
 * states that roll back and outputs that become visible on commit.
 */
final class SimulatedFleet {
    private final SplittableRandom random;
    private final Mutation mutation;
    private final DefinitionSet definitions;
    private final List<CountingTask> countingTasks = new ArrayList<>();
    private final List<VerdictTask> verdictTasks = new ArrayList<>();
    private final List<List<Packet>> packetLogs = new ArrayList<>();
    private final Map<String, List<OracleTransition>> verdicts = new TreeMap<>();
    private final Map<String, List<SloStatus>> summaries = new TreeMap<>();
    private int aborts;
    private int restarts;

    SimulatedFleet(Scenario scenario, long scheduleSeed, Mutation mutation) {
        this.random = new SplittableRandom(scheduleSeed);
        this.mutation = mutation;
        this.definitions = mutation.definitions(definitions(scenario));
        EngineDefinition definition = new EngineDefinition(
                definitions, Optional.empty(), TimeGrid.DEFAULT.withEvaluationInterval(scenario.intervalMs()));
        int verdictPartitions = random.nextInt(1, 5);
        for (int partition = 0; partition < verdictPartitions; partition++) {
            packetLogs.add(new ArrayList<>());
            verdictTasks.add(new VerdictTask(
                    definition, partition, verdictPartitions, scenario.startMs(), packetLogs.get(partition)));
        }
        int tasks = scenario.partitions().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElseThrow();
        for (int number = 0; number < tasks; number++) {
            countingTasks.add(countingTask(scenario, definition, number, verdictPartitions));
        }
    }

    private CountingTask countingTask(Scenario scenario, EngineDefinition definition, int number, int partitions) {
        List<CountingTask.Input> inputs = new ArrayList<>();
        scenario.partitions().forEach((kind, count) -> {
            if (number < count) {
                SourcePartition source = new SourcePartition(kind.topic(), number);
                inputs.add(new CountingTask.Input(
                        kind, source, count, scenario.logs().get(source)));
            }
        });
        return new CountingTask(definition, inputs, partitions, mutation);
    }

    private static DefinitionSet definitions(Scenario scenario) {
        return DefinitionLoader.load(scenario.slos().stream()
                .map(slo -> new DefinitionText(slo.name() + ".yaml", slo.yaml()))
                .toList());
    }

    /** Runs until nothing is left to do; the transitions of each alert key in the order in which they became visible. */
    Map<String, List<OracleTransition>> run(long endMs) {
        while (true) {
            boolean left = false;
            for (CountingTask task : countingTasks) {
                left |= !task.isDone();
            }
            for (VerdictTask task : verdictTasks) {
                left |= !task.isDone();
            }
            if (!left) {
                break;
            }
            if (random.nextBoolean()) {
                step(countingTasks.get(random.nextInt(countingTasks.size())));
            } else {
                step(verdictTasks.get(random.nextInt(verdictTasks.size())));
            }
        }
        verdicts.values().forEach(list -> list.removeIf(transition -> transition.atMs() > endMs));
        verdicts.values().removeIf(List::isEmpty);
        return verdicts;
    }

    private void step(CountingTask task) {
        // Long runs now and then, so that one task gets far ahead of the others.
        int records = random.nextInt(8) == 0 ? 2_000 : random.nextInt(1, 80);
        task.process(random, records);
        end(() -> publish(task), task::abort, task::restart);
    }

    private void step(VerdictTask task) {
        task.process(random);
        end(() -> publish(task), task::abort, task::restart);
    }

    /** A transaction ends: mostly by a commit, else by an abort, or by a commit and a restart. */
    private void end(Runnable commit, Runnable abort, Runnable restart) {
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                aborts++;
                abort.run();
            }
            case 2 -> {
                restarts++;
                commit.run();
                restart.run();
            }
            default -> commit.run();
        }
    }

    private void publish(CountingTask task) {
        for (CountingTask.Sent sent : task.commit()) {
            packetLogs.get(sent.partition()).add(mutation.packet(sent.packet()));
            if (mutation == Mutation.DOUBLE_DELIVERY && random.nextInt(20) == 0) {
                packetLogs.get(sent.partition()).add(sent.packet());
            }
        }
    }

    private void publish(VerdictTask task) {
        VerdictTask.Said said = task.commit();
        for (SloStatus status : said.summaries()) {
            summaries
                    .computeIfAbsent(status.slo() + "/" + status.group(), absent -> new ArrayList<>())
                    .add(status);
        }
        for (Verdict verdict : said.verdicts()) {
            OracleTransition transition = Rendering.of(verdict);
            verdicts.computeIfAbsent(transition.key(), absent -> new ArrayList<>())
                    .add(transition);
        }
    }

    /** Summaries up to a boundary, of each SLO and group in the order in which they became visible. */
    Map<String, List<SloStatus>> summaries(long endMs) {
        Map<String, List<SloStatus>> result = new TreeMap<>();
        summaries.forEach((key, list) -> result.put(
                key, list.stream().filter(status -> status.atMs() <= endMs).toList()));
        result.values().removeIf(List::isEmpty);
        return result;
    }

    /** Good and total of each series in all committed packets and open counts together, by series. */
    Map<Series, List<Long>> counted() {
        Map<Series, List<Long>> sums = new TreeMap<>();
        packetLogs.forEach(log -> log.forEach(packet ->
                packet.partials().forEach(partial -> add(sums, partial.series(), partial.good(), partial.total()))));
        countingTasks.forEach(
                task -> task.open().forEach((series, counts) -> add(sums, series, counts.get(0), counts.get(1))));
        return sums;
    }

    static void add(Map<Series, List<Long>> sums, Series series, long good, long total) {
        sums.merge(
                series,
                List.of(good, total),
                (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)));
    }

    /** Number of the SLI that an SLO of the scenario reads. */
    int sliOf(String slo) {
        return definitions.indicatorOf(definitions.slos().stream()
                .filter(definition -> definition.name().equals(slo))
                .findFirst()
                .orElseThrow());
    }

    Accounting accounting() {
        Accounting sum = Accounting.NONE;
        for (CountingTask task : countingTasks) {
            sum = sum.plus(task.accounting());
        }
        return sum;
    }

    int deadLetters() {
        return countingTasks.stream().mapToInt(CountingTask::deadLetters).sum();
    }

    int aborts() {
        return aborts;
    }

    int restarts() {
        return restarts;
    }
}

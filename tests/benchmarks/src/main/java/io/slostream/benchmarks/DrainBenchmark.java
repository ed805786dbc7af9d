// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.benchmarks.ChildJvm.Ended;
import io.slostream.benchmarks.DrainRun.Cost;
import io.slostream.benchmarks.DrainRun.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The engine catches up with a backlog on a real broker, next to Kafka Streams programs that do nothing with the same
 * records: what is left is the price of everything the engine adds to reading. Broker and programs run in JVMs of their
 * own; the programs take turns, medians of the rounds.
 */
@Command(
        name = "DrainBenchmark",
        mixinStandardHelpOptions = true,
        description = "Drains a backlog with the engine and with no-op Kafka Streams programs.")
public final class DrainBenchmark implements Callable<Integer> {
    @Option(names = "--events", defaultValue = "10000000", description = "in the backlog (default: ${DEFAULT-VALUE})")
    private long events;

    @Option(names = "--rounds", defaultValue = "3", description = "of all programs (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--threads",
            split = ",",
            defaultValue = "1,2",
            description = "stream threads (default: ${DEFAULT-VALUE})")
    private List<Integer> threads;

    @Option(
            names = "--rate",
            defaultValue = "50000",
            description = "events/s at which the backlog comes at most (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--compression",
            defaultValue = "lz4",
            description = "of the producer: none, lz4, zstd, … (default: ${DEFAULT-VALUE})")
    private String compression;

    @Option(
            names = "--profile",
            description = "instead of rounds, one run of engine and pass-through under JFR for each number of threads")
    private boolean profile;

    private DrainBenchmark() {}

    /** Measures and prints; {@code --help} lists the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new DrainBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException, ExecutionException, InterruptedException {
        try (Workbench bench = Workbench.start()) {
            int runs = profile ? 1 : rounds;
            for (int round = 1; round <= runs; round++) {
                for (int number : threads) {
                    System.err.println("first start of " + group(Program.ENGINE, round, number));
                    DrainRun.prepareEngine(bench, group(Program.ENGINE, round, number), number);
                }
            }
            Backlog backlog = Backlog.write(bench, events, rate, compression);
            System.out.printf(
                    Locale.ROOT,
                    "%,d events in 3 topics of %d partitions, come within %.0f s, %s%n",
                    events,
                    EngineFile.PARTITIONS,
                    backlog.seconds(),
                    compression);
            if (profile) {
                profile(bench, backlog);
            } else {
                measure(bench, backlog);
            }
        }
        return 0;
    }

    private static String group(Program program, int round, int number) {
        return program.label() + "-round-" + round + "-threads-" + number;
    }

    private void profile(Workbench bench, Backlog backlog)
            throws IOException, ExecutionException, InterruptedException {
        for (int number : threads) {
            for (Program program : List.of(Program.ENGINE, Program.PASS_THROUGH, Program.REPLAY)) {
                System.err.printf("%s, %d threads, recorded%n", program.label(), number);
                DrainProfile result = program == Program.REPLAY
                        ? replay(bench, backlog, 1, number).profile()
                        : new DrainRun(bench, backlog, program, number, group(program, 1, number)).profile();
                System.out.printf("%n%s, %d threads%n", program.label(), number);
                result.print(System.out);
            }
        }
    }

    private void measure(Workbench bench, Backlog backlog)
            throws IOException, ExecutionException, InterruptedException {
        List<Map<Program, List<Cost>>> costs = new ArrayList<>();
        threads.forEach(number -> costs.add(new EnumMap<>(Program.class)));
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < threads.size(); i++) {
                for (Program program : Program.values()) {
                    int number = threads.get(i);
                    Cost cost = program == Program.REPLAY
                            ? replay(bench, backlog, round, number).measure()
                            : new DrainRun(bench, backlog, program, number, group(program, round, number)).measure();
                    System.err.printf("round %d: %s", round, line(program, number, List.of(cost)));
                    costs.get(i)
                            .computeIfAbsent(program, absent -> new ArrayList<>())
                            .add(cost);
                }
            }
        }
        Ended start = replay(bench, backlog, 1, threads.get(0)).start();
        System.out.printf(
                Locale.ROOT,
                "in each replay: %.1f s and %.1f CPU s until it knows its engine (JVM, clients, log of definitions)%n",
                start.seconds(),
                start.cpuSeconds());
        System.out.println("program       threads    events/s  CPU s/million  broker CPU s/million  peak RSS MB");
        for (int i = 0; i < threads.size(); i++) {
            print(threads.get(i), costs.get(i));
        }
    }

    /** By the start and the definitions of that round's engine. */
    private static ReplayRun replay(Workbench bench, Backlog backlog, int round, int number) {
        return new ReplayRun(bench, backlog, number, group(Program.ENGINE, round, number));
    }

    private void print(int number, Map<Program, List<Cost>> costs) {
        costs.forEach((program, list) -> System.out.print(line(program, number, list)));
        List<Cost> engine = costs.get(Program.ENGINE);
        List<Cost> replay = costs.get(Program.REPLAY);
        printRatio(number, "engine", engine, "pass-through", costs.get(Program.PASS_THROUGH));
        printRatio(number, "engine", engine, "read-only", costs.get(Program.READ_ONLY));
        printRatio(number, "replay", replay, "engine", engine);
        printRatio(number, "replay", replay, "read-only", costs.get(Program.READ_ONLY));
    }

    private static void printRatio(int number, String name, List<Cost> costs, String rival, List<Cost> rivals) {
        System.out.printf(
                Locale.ROOT,
                "%s ÷ %-12s %d threads: events/s %.2f, CPU %.2f%n",
                name,
                rival,
                number,
                median(rivals, Cost::seconds) / median(costs, Cost::seconds),
                median(costs, Cost::cpuSeconds) / median(rivals, Cost::cpuSeconds));
    }

    private String line(Program program, int number, List<Cost> costs) {
        return String.format(
                Locale.ROOT,
                "%-13s %7d %,11.0f %14.2f %21.2f %12.0f%n",
                program.label(),
                number,
                events / median(costs, Cost::seconds),
                median(costs, Cost::cpuSeconds) * 1e6 / events,
                median(costs, Cost::brokerCpuSeconds) * 1e6 / events,
                median(costs, Cost::peakResidentMb));
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        return costs.stream().mapToDouble(figure).sorted().toArray()[costs.size() / 2];
    }
}

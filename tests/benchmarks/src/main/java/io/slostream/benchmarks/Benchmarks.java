// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the JMH benchmarks and prints one line for each pair of a benchmark {@code x} and its rival {@code xRival}:
 * CPU nanoseconds and allocated bytes an operation, and how many times as much CPU the rival takes. All pairs run once a round,
 * so that a slow minute of the machine falls on both; the figures are the least of the rounds, since what neighbours add
 * is never negative.
 */
public final class Benchmarks {
    private static final String RIVAL = "Rival";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Map<String, List<Double>> nanos = new TreeMap<>();
    private final Map<String, List<Double>> bytes = new TreeMap<>();

    private Benchmarks() {}

    /**
     * Runs them.
     *
     * @param args a regular expression that names the benchmarks (default: all), and the number of rounds (default 3)
     */
    public static void main(String[] args) throws RunnerException {
        String include = args.length > 0 ? args[0] : "Benchmark";
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        Benchmarks benchmarks = new Benchmarks();
        for (int round = 1; round <= rounds; round++) {
            System.err.printf("round %d of %d%n", round, rounds);
            benchmarks.add(new Runner(options(include)).run());
        }
        benchmarks.print();
        HeapPerSeries.main(new String[0]);
    }

    private static Options options(String include) {
        return new OptionsBuilder()
                .include("io\\.slostream\\.benchmarks\\..*" + include)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(4)
                .measurementTime(TimeValue.milliseconds(500))
                .forks(1)
                .jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private void add(Collection<RunResult> results) {
        for (RunResult result : results) {
            String name = nameOf(result);
            double operations = 1;
            String specialists = result.getParams().getParam("specialists");
            if (specialists != null) {
                operations = EvaluateBenchmark.series(Integer.parseInt(specialists));
                name += " (" + specialists + " specialists, per series)";
            }
            add(nanos, name, secondary(result, CpuProfiler.LABEL) / operations);
            add(bytes, name, secondary(result, ALLOCATED) / operations);
        }
    }

    private static double secondary(RunResult result, String label) {
        return result.getSecondaryResults().get(label).getScore();
    }

    /** Class and method. */
    private static String nameOf(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    }

    private static void add(Map<String, List<Double>> values, String name, double value) {
        values.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
    }

    private void print() {
        System.out.printf(
                "%-58s %10s %10s %10s %10s %8s%n", "benchmark", "CPU ns", "B", "rival ns", "rival B", "ratio");
        for (String name : nanos.keySet()) {
            if (name.contains(RIVAL)) {
                continue;
            }
            String rival = name.contains(" ") ? name.replaceFirst(" ", RIVAL + " ") : name + RIVAL;
            System.out.printf(
                    "%-58s %10.1f %10.1f %10.1f %10.1f %8.2f%n",
                    name,
                    least(nanos.get(name)),
                    least(bytes.get(name)),
                    least(nanos.get(rival)),
                    least(bytes.get(rival)),
                    least(nanos.get(rival)) / least(nanos.get(name)));
        }
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }
}

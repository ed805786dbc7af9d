// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.app.Main;
import io.slostream.benchmarks.ChildJvm.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long the report of an incident takes from a cold start: {@code slostream replay --from --to --report} as one process
 * on a history that an engine has judged, from the recorded hour before the incident and from the engine's first record.
 */
@Command(
        name = "ReportBenchmark",
        mixinStandardHelpOptions = true,
        description = "Writes the report of an incident of two hours, from a cold start.")
public final class ReportBenchmark implements Callable<Integer> {
    private static final Duration INCIDENT = Duration.ofHours(2);
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @Option(names = "--rounds", defaultValue = "3", description = "of both ways (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--slos", defaultValue = "slos", description = "folder of SLOs (default: ${DEFAULT-VALUE})")
    private Path slos;

    private ReportBenchmark() {}

    /** Measures and prints; {@code --help} lists the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ReportBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException, ExecutionException, InterruptedException {
        try (Workbench bench = Workbench.start()) {
            IncidentHistory history = IncidentHistory.tell(bench, slos);
            System.out.printf(
                    Locale.ROOT,
                    "%,d events from %s to %s, %.0f a second; %d alerts%n",
                    history.events(),
                    history.start(),
                    history.end(),
                    history.events()
                            / (double) Duration.between(history.start(), history.end())
                                    .toSeconds(),
                    history.alerts());
            System.out.println("report                       seconds  CPU s  peak RSS MB  report kB");
            measure(bench, history, "from a recorded hour", List.of());
            measure(bench, history, "from the first record", List.of("--full"));
        }
        return 0;
    }

    private void measure(Workbench bench, IncidentHistory history, String name, List<String> more)
            throws IOException, InterruptedException {
        Path report = bench.directory().resolve("report.html");
        List<Ended> runs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Files.deleteIfExists(report);
            runs.add(report(bench, history.end(), report, more));
        }
        runs.sort(Comparator.comparingDouble(Ended::seconds));
        Ended median = runs.get(rounds / 2);
        System.out.printf(
                Locale.ROOT,
                "%-26s %9.1f %6.1f %12.0f %10.0f%n",
                name,
                median.seconds(),
                median.cpuSeconds(),
                median.peakResidentMb(),
                Files.size(report) / 1e3);
    }

    private static Ended report(Workbench bench, Instant end, Path report, List<String> more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("replay", "--report", report.toString()));
        arguments.addAll(List.of("--bootstrap", bench.bootstrap(), "--registry", bench.registryUrl()));
        arguments.addAll(List.of("--from", end.minus(INCIDENT).toString(), "--to", end.toString()));
        arguments.addAll(more);
        try (ChildJvm child = ChildJvm.start("report", bench.directory(), List.of(), Main.class, arguments)) {
            Ended ended = child.awaitEnd(0, LIMIT);
            List<String> lines = ended.stdout().lines().toList();
            System.err.printf(
                    Locale.ROOT,
                    "  %.1f s, %.1f CPU s; %d transitions; %s%n",
                    ended.seconds(),
                    ended.cpuSeconds(),
                    lines.size() - 1,
                    lines.get(lines.size() - 1));
            if (!Files.exists(report) || lines.size() < 2) {
                throw new IllegalStateException("no report of any alert: " + ended.stdout());
            }
            return ended;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slostream.app.run.EngineConfig.Profile;
import io.slostream.topology.TimeGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How soon an alert is in a pager's hands: the wall clock at which a consumer of committed records receives it, less
 * the moment from which it could be known (its boundary + grace). A real broker, the engine in a JVM of its own, steady
 * traffic stamped by the broker, the fixed SLOs and some with short windows whose alerts fire and resolve all the
 * time.
 */
@Command(
        name = "AlertLatencyBenchmark",
        mixinStandardHelpOptions = true,
        description = "Time from boundary + grace to the receipt of the alert.")
public final class AlertLatencyBenchmark implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long LOOK_EVERY_MS = 100;
    /** Lengths of the short windows, seconds: multiples of five whatever the profile's pane. */
    private static final List<Integer> WINDOWS_S = List.of(10, 15, 20);
    /** A specialist's good and bad times: longer than the longest of these windows. */
    private static final long FLIP_EVERY_MS = 25_000;

    @Option(
            names = "--profiles",
            split = ",",
            defaultValue = "default,fast",
            description = "of the engine (default: ${DEFAULT-VALUE})")
    private List<String> profiles;

    @Option(names = "--rate", defaultValue = "5000", description = "events/s (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--threads", defaultValue = "1", description = "stream threads (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--alerts", defaultValue = "400", description = "to wait for (default: ${DEFAULT-VALUE})")
    private int alerts;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "seconds of traffic before alerts count (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--limit", defaultValue = "15", description = "minutes a profile (default: ${DEFAULT-VALUE})")
    private int limitMinutes;

    private AlertLatencyBenchmark() {}

    /** Measures and prints; {@code --help} lists the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new AlertLatencyBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException, ExecutionException, InterruptedException {
        System.out.println(
                "profile    alerts  boundaries  p50 ms  p99 ms  max ms  events/s  engine CPU (cores)  peak RSS MB");
        for (String profile : profiles) {
            try (Workbench bench = Workbench.start()) {
                measure(bench, profile);
            }
        }
        return 0;
    }

    private void measure(Workbench bench, String profile) throws IOException, ExecutionException, InterruptedException {
        TimeGrid grid = Profile.valueOf(profile.toUpperCase(Locale.ROOT)).grid();
        List<Path> slos = new ArrayList<>(List.of(FixedSlos.writeTo(bench.directory())));
        slos.addAll(flippingSlos(bench.directory()));
        String group = "latency-" + profile;
        try (ChildJvm engine = new EngineFile(group, threads, profile, slos).start(bench, group, List.of())) {
            engine.awaitSaid("-> RUNNING", START_LIMIT);
            try (AlertWatch watch = new AlertWatch(bench.bootstrap(), grid.graceMs());
                    FlippingTraffic traffic = new FlippingTraffic(bench.bootstrap(), rate, FLIP_EVERY_MS)) {
                double cores = watch(engine, watch);
                traffic.stop();
                awaitCommitted(bench, engine, group);
                double peak = engine.peakResidentMb();
                checkAccounting(engine.terminate(), traffic.acknowledged());
                System.out.printf(
                        Locale.ROOT,
                        "%-8s %8d %11d %7d %7d %7d %,9.0f %19.2f %12.0f%n",
                        profile,
                        watch.count(),
                        watch.boundaries(),
                        watch.quantileMs(0.5),
                        watch.quantileMs(0.99),
                        watch.quantileMs(1),
                        traffic.rate(),
                        cores,
                        peak);
            }
        }
    }

    /** Watches until enough alerts have come; how many cores the engine used meanwhile. */
    private double watch(ChildJvm engine, AlertWatch watch) throws IOException {
        long sinceMs = System.currentTimeMillis() + 1_000L * warmUp;
        long deadlineMs = sinceMs + Duration.ofMinutes(limitMinutes).toMillis();
        while (System.currentTimeMillis() < sinceMs) {
            watch.poll(POLL, sinceMs);
        }
        double cpu = ChildJvm.cpuSeconds(engine.handle());
        long start = System.nanoTime();
        int said = 0;
        while (watch.count() < alerts) {
            watch.poll(POLL, sinceMs);
            engine.failUnlessAlive();
            if (System.currentTimeMillis() > deadlineMs) {
                throw new IllegalStateException(
                        "only " + watch.count() + " alerts came within " + limitMinutes + " minutes");
            }
            if (watch.count() >= said + 100) {
                said = watch.count();
                System.err.printf("  %d of %d alerts%n", said, alerts);
            }
        }
        return (ChildJvm.cpuSeconds(engine.handle()) - cpu) / ((System.nanoTime() - start) / 1e9);
    }

    private static void awaitCommitted(Workbench bench, ChildJvm engine, String group)
            throws IOException, ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        Map<TopicPartition, Long> ends = bench.ends(EngineFile.TOPICS);
        while (true) {
            Map<TopicPartition, Long> committed = bench.committed(group);
            if (ends.entrySet().stream().allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                return;
            }
            engine.failUnlessAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the engine did not read the traffic to its end in time");
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private static void checkAccounting(String printed, long sent) throws IOException {
        JsonNode classes = JSON.readTree(printed).get("events");
        System.err.println("  accounting: " + classes);
        if (classes.get("in").longValue() != sent) {
            throw new IllegalStateException("not every event was read once: " + classes + " of " + sent);
        }
    }

    /** SLOs with short windows, one of each length on requests and on canaries. */
    private static List<Path> flippingSlos(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        Map<String, String> goods =
                Map.of("request", "status_code: { lt: 500 }, error_type: { exists: false }", "canary", "passed: true");
        for (Map.Entry<String, String> good : goods.entrySet()) {
            for (int windowS : WINDOWS_S) {
                String name = "flip-" + good.getKey() + "-" + windowS;
                String text = """
                        apiVersion: slostream/v1
                        kind: SLO
                        metadata: { name: %s, owner: serving-oncall }
                        spec:
                          dashboard: serving
                          category: slo
                          indicator:
                            ratio: { of: %s, good: { %s }, groupBy: specialist }
                          objective: 0.95
                          period: 1h
                          alerts:
                            - name: Flip
                              when: { ratio: { below: 0.9, over: %ds } }
                              severity: page
                        """.formatted(name, good.getKey(), good.getValue(), windowS);
                files.add(Files.writeString(directory.resolve(name + ".yaml"), text));
            }
        }
        return files;
    }
}

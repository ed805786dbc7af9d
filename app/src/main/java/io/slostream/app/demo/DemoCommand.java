// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.slostream.app.Throwaway;
import io.slostream.app.TraceFiles;
import io.slostream.app.UsageException;
import io.slostream.app.run.EngineConfig;
import io.slostream.simulation.Story;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slostream demo}: broker, registry, model, engine and notifier in one JVM; what goes wrong, and what is said of it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Tells a story of eight specialists to a real engine on a real broker, all in this process: four"
                + " things go wrong, alerts fire and resolve. Nothing is left behind.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:exactly the expected alerts fired and resolved (with --trace: any)",
            "1:others did",
            "2:bad usage, or it failed"
        })
public final class DemoCommand implements Callable<Integer> {
    /** Set by the start script when stderr is a terminal. */
    private static final String TERMINAL_PROPERTY = "slostream.terminal";

    private static final int USUAL_PAGE_PORT = 8080;
    private static final List<String> REAL_AND_MODELLED = List.of(
            "real: arrivals and sizes of the requests, from the traces",
            "modelled: machines, latencies, deadlines, answers, canaries and the fault");

    @Option(names = "--seed", defaultValue = "1", description = "of the model (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--speed",
            defaultValue = "90",
            paramLabel = "N",
            description = "times faster than life (default: ${DEFAULT-VALUE}: about two minutes in all)")
    private double speed;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            description = "when the story starts (default: 2026-01-05T00:00:00Z, with --trace the traces' own start)")
    private String start;

    @Option(
            names = "--trace",
            split = ",",
            paramLabel = "NAME=FILE",
            description =
                    "instead of the eight specialists those of files of the Azure LLM inference trace 2023; half way"
                            + " the busiest loses four of five replicas")
    private Map<String, Path> traces = Map.of();

    @Option(names = "--threads", defaultValue = "1", description = "stream threads (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--format",
            defaultValue = "TEXT",
            description = "of the result: text or json (default: ${DEFAULT-VALUE})")
    private Format format;

    @Option(names = "--plain", description = "lines instead of a picture, also on a terminal")
    private boolean plain;

    @Option(names = "--keep", description = "leave broker, registry and page up when the story is over, until Ctrl-C")
    private boolean keep;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "of the page on loopback (default: 8080 if it is free, else any free one)")
    private Integer httpPort;

    @Spec
    private CommandSpec spec;

    enum Format {
        TEXT,
        JSON
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        long commandNanos = System.nanoTime();
        quiet("io.slostream.app.run", Level.ERROR);
        quiet("org.apache.kafka", Level.ERROR);
        // Says "error" for a first record that comes before its transaction does; the producer sends it again.
        quiet("kafka.server.ReplicaManager", Level.OFF);
        check();
        PrintWriter err = spec.commandLine().getErr();
        Story story = story();
        Scene scene = new Scene();
        StoryView view = plain || !Boolean.getBoolean(TERMINAL_PROPERTY)
                ? new PlainView(err)
                : new LiveView(err, scene, story.ensemble().names());
        try (view;
                Throwaway throwaway = Throwaway.begin(() -> {});
                DemoCluster cluster = throwaway.start("slostream-demo-", DemoCluster::start)) {
            view.say(String.format(
                    Locale.ROOT,
                    "broker %s and registry %s after %.1f s",
                    cluster.bootstrap(),
                    cluster.registryUrl(),
                    (System.nanoTime() - commandNanos) / 1e9));
            if (!traces.isEmpty()) {
                REAL_AND_MODELLED.forEach(view::say);
            }
            EngineConfig config =
                    DemoConfig.of(story, cluster, throwaway.directory().resolve("state"), threads, pagePort());
            DemoResult result = new Demo(
                            seed, speed, story, config, cluster, commandNanos, scene, view, (told, page) -> {
                                print(told, cluster, page);
                                if (keep) {
                                    Thread.currentThread().join();
                                }
                            })
                    .play();
            return result.isAsExpected() ? 0 : 1;
        }
    }

    /** What a cluster operator wants to read would bury the story. */
    private static void quiet(String logger, Level level) {
        ((Logger) LoggerFactory.getLogger(logger)).setLevel(level);
    }

    /** The usual port, unless somebody else has it: a demo must not fail for that. */
    private int pagePort() {
        if (httpPort != null) {
            return httpPort;
        }
        try (ServerSocket free = new ServerSocket(USUAL_PAGE_PORT, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }

    private void check() {
        if (httpPort != null && (httpPort < 0 || httpPort > 65_535)) {
            throw new UsageException("--http-port " + httpPort + ": write a number from 0 to 65535");
        }
        if (!(speed > 0) || speed > 10_000) {
            throw new UsageException("--speed " + speed + ": write a number above 0, at most 10000");
        }
        if (threads < 1 || threads > 16) {
            throw new UsageException("--threads " + threads + ": write a number from 1 to 16");
        }
    }

    private Story story() {
        Optional<Instant> startAt = Optional.ofNullable(start).map(DemoCommand::instant);
        if (traces.isEmpty()) {
            return Story.startingAt(startAt.orElse(Story.DEFAULT_START));
        }
        try {
            return Story.ofTraces(TraceFiles.ensemble(traces), startAt);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--trace: " + e.getMessage(), e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    "--start " + text + ": write an instant in ISO-8601 with zone, for example 2026-01-05T00:00:00Z",
                    e);
        }
    }

    private void print(DemoResult result, DemoCluster cluster, String page) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(result.json());
            out.flush();
            return;
        }
        out.println();
        result.lines().forEach(out::println);
        if (!traces.isEmpty()) {
            REAL_AND_MODELLED.forEach(out::println);
        }
        out.println();
        if (keep) {
            out.println("page, broker and registry stay up until Ctrl-C: " + page + ", " + cluster.bootstrap() + ", "
                    + cluster.registryUrl());
            out.println("  kcat -b " + cluster.bootstrap() + " -t slo.alerts.v1 -C -e -q");
        } else {
            out.println("next: ./slostream demo --keep, then open the page and read the topics with any client");
        }
        out.println("      your own cluster: examples/engine.yaml and ./slostream run -c engine.yaml");
        out.println("      your own objectives: slos/, and ./slostream check FILE");
        out.flush();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slostream.app.Main;
import io.slostream.benchmarks.ChildJvm.Ended;
import io.slostream.benchmarks.DrainRun.Cost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code slostream replay} goes through the backlog once in a JVM of its own, as a user would run it. Measured from the
 * start of the process to its end, so the start of the JVM is in it.
 */
final class ReplayRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final int DONE = 0;
    private static final int REFUSED = 2;

    private final Workbench bench;
    private final Backlog backlog;
    private final int threads;
    private final String application;

    /**
     * A run to come.
     *
     * @param threads that read and count
     * @param application id of an engine that was {@link DrainRun#prepareEngine prepared}: its start and its definitions
     *     are those of the replay
     */
    ReplayRun(Workbench bench, Backlog backlog, int threads, String application) {
        this.bench = bench;
        this.backlog = backlog;
        this.threads = threads;
        this.application = application;
    }

    /** Runs it. */
    Cost measure() throws IOException, InterruptedException {
        double brokerCpu = bench.brokerCpuSeconds();
        Ended ended = replay("replay-" + application, List.of(), application, DONE);
        requireAll(ended);
        return new Cost(
                ended.seconds(), ended.cpuSeconds(), bench.brokerCpuSeconds() - brokerCpu, ended.peakResidentMb());
    }

    /** The same, and where the CPU time went. */
    DrainProfile profile() throws IOException, InterruptedException {
        Path recording = bench.directory().resolve("replay-" + application + ".jfr");
        Instant from = Instant.now();
        Ended ended = replay("replay-" + application, DrainProfile.untilExit(recording), application, DONE);
        requireAll(ended);
        return DrainProfile.of(recording, from, Instant.now(), ended.cpuSeconds() * 1e6 / backlog.events());
    }

    /** What the same command takes for an engine that is not there: JVM, clients and the log of definitions. */
    Ended start() throws IOException, InterruptedException {
        return replay("replay-start-" + application, List.of(), application + "-unknown", REFUSED);
    }

    private Ended replay(String name, List<String> jvmOptions, String engine, int status)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("replay", "--full", "--format", "ndjson"));
        arguments.addAll(List.of("--bootstrap", bench.bootstrap(), "--registry", bench.registryUrl()));
        arguments.addAll(List.of("--application", engine, "--threads", Integer.toString(threads)));
        try (ChildJvm child = ChildJvm.start(name, bench.directory(), jvmOptions, Main.class, arguments)) {
            return child.awaitEnd(status, LIMIT);
        }
    }

    private void requireAll(Ended ended) throws IOException {
        List<String> lines = ended.stdout().lines().toList();
        JsonNode classes = JSON.readTree(lines.get(lines.size() - 1)).path("accounting");
        System.err.printf(Locale.ROOT, "  accounting: %s; %,d transitions%n", classes, lines.size() - 1);
        if (classes.path("in").longValue() != backlog.events()) {
            throw new IllegalStateException("not every event was read once: " + classes);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;

/** One program drains the backlog once in a JVM of its own. Measured from RUNNING until everything is committed. */
final class DrainRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUNNING = "-> RUNNING";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(60);
    private static final long LOOK_EVERY_MS = 50;
    private static final long SAY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Workbench bench;
    private final Backlog backlog;
    private final Program program;
    private final int threads;
    private final String group;

    /**
     * A run to come.
     *
     * @param program all but the replay
     * @param group application id, for a no-op a new one, for the engine one that was {@link #prepareEngine prepared}
     */
    DrainRun(Workbench bench, Backlog backlog, Program program, int threads, String group) {
        if (program == Program.REPLAY) {
            throw new IllegalArgumentException("a replay commits nothing; it is a ReplayRun");
        }
        this.bench = bench;
        this.backlog = backlog;
        this.program = program;
        this.threads = threads;
        this.group = group;
    }

    /** What can be measured. */
    enum Program {
        /** {@code slostream run} with the fixed SLOs. */
        ENGINE("engine"),
        /** {@link NoOpStreams} with a sink. */
        PASS_THROUGH("pass-through"),
        /** {@link NoOpStreams} without one. */
        READ_ONLY("read-only"),
        /** {@code slostream replay} from the engine's first record on: a {@link ReplayRun}. */
        REPLAY("replay");

        private final String label;

        Program(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * What a run took.
     *
     * @param seconds from RUNNING until all is committed
     * @param cpuSeconds of the program's process in that time
     * @param brokerCpuSeconds of the broker's
     * @param peakResidentMb greatest resident memory of the program, start included
     */
    record Cost(double seconds, double cpuSeconds, double brokerCpuSeconds, double peakResidentMb) {}

    /**
     * Starts an engine for the first time, on empty topics, and stops it again: it creates the topics and books offsets
     * and start boundary, so that the backlog comes while it is away.
     */
    static void prepareEngine(Workbench bench, String applicationId, int threads)
            throws IOException, InterruptedException {
        try (ChildJvm engine =
                engine(bench, applicationId, threads).start(bench, applicationId + "-first", List.of())) {
            engine.awaitSaid(RUNNING, START_LIMIT);
            engine.terminate();
        }
    }

    private static EngineFile engine(Workbench bench, String applicationId, int threads) throws IOException {
        return new EngineFile(applicationId, threads, "default", List.of(FixedSlos.writeTo(bench.directory())));
    }

    /** Runs it. */
    Cost measure() throws IOException, ExecutionException, InterruptedException {
        try (ChildJvm child = start(List.of())) {
            Cost cost = drain(child);
            stop(child);
            return cost;
        } finally {
            deleteSink();
        }
    }

    /** The same, and where the CPU time went. */
    DrainProfile profile() throws IOException, ExecutionException, InterruptedException {
        Path recording = bench.directory().resolve(group + ".jfr");
        try (ChildJvm child = start(DrainProfile.JVM_OPTIONS)) {
            child.awaitSaid(RUNNING, START_LIMIT);
            Instant from = Instant.now();
            Cost cost = drain(child);
            Instant to = Instant.now();
            DrainProfile.dump(child.handle(), recording);
            stop(child);
            return DrainProfile.of(recording, from, to, cost.cpuSeconds() * 1e6 / backlog.events());
        } finally {
            deleteSink();
        }
    }

    private ChildJvm start(List<String> jvmOptions) throws IOException, ExecutionException, InterruptedException {
        if (program == Program.ENGINE) {
            return engine(bench, group, threads).start(bench, group, jvmOptions);
        }
        if (program == Program.PASS_THROUGH) {
            NewTopic sink = new NewTopic(sink(), Optional.of(EngineFile.PARTITIONS), Optional.empty());
            bench.admin().createTopics(List.of(sink)).all().get();
        }
        List<String> arguments = List.of(
                bench.bootstrap(),
                group,
                bench.directory().resolve("state-" + group).toString(),
                Integer.toString(threads),
                program == Program.PASS_THROUGH ? sink() : NoOpStreams.NO_SINK);
        return ChildJvm.start(group, bench.directory(), jvmOptions, NoOpStreams.class, arguments);
    }

    private String sink() {
        return group + ".sink";
    }

    private Cost drain(ChildJvm child) throws IOException, ExecutionException, InterruptedException {
        child.awaitSaid(RUNNING, START_LIMIT);
        long start = System.nanoTime();
        double cpu = ChildJvm.cpuSeconds(child.handle());
        double brokerCpu = bench.brokerCpuSeconds();
        awaitCommitted(child, backlog.ends());
        if (program == Program.ENGINE) {
            awaitCommitted(child, packets());
        }
        return new Cost(
                (System.nanoTime() - start) / 1e9,
                ChildJvm.cpuSeconds(child.handle()) - cpu,
                bench.brokerCpuSeconds() - brokerCpu,
                child.peakResidentMb());
    }

    /**
     * Where stage 2 must have come. The last things in a partition may be the marks of transactions, one of each thread,
     * which nobody commits.
     */
    private Map<TopicPartition, Long> packets() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = bench.ends(Set.of(group + "-packets-repartition"));
        ends.replaceAll((partition, end) -> end - threads);
        return ends;
    }

    private void awaitCommitted(ChildJvm child, Map<TopicPartition, Long> ends)
            throws IOException, ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
        long said = System.nanoTime();
        while (true) {
            Map<TopicPartition, Long> committed = bench.committed(group);
            long missing = 0;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                missing += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
            }
            if (missing == 0) {
                return;
            }
            child.failUnlessAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(group + " did not drain the backlog within " + DRAIN_LIMIT);
            }
            if (System.nanoTime() - said > SAY_EVERY_NANOS) {
                said = System.nanoTime();
                System.err.printf(Locale.ROOT, "  %s: %,d records to go%n", program.label(), missing);
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private void stop(ChildJvm child) throws IOException, ExecutionException, InterruptedException {
        String said = child.terminate();
        if (program == Program.ENGINE) {
            JsonNode classes = JSON.readTree(said).get("events");
            System.err.printf(
                    Locale.ROOT,
                    "  accounting: %s; since the backlog came, %,d ticks and marks of their transactions%n",
                    classes,
                    sum(bench.ends(EngineFile.TOPICS)) - sum(backlog.ends()));
            if (classes.get("in").longValue() != backlog.events()) {
                throw new IllegalStateException("not every event was read once: " + classes);
            }
        } else if (program == Program.PASS_THROUGH) {
            long written = sum(bench.ends(Set.of(sink())));
            if (written < backlog.events()) {
                throw new IllegalStateException("only " + written + " records were passed through");
            }
        }
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private void deleteSink() throws ExecutionException, InterruptedException {
        if (program == Program.PASS_THROUGH) {
            bench.admin().deleteTopics(Set.of(sink())).all().get();
        }
    }
}

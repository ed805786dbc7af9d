// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.management.OperatingSystemMXBean;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayListener;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.topology.accumulate.Accounting;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * Replays NDJSON of the model with the fixed SLOs, next to a rival that walks through each line's tokens with Jackson's
 * streaming parser and does nothing else: what is left is the price of everything the engine adds to parsing. The two
 * take turns, one turn unmeasured; medians of three.
 */
public final class ReplayBenchmark {
    private static final int ROUNDS = 3;
    private static final int CHUNK = 1 << 16;
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final int events;
    private final long nowMs;
    private long verdicts;

    private ReplayBenchmark(Path file, int events, long nowMs) {
        this.file = file;
        this.events = events;
        this.nowMs = nowMs;
    }

    /** What one run took. */
    private record Cost(double seconds, double cpuSeconds, double peakHeapMb) {}

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /**
     * Generates, measures and prints.
     *
     * @param args number of events, default 1,000,000
     */
    public static void main(String[] args) throws IOException {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path file = Files.createTempFile("replay-benchmark", ".ndjson");
        try {
            long lastArrivalMs = generate(file, events);
            System.out.printf(
                    Locale.ROOT, "%,d events, %,d bytes a line on average%n", events, Files.size(file) / events - 1);
            new ReplayBenchmark(file, events, lastArrivalMs).run();
        } finally {
            Files.delete(file);
        }
    }

    /** Writes the file; when its last event arrives. */
    private static long generate(Path file, int events) throws IOException {
        Traffic traffic = Traffic.calm();
        long arrivalMs = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), CHUNK)) {
            for (int i = 0; i < events; i++) {
                SimulatedEvent event = traffic.next();
                out.write(EventEncoder.ndjson(event));
                out.write('\n');
                arrivalMs = event.atMs();
            }
        }
        return arrivalMs;
    }

    private void run() throws IOException {
        List<Cost> ours = new ArrayList<>();
        List<Cost> rivals = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            Cost replay = measure(this::replay);
            Cost parse = measure(this::parse);
            if (round > 0) {
                ours.add(replay);
                rivals.add(parse);
            }
        }
        print("replay", ours);
        print("parse only", rivals);
        System.out.printf(
                Locale.ROOT,
                "replay takes %.2f times the CPU and %.2f times the time of parsing alone; %d verdicts%n",
                median(ours, Cost::cpuSeconds) / median(rivals, Cost::cpuSeconds),
                median(ours, Cost::seconds) / median(rivals, Cost::seconds),
                verdicts);
    }

    private void replay() throws IOException {
        verdicts = 0;
        ReplayOptions options = new ReplayOptions(
                FixedSlos.discovering(), List.of(file), OptionalLong.empty(), OptionalLong.empty(), nowMs);
        ReplayListener listener = verdict -> verdicts++;
        Accounting accounting = FileReplay.run(options, listener);
        if (accounting.in() != events || accounting.deadLettered() > 0 || accounting.late() > 0) {
            throw new IllegalStateException("not all events were counted or excluded: " + accounting);
        }
    }

    private void parse() throws IOException {
        byte[] buffer = new byte[CHUNK];
        int end = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer, end, buffer.length - end)) {
                end += read;
                int line = 0;
                for (int i = 0; i < end; i++) {
                    if (buffer[i] == '\n') {
                        parse(buffer, line, i - line);
                        line = i + 1;
                    }
                }
                end -= line;
                System.arraycopy(buffer, line, buffer, 0, end);
            }
        }
    }

    private static void parse(byte[] buffer, int offset, int length) throws IOException {
        try (JsonParser parser = JSON.createParser(buffer, offset, length)) {
            while (parser.nextToken() != null) {}
        }
    }

    private static Cost measure(Work work) throws IOException {
        System.gc();
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
        long peak =
                heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return new Cost(seconds, cpuSeconds, peak / 1e6);
    }

    private void print(String name, List<Cost> costs) {
        System.out.printf(
                Locale.ROOT,
                "%-10s  %,9.0f events/s  %5.2f CPU s per million  peak heap %4.0f MB%n",
                name,
                events / median(costs, Cost::seconds),
                median(costs, Cost::cpuSeconds) * 1e6 / events,
                median(costs, Cost::peakHeapMb));
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        return costs.stream().mapToDouble(figure).sorted().toArray()[costs.size() / 2];
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a program's CPU time went, from a JFR recording. Java code: samples of threads that run it, each booked to the
 * area of its innermost frame that belongs to one (a {@code HashMap} belongs to whoever called it). Beside them the
 * pauses of the collector, the compilers' time and the kernel's share, which such samples do not see.
 */
final class DrainProfile {
    /** Records, with a sample every 10 ms; says nothing of it on stdout, which belongs to the program. */
    static final List<String> JVM_OPTIONS =
            List.of("-XX:StartFlightRecording=name=drain,settings=profile", "-Xlog:jfr+startup=error");

    private static final int METHODS_SHOWN = 30;
    private static final String OURS = "io.slostream.";

    private final double cpuPerMillion;
    private final Map<String, Integer> areas = new HashMap<>();
    private final Map<String, Integer> methods = new HashMap<>();
    private final Map<String, Integer> ours = new HashMap<>();
    private int samples;
    private double pauseSeconds;
    private double compileSeconds;
    private double user;
    private double system;
    private double seconds;

    private DrainProfile(double cpuPerMillion) {
        this.cpuPerMillion = cpuPerMillion;
    }

    /** The same for a program that ends by itself: it writes the recording to a file when it does. */
    static List<String> untilExit(Path file) {
        return List.of(
                "-XX:StartFlightRecording=name=drain,settings=profile,dumponexit=true,filename=" + file,
                "-Xlog:jfr+startup=error");
    }

    /** Writes what a process has recorded so far to a file. */
    static void dump(ProcessHandle process, Path file) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "JFR.dump",
                        "name=drain",
                        "filename=" + file)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (jcmd.waitFor() != 0) {
            throw new IllegalStateException("jcmd could not write the recording");
        }
    }

    /**
     * Reads a recording.
     *
     * @param from start of what counts
     * @param to its end
     * @param cpuPerMillion CPU seconds of the process for a million events, of which shares are taken
     */
    static DrainProfile of(Path file, Instant from, Instant to, double cpuPerMillion) throws IOException {
        DrainProfile profile = new DrainProfile(cpuPerMillion);
        profile.seconds = Duration.between(from, to).toMillis() / 1e3;
        int loads = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getStartTime().isBefore(from) || event.getStartTime().isAfter(to)) {
                    continue;
                }
                switch (event.getEventType().getName()) {
                    case "jdk.ExecutionSample" -> profile.sample(event);
                    case "jdk.GarbageCollection" -> profile.pauseSeconds += seconds(event.getDuration("sumOfPauses"));
                    case "jdk.Compilation" -> profile.compileSeconds += seconds(event.getDuration());
                    case "jdk.CPULoad" -> {
                        loads++;
                        profile.user += event.getFloat("jvmUser");
                        profile.system += event.getFloat("jvmSystem");
                    }
                    default -> {
                        // Of no interest.
                    }
                }
            }
        }
        if (loads == 0 || profile.samples == 0) {
            throw new IllegalStateException("the recording holds no samples; let the drain take longer");
        }
        return profile;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private void sample(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return;
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        samples++;
        add(
                areas,
                frames.stream()
                        .map(frame -> ProfileArea.of(frame.getMethod().getType().getName()))
                        .flatMap(area -> area.stream())
                        .findFirst()
                        .orElse(ProfileArea.OTHER));
        add(methods, name(frames.get(0)));
        frames.stream()
                .map(DrainProfile::name)
                .filter(name -> name.startsWith(OURS))
                .findFirst()
                .ifPresent(name -> add(ours, name));
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static void add(Map<String, Integer> counts, String key) {
        counts.merge(key, 1, Integer::sum);
    }

    void print(PrintStream out) {
        double collector = pauseSeconds / seconds;
        double compilers = compileSeconds / seconds;
        out.printf(
                Locale.ROOT,
                "CPU %.2f s a million events; kernel %.0f %% of it. In a second of the drain: collector %.3f s,"
                        + " compilers %.3f s (waiting included)%n",
                cpuPerMillion,
                100 * system / (user + system),
                collector,
                compilers);
        print(out, "area of Java code", areas, Integer.MAX_VALUE);
        print(out, "innermost method", methods, METHODS_SHOWN);
        print(out, "innermost method of ours, with what it calls", ours, METHODS_SHOWN);
    }

    private void print(PrintStream out, String title, Map<String, Integer> counts, int shown) {
        out.printf("%n%7s  %s (%d samples)%n", "share", title, samples);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(shown)
                .forEach(entry ->
                        out.printf(Locale.ROOT, "%5.1f %%  %s%n", 100.0 * entry.getValue() / samples, entry.getKey()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program in a JVM of its own with this JVM's class path, measured from outside: CPU time of the process, greatest
 * resident memory. What it prints goes to files. It ends with this JVM.
 */
final class ChildJvm implements AutoCloseable {
    /** The same for every program that is compared; the collector is the one that {@code ./slostream} uses. */
    static final List<String> JVM_OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MS = 10;

    private final String name;
    private final Process process;
    private final Path stdout;
    private final Path stderr;
    private final Thread hook;
    private final long startNanos;

    /**
     * What a program took that ended by itself.
     *
     * @param seconds from its start to its end
     * @param cpuSeconds CPU time of the process, as it was seen last before the end
     * @param peakResidentMb greatest resident memory
     * @param stdout what it printed there
     */
    record Ended(double seconds, double cpuSeconds, double peakResidentMb, String stdout) {}

    private ChildJvm(String name, Process process, long startNanos, Path stdout, Path stderr) {
        this.name = name;
        this.startNanos = startNanos;
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
        this.hook = new Thread(process::destroyForcibly, "stop-" + name);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts a main class; its output goes to files of this name in the directory, temporary files beside them. */
    static ChildJvm start(String name, Path directory, List<String> moreOptions, Class<?> main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(moreOptions);
        command.add("-Djava.io.tmpdir=" + directory);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Path stdout = directory.resolve(name + ".out");
        Path stderr = directory.resolve(name + ".err");
        long startNanos = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        return new ChildJvm(name, process, startNanos, stdout, stderr);
    }

    /** Waits until the program has printed this on stderr. */
    void awaitSaid(String text, Duration within) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!Files.readString(stderr).contains(text)) {
            failUnlessAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " did not say '" + text + "' in time; it said\n" + said());
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    void failUnlessAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    name + " ended with status " + process.exitValue() + "; it said\n" + said());
        }
    }

    private String said() throws IOException {
        return Files.readString(stderr) + Files.readString(stdout);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** CPU time of a process so far, seconds, user and system. */
    static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /**
     * Greatest resident memory so far, MB; not a number where the system does not tell (only Linux does, of processes that
     * live).
     */
    double peakResidentMb() {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024 / 1e6)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException | UncheckedIOException e) {
            return Double.NaN;
        }
    }

    /** Waits until the program has ended by itself with this exit status. */
    Ended awaitEnd(int status, Duration within) throws IOException, InterruptedException {
        double cpuSeconds = 0;
        double peakMb = Double.NaN;
        do {
            if (System.nanoTime() - startNanos > within.toNanos()) {
                throw new IllegalStateException(name + " did not end in time; it said\n" + said());
            }
            // A process that is just ending has no figures any more; those of the last look stand.
            cpuSeconds = Math.max(
                    cpuSeconds,
                    process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9);
            double residentMb = peakResidentMb();
            peakMb = Double.isNaN(residentMb) ? peakMb : residentMb;
        } while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS));
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        if (process.exitValue() != status) {
            throw new IllegalStateException(
                    name + " ended with status " + process.exitValue() + "; it said\n" + said());
        }
        return new Ended(seconds, cpuSeconds, peakMb, Files.readString(stdout));
    }

    /** Tells the program to stop (SIGTERM), waits for its end and returns what it printed on stdout. */
    String terminate() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(name + " did not stop in time; it said\n" + said());
        }
        return Files.readString(stdout);
    }

    /** Ends the program by force if it still runs. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook has run.
        }
    }
}

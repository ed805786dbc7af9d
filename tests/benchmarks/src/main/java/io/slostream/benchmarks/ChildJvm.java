// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

    private ChildJvm(String name, Process process, Path stdout, Path stderr) {
        this.name = name;
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
        Process process = new ProcessBuilder(command)
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        return new ChildJvm(name, process, stdout, stderr);
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

    /** Greatest resident memory so far, MB; not a number where the system does not tell (only Linux does). */
    double peakResidentMb() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024 / 1e6)
                .findFirst()
                .orElse(Double.NaN);
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

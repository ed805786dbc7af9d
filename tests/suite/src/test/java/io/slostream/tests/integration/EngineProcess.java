// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.app.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code slostream} in a JVM of its own, with what it prints in files. */
final class EngineProcess implements AutoCloseable {
    private final Process process;
    private final Path stdout;
    private final Path stderr;

    private EngineProcess(Process process, Path stdout, Path stderr) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Starts a command; its output and its temporary files go to the directory. */
    static EngineProcess start(Path directory, String... arguments) throws IOException {
        return startMain(directory, Main.class, arguments);
    }

    /** The same of another program. */
    static EngineProcess startMain(Path directory, Class<?> main, String... arguments) throws IOException {
        return start(directory, List.of("-cp", System.getProperty("java.class.path"), main.getName()), arguments);
    }

    /** The same from the built artefact, as a user has it. */
    static EngineProcess startArtefact(Path directory, String... arguments) throws IOException {
        return start(directory, List.of("-jar", artefact().toString()), arguments);
    }

    /** The jar that holds everything; the build makes it before it comes to these tests. */
    static Path artefact() {
        Path jar = Path.of("../../app/target/slostream.jar").toAbsolutePath().normalize();
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError("no " + jar + "; mvn -pl app -am package makes it");
        }
        return jar;
    }

    private static EngineProcess start(Path directory, List<String> program, String... arguments) throws IOException {
        Path stdout = Files.createTempFile(directory, "stdout", ".txt");
        Path stderr = Files.createTempFile(directory, "stderr", ".txt");
        // A killed process removes nothing.
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // These processes live for seconds: starting quickly is all that matters.
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary));
        command.addAll(program);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        return new EngineProcess(process, stdout, stderr);
    }

    boolean isRunning() throws IOException {
        return stderr().contains("-> RUNNING");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    void askToEnd() {
        process.destroy();
    }

    /** SIGTERM, and the exit code. */
    int terminate() throws InterruptedException {
        askToEnd();
        return awaitExit(60);
    }

    int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end within " + seconds + " s");
        }
        return process.exitValue();
    }

    String stdout() throws IOException {
        return Files.readString(stdout, StandardCharsets.UTF_8);
    }

    String stderr() throws IOException {
        return Files.readString(stderr, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A broker in a child JVM with this JVM's class path: for tests that kill it, and for benchmarks that must not share a
 * heap with it. It ends with this process, whatever happens to that.
 *
 * <p>After {@link #kill} start another one with the same directory and {@link #port}.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final String READY = "READY ";

    /** A small heap, which a test broker does not fill; the two JVM switches save a second of start-up. */
    private static final List<String> DEFAULT_JVM_OPTIONS =
            List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final String bootstrap;

    private BrokerProcess(Process process, String bootstrap) {
        this.process = process;
        this.bootstrap = bootstrap;
    }

    /**
     * Starts a broker of 256 MiB of heap and waits until it serves clients.
     *
     * @param data directory of its log and its temporary files, formatted when new; stays after the end
     * @param port for clients, 0 picks a free one
     * @param properties server properties by Kafka name, over the embedded broker's
     * @throws IllegalStateException when it is not ready in time
     */
    public static BrokerProcess start(Path data, int port, Map<String, String> properties) {
        return start(data, port, properties, DEFAULT_JVM_OPTIONS);
    }

    /** The same with JVM options of your own, for example a larger heap and the default compiler for a benchmark. */
    public static BrokerProcess start(Path data, int port, Map<String, String> properties, List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        // What a killed process leaves there belongs to whoever deletes its data.
        command.add("-Djava.io.tmpdir=" + data.toAbsolutePath());
        command.add("-Dlogback.configurationFile=io/slostream/broker/logback-process.xml");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerMain.class.getName()));
        command.addAll(List.of("--data", data.toString(), "--port", Integer.toString(port)));
        properties.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a JVM for the broker", e);
        }
        try {
            return new BrokerProcess(process, awaitReady(process));
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The address for {@code bootstrap.servers}. */
    public String bootstrap() {
        return bootstrap;
    }

    /** The port for clients. */
    public int port() {
        return Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
    }

    /** The process, for its id, its memory or a signal. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends the process at once (SIGKILL), as a crash would, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(STOP_LIMIT);
    }

    /** Stops the broker cleanly, by force if that takes more than 30 s; does nothing when it is gone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        if (!await(STOP_LIMIT)) {
            kill();
        }
    }

    private boolean await(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String awaitReady(Process process) {
        CompletableFuture<String> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, ready), "broker-stdout");
        reader.setDaemon(true);
        reader.start();
        try {
            return ready.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker's JVM was not ready within " + START_LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker's JVM started", e);
        }
    }

    /** Reads to the end, beyond the one line that matters, so that the child never waits for a full pipe. */
    private static void read(Process process, CompletableFuture<String> ready) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(line.substring(READY.length()));
                }
            }
            ready.completeExceptionally(
                    new IllegalStateException("it ended with status " + process.waitFor() + "; its stderr says why"));
        } catch (InterruptedException | IOException e) {
            ready.completeExceptionally(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real Apicurio Registry in a child JVM: loopback, a free port, schemas in memory, Confluent's API and Confluent's
 * default compatibility.
 *
 * <p>The build unpacks it for the integration tests; elsewhere set {@code slostream.registry.home}.
 */
final class ApicurioRegistry implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("slostream.registry.home", "target/registry-server"));
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:\\d+)");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int LINES_KEPT = 40;

    private final Process process;
    private final Thread hook;
    private final String address;

    private ApicurioRegistry(Process process, Thread hook, String address) {
        this.process = process;
        this.hook = hook;
        this.address = address;
    }

    /** Starts a registry without schemas and waits until it is healthy. */
    static ApicurioRegistry start() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dquarkus.http.host=127.0.0.1",
                        // The server picks a port and tells: nobody can take it in between.
                        "-Dquarkus.http.port=0",
                        "-Dquarkus.http.access-log.enabled=false",
                        "-jar",
                        serverJar().toString()))
                .redirectErrorStream(true)
                .start();
        Thread hook = new Thread(process::destroyForcibly, "stop-registry");
        Runtime.getRuntime().addShutdownHook(hook);
        Output output = new Output(process);
        try {
            String address = output.address.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            ApicurioRegistry registry = new ApicurioRegistry(process, hook, address);
            registry.awaitHealth();
            registry.setCompatibility("BACKWARD"); // Confluent's default; Apicurio's is none at all.
            return registry;
        } catch (Exception e) {
            process.destroyForcibly();
            throw new IllegalStateException("the registry did not start; it said:\n" + output.last(), e);
        }
    }

    /** The URL of Confluent's API. */
    String url() {
        return address + "/apis/ccompat/v7";
    }

    /** Ends the process; requests are then refused. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void awaitHealth() throws Exception {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        int status = send(HttpRequest.newBuilder(URI.create(address + "/health/ready")));
        while (status != 200) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not healthy within " + START_LIMIT + ": status " + status);
            }
            Thread.sleep(100);
            status = send(HttpRequest.newBuilder(URI.create(address + "/health/ready")));
        }
    }

    private void setCompatibility(String level) throws Exception {
        int status = send(HttpRequest.newBuilder(URI.create(url() + "/config"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"" + level + "\"}")));
        if (status != 200) {
            throw new IllegalStateException("the registry refused compatibility " + level + ": status " + status);
        }
    }

    private static int send(HttpRequest.Builder request) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static Path serverJar() throws IOException {
        if (Files.isDirectory(HOME)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(HOME, "*-runner.jar")) {
                for (Path jar : jars) {
                    return jar;
                }
            }
        }
        throw new IllegalStateException("no registry server in " + HOME.toAbsolutePath()
                + "; 'mvn verify' unpacks it there before the integration tests");
    }

    /** Reads what the server says to the end, so that it never waits for a full pipe. */
    private static final class Output {
        final CompletableFuture<String> address = new CompletableFuture<>();
        private final Deque<String> lines = new ArrayDeque<>();

        Output(Process process) {
            Thread reader = new Thread(() -> read(process), "registry-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(Process process) {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    keep(line);
                    Matcher listening = LISTENING.matcher(line);
                    if (listening.find()) {
                        address.complete(listening.group(1));
                    }
                }
            } catch (IOException e) {
                // The process was ended by force.
            }
            address.completeExceptionally(new IllegalStateException("it ended"));
        }

        private synchronized void keep(String line) {
            lines.add(line);
            if (lines.size() > LINES_KEPT) {
                lines.remove();
            }
        }

        synchronized String last() {
            return String.join("\n", lines);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The real Alertmanager, Debian's package, as a child process on loopback; it notifies one webhook. */
final class Alertmanager implements AutoCloseable {
    private static final String PROGRAM = "/usr/bin/prometheus-alertmanager";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Path directory;
    private final int port;
    private final Path config;
    private Process process;

    private Alertmanager(Path directory, int port, Path config) {
        this.directory = directory;
        this.port = port;
        this.config = config;
    }

    /** Where the package is missing the test says so; where CI is set that is an error. */
    static void assumeInstalled() {
        boolean installed = Files.isExecutable(Path.of(PROGRAM));
        assertThat(installed || System.getenv("CI") == null)
                .as("prometheus-alertmanager is installed where CI is set")
                .isTrue();
        assumeTrue(installed, "SKIPPED: apt-get install prometheus-alertmanager");
    }

    /**
     * Starts one.
     *
     * @param groupBy labels that make a group, as its configuration writes them
     */
    static Alertmanager start(Path directory, URI webhook, String groupBy) throws Exception {
        assumeInstalled();
        Path config = Files.writeString(directory.resolve("alertmanager.yml"), """
                route:
                  receiver: hook
                  group_by: [%s]
                  group_wait: 300ms
                  group_interval: 300ms
                  repeat_interval: 4h
                receivers:
                  - name: hook
                    webhook_configs:
                      - url: %s
                        send_resolved: true
                """.formatted(groupBy, webhook));
        Alertmanager started = new Alertmanager(directory, freePort(), config);
        started.run();
        return started;
    }

    /** Starts one with this configuration. */
    static Alertmanager configured(Path directory, String configuration) throws Exception {
        Path config = Files.writeString(directory.resolve("alertmanager.yml"), configuration);
        Alertmanager started = new Alertmanager(directory, freePort(), config);
        started.run();
        return started;
    }

    private void run() throws Exception {
        process = new ProcessBuilder(List.of(
                        PROGRAM,
                        "--config.file=" + config,
                        "--storage.path=" + directory.resolve("alertmanager-data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address="))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("alertmanager.log").toFile())
                .start();
        Await.until("Alertmanager is ready", SOON, this::isReady);
    }

    private boolean isReady() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("Alertmanager ended with code " + process.exitValue());
        }
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(url() + "/-/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Kills it and starts it again: its alerts are gone, its notification log stays as far as it was written. */
    void restart() throws Exception {
        process.destroy();
        process.waitFor();
        run();
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

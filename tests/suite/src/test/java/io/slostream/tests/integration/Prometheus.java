// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Debian's Prometheus on a free loopback port, and what it reads; rules are the directory's {@code rules*.yml}. */
record Prometheus(Process process, String address) implements AutoCloseable {
    private static final Pattern SAMPLE = Pattern.compile("(slo_\\w+)(?:\\{(.*)})? \\S+");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static Prometheus scraping(Path directory, String target) throws IOException {
        Path config = Files.writeString(directory.resolve("prometheus.yml"), """
                global: { scrape_interval: 1s, evaluation_interval: 1s }
                rule_files: [ "rules*.yml" ]
                scrape_configs:
                  - job_name: slostream
                    static_configs: [ { targets: ["%s"] } ]
                """.formatted(target));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String address = "127.0.0.1:" + port;
        Process process = new ProcessBuilder(List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("tsdb"),
                        "--web.listen-address=" + address))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, address);
    }

    /** The samples of an instant query; none while Prometheus does not answer yet. */
    List<JsonNode> query(String promql) {
        try {
            JsonNode answer = new ObjectMapper()
                    .readTree(get("http://" + address + "/api/v1/query?query="
                            + URLEncoder.encode(promql, StandardCharsets.UTF_8)));
            return answer.path("data").path("result").findParents("metric");
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Holds names, label names and numbers of our series to a golden file: they are what dashboards are built on, and what a
     * hostile producer must not move.
     */
    static void assertSeries(Path golden, String metrics) throws IOException {
        String exposition = get(metrics);
        Set<String> names = new TreeSet<>();
        exposition.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            String labels = sample.group(2) == null
                    ? ""
                    : Pattern.compile("(\\w+)=\"")
                            .matcher(sample.group(2))
                            .results()
                            .map(label -> label.group(1))
                            .collect(Collectors.joining(","));
            names.add(sample.group(1) + "{" + labels + "}");
        });
        String actual = names.stream()
                .map(name -> name + " "
                        + exposition
                                .lines()
                                .filter(line -> line.startsWith(name.substring(0, name.indexOf('{')) + "{")
                                        || line.startsWith(name.substring(0, name.indexOf('{')) + " "))
                                .count())
                .collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(golden));
    }

    static String get(String uri) throws IOException {
        try {
            return CLIENT.send(
                            HttpRequest.newBuilder(URI.create(uri))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.dashboards.grafana.GrafanaDashboards;
import io.slostream.dashboards.prometheus.RulesFile;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real Prometheus reads from a running engine. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Path GOLDEN = Path.of("src/test/resources/metrics.golden.txt");
    private static final Pattern SAMPLE = Pattern.compile("(slo_\\w+)(?:\\{(.*)})? \\S+");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void shouldBeReadByPrometheus() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            EngineConfig config = new EngineFiles(directory, broker.bootstrap())
                    .http("{ port: 0, projectNames: true }")
                    .read();
            Files.writeString(directory.resolve("rules.yml"), RulesFile.of(config.definitions()));
            try (EngineRunner engine = new EngineRunner(config)) {
                assertReadByPrometheus(broker, engine, config.definitions());
            }
        }
    }

    private void assertReadByPrometheus(EmbeddedBroker broker, EngineRunner engine, DefinitionSet definitions)
            throws Exception {
        engine.start();
        assertThat(engine.awaitRunning(SOON)).isTrue();
        String target = "127.0.0.1:" + engine.healthPort();
        try (Canaries canaries = Canaries.start(broker, 4);
                Prometheus prometheus = Prometheus.scraping(directory, target)) {
            Await.until(
                    "the firing alert at Prometheus",
                    SOON,
                    () -> prometheus
                                    .query("slo_alert_state{group=\"math\",state=\"firing\"} == 1")
                                    .size()
                            == 1);

            // What went in is in one of the other classes, in one scrape.
            assertThat(prometheus.query("sum(slo_engine_records{class=\"in\"}) > 0"))
                    .hasSize(1);
            assertThat(prometheus.query(
                            "sum(slo_engine_records{class=\"in\"})" + " - sum(slo_engine_records{class!=\"in\"}) == 0"))
                    .hasSize(1);
            assertThat(prometheus.query("slo_ratio{group=\"math\"} < 0.9")).isNotEmpty();
            assertThat(prometheus.query("slo_engine_ready == 1")).hasSize(1);
            assertThat(prometheus.query("{__name__=~\"kafka_.+\"}")).isNotEmpty();
            assertOutcomesAndPanels(prometheus, definitions);
            assertNamesAndLabels(get("http://" + target + "/metrics"));
            canaries.stop();
        }
    }

    /** The outcome as scraped and as recorded, and something to see on every panel of every dashboard. */
    private static void assertOutcomesAndPanels(Prometheus prometheus, DefinitionSet definitions) throws Exception {
        String outcome = "project:canary_correctness:10s{specialist=\"math\",job=\"%s\"} < 0.9";
        assertThat(prometheus.query(outcome.formatted("slostream"))).hasSize(1);
        Await.until(
                "the first evaluation of the rules",
                SOON,
                () -> prometheus.query(outcome.formatted("")).size() == 1);
        for (String dashboard :
                GrafanaDashboards.of(definitions, "http://localhost:8080").values()) {
            for (JsonNode expression : new ObjectMapper().readTree(dashboard).findValues("expr")) {
                String asked = expression.asText().replace("$specialist", ".*");
                assertThat(prometheus.query(asked)).as(asked).isNotEmpty();
            }
        }
        assertThat(prometheus.query("ALERTS{alertname=~\"Slostream.*\",alertstate=\"firing\"}"))
                .isEmpty();
    }

    /** Names, label names and numbers of series are what dashboards are built on, and what a hostile producer must not move. */
    private static void assertNamesAndLabels(String exposition) throws IOException {
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
            Files.writeString(GOLDEN, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(GOLDEN));
    }

    private static String get(String uri) throws IOException {
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

    /** Debian's Prometheus on a free loopback port. */
    private record Prometheus(Process process, String address) implements AutoCloseable {
        static Prometheus scraping(Path directory, String target) throws IOException {
            Path config = Files.writeString(directory.resolve("prometheus.yml"), """
                    global: { scrape_interval: 1s, evaluation_interval: 1s }
                    rule_files: [rules.yml]
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
    }
}

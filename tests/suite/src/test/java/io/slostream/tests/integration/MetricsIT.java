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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real Prometheus reads from a running engine. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Path GOLDEN = Path.of("src/test/resources/metrics.golden.txt");

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
            Prometheus.assertSeries(GOLDEN, "http://" + target + "/metrics");
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
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
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
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start();
                EngineRunner engine = new EngineRunner(new EngineFiles(directory, broker.bootstrap()).read())) {
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
                assertThat(prometheus.query("sum(slo_engine_records{class=\"in\"})"
                                + " - sum(slo_engine_records{class!=\"in\"}) == 0"))
                        .hasSize(1);
                assertThat(prometheus.query("slo_ratio{group=\"math\"} < 0.9")).isNotEmpty();
                assertThat(prometheus.query("slo_engine_ready == 1")).hasSize(1);
                assertThat(prometheus.query("{__name__=~\"kafka_.+\"}")).isNotEmpty();
                Prometheus.assertSeries(GOLDEN, "http://" + target + "/metrics");
                canaries.stop();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.notify.NotifyRunner;
import io.slostream.tests.integration.NotifyBench.Case;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a notifier says of itself over HTTP, and what a real Prometheus reads there. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyMetricsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path GOLDEN = Path.of("src/test/resources/notify-metrics.golden.txt");

    @TempDir
    private Path directory;

    @Test
    void shouldSayWhichReceiverFailsAndWhyAndBeReadByPrometheus() throws Exception {
        try (NotifyBench bench = new NotifyBench(directory);
                Case test = bench.begin("metrics")) {
            Pager works = test.pager();
            Pager fails = test.pager();
            NotifyRunner notifier = test.notifier(
                    "{ name: works, webhook: { url: \"" + works.uri() + "\" } }",
                    "{ name: fails, rate: 600, webhook: { url: \"" + fails.uri() + "\" } }");
            String target = "127.0.0.1:" + notifier.httpPort();
            Await.until(
                    "ready with nothing to tell",
                    SOON,
                    () -> get(target, "ready").statusCode() == 200);
            assertThat(get(target, "ready").body()).isEqualTo("{\"status\":\"ready\",\"problems\":[]}");
            assertThat(get(target, "live").body()).isEqualTo("{\"status\":\"live\",\"problems\":[]}");

            try (Prometheus prometheus = Prometheus.scraping(directory, target)) {
                test.log().fires("math");
                Await.until(
                        "both are told",
                        SOON,
                        () -> works.events().size() + fails.events().size() == 2);
                fails.answer(503);
                test.log().fires("code");
                Await.until("not ready", SOON, () -> get(target, "ready").statusCode() == 503);
                assertThat(get(target, "ready").body())
                        .startsWith("{\"status\":\"not ready\",\"problems\":[\"fails: the receiver fails since ")
                        .endsWith(": HTTP 503\"]}");
                assertThat(get(target, "live").statusCode()).isEqualTo(200);
                Await.until(
                        "Prometheus knows",
                        SOON,
                        () -> prometheus.query("slo_notify_ready == 0").size() == 1
                                && prometheus
                                                .query(
                                                        "slo_notify_failures_total{sink=\"fails\",reason=\"server_error\"} > 0")
                                                .size()
                                        == 1
                                && prometheus
                                                .query("slo_notify_queue_size{sink=\"fails\"} == 1")
                                                .size()
                                        == 1);

                fails.answer(400);
                Await.until(
                        "it is given up",
                        SOON,
                        () -> prometheus
                                        .query("slo_notify_dead_total{sink=\"fails\"} == 1")
                                        .size()
                                == 1);
                fails.answer(200);
                test.log().fires("law");
                Await.until("ready again", SOON, () -> get(target, "ready").statusCode() == 200);
                Await.until(
                        "all is told",
                        SOON,
                        () -> prometheus
                                                .query("slo_notify_delivered_total{sink=\"works\"} == 3")
                                                .size()
                                        == 1
                                && prometheus
                                                .query("slo_notify_delivered_total{sink=\"fails\"} == 2")
                                                .size()
                                        == 1
                                && prometheus.query("slo_notify_ready == 1").size() == 1);
                // Each failed request but the refused one was put back.
                assertThat(prometheus.query("slo_notify_retries_total{sink=\"fails\"}"
                                + " == ignoring(reason) slo_notify_failures_total{reason=\"server_error\"}"))
                        .hasSize(1);
                assertThat(prometheus.query("time() - slo_notify_last_success_timestamp_seconds{sink=\"works\"} < 60"))
                        .hasSize(1);
                assertThat(prometheus.query("slo_notify_open{sink=\"works\"} == 3"))
                        .hasSize(1);
                Prometheus.assertSeries(GOLDEN, "http://" + target + "/metrics");
            }
            bench.broker().stop();
            Await.until(
                    "not ready without a broker",
                    SOON,
                    () -> get(target, "ready").body().contains("works: no broker is connected"));
            assertThat(get(target, "live").statusCode()).isEqualTo(200);
            bench.broker().restart();
            Await.until("ready again with one", SOON, () -> get(target, "ready").statusCode() == 200);
            notifier.stop();
            Await.until(
                    "dead when it has ended", SOON, () -> get(target, "live").statusCode() == 503);
        }
    }

    private static HttpResponse<String> get(String target, String health) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + target + "/health/" + health))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}

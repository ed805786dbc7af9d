// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slostream.app.run.EngineConfig.Http;
import io.slostream.app.run.HttpAccess;
import io.slostream.app.serve.Answer;
import io.slostream.app.serve.HttpService;
import io.slostream.sinks.delivery.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a notifier serves over HTTP: whether it lives, whether every receiver is told in time, and metrics. */
final class NotifyServing implements AutoCloseable {
    /** Of the text format that Prometheus reads when it asks for none. */
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final List<SinkStatus> sinks;
    private final Supplier<List<String>> deaths;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpService http;

    /**
     * Serves from now on.
     *
     * @param deaths why only a new process helps; empty while this one works
     */
    NotifyServing(Http address, List<SinkStatus> sinks, Supplier<List<String>> deaths) {
        this.sinks = sinks;
        this.deaths = deaths;
        NotifyMetrics.bind(meters, sinks, () -> problems().isEmpty());
        http = new HttpService(
                address.host(),
                address.port(),
                HttpAccess.of(address),
                HttpService.fixed(Map.of(
                        "/health/live", () -> answer(deaths.get(), "live", "dead"),
                        "/health/ready", () -> answer(problems(), "ready", "not ready"),
                        "/metrics", () -> Answer.text(METRICS_TYPE, meters.scrape()))),
                Map.of());
    }

    private List<String> problems() {
        List<String> dead = deaths.get();
        return dead.isEmpty()
                ? sinks.stream()
                        .map(SinkStatus::problem)
                        .flatMap(Optional::stream)
                        .toList()
                : dead;
    }

    private static Answer answer(List<String> problems, String good, String bad) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", problems.isEmpty() ? good : bad);
        body.put("problems", problems);
        return Answer.json(problems.isEmpty() ? 200 : 503, Json.bytes(body));
    }

    /** Where it listens. */
    int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.close();
        meters.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slostream.app.page.Page;
import io.slostream.app.page.PageSource;
import io.slostream.app.serve.Answer;
import io.slostream.app.serve.Exchange;
import io.slostream.app.serve.HttpService;
import io.slostream.app.serve.OutputFeed;
import io.slostream.app.serve.PageFiles;
import io.slostream.app.serve.RefusedException;
import io.slostream.app.serve.Route;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.sinks.prometheus.SloMetrics;
import io.slostream.topology.streams.EngineStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.KafkaStreams;

/** What an instance serves over HTTP from its start to its end: health and files at once, the rest as it comes to be. */
final class Serving implements AutoCloseable {
    /** Of the text format that Prometheus reads when it asks for none. */
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final boolean projectNames;
    private final EngineHealth health;
    private final HttpService http;
    private KafkaStreamsMetrics streamsMetrics;
    private volatile Page page;

    Serving(EngineConfig.Http address, EngineHealth health) {
        this.health = health;
        projectNames = address.projectNames();
        Map<String, Supplier<Answer>> fixed = new HashMap<>(HealthRoutes.of(health));
        fixed.put("/metrics", () -> Answer.text(METRICS_TYPE, meters.scrape()));
        Map<String, Route> paths = new HashMap<>(HttpService.fixed(fixed));
        PageFiles files = PageFiles.shipped();
        paths.put("/", files::index);
        Map<String, Route> folders = Map.of(
                "/dashboards/", files::index, "/slos/", files::index, "/static/", files::file, "/api/", this::ask);
        http = new HttpService(address.host(), address.port(), HttpAccess.of(address), paths, folders);
    }

    private void ask(Exchange exchange) {
        Page now = page;
        if (now == null) {
            throw RefusedException.unavailable("the engine is still starting: it has not reached its topics yet");
        }
        Route route = now.routes().get(exchange.path());
        if (route == null) {
            throw RefusedException.notFound(
                    "there are " + String.join(", ", now.routes().keySet()));
        }
        route.handle(exchange);
    }

    /** Shows the engine's own health; before its threads begin. */
    void show(KafkaStreams streams, EngineStatus status, Set<TelemetryKind> read, LongSupplier wallClock) {
        EngineMetrics.bind(meters, status, health, read, wallClock);
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(meters);
    }

    /** Shows what the topics of all instances say; once they are there. */
    void follow(PageSource source) {
        SloMetrics slos = new SloMetrics(meters);
        ProjectMetrics outcomes = new ProjectMetrics(meters, source.definition());
        page = new Page(source, new OutputFeed.Reader() {
            @Override
            public void record(String key, GenericRecord summary) {
                slos.summary(key, summary);
                if (projectNames) {
                    outcomes.summary(key, summary);
                }
            }

            @Override
            public void gone(String key) {
                slos.gone(key);
                outcomes.gone(key);
            }
        });
    }

    int port() {
        return http.port();
    }

    @Override
    public void close() {
        if (page != null) {
            page.close();
        }
        if (streamsMetrics != null) {
            streamsMetrics.close();
        }
        http.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slostream.app.serve.Answer;
import io.slostream.app.serve.HttpService;
import io.slostream.app.serve.SummaryFeed;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.sinks.prometheus.SloMetrics;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.streams.EngineStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** What an instance serves over HTTP from its start to its end: health at once, metrics as they come to be. */
final class Serving implements AutoCloseable {
    /** Of the text format that Prometheus reads when it asks for none. */
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final EngineHealth health;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final boolean projectNames;
    private final HttpService http;
    private KafkaStreamsMetrics streamsMetrics;
    private SummaryFeed summaries;

    Serving(EngineConfig.Http address, EngineHealth health) {
        this.health = health;
        projectNames = address.projectNames();
        Map<String, Supplier<Answer>> routes = new HashMap<>(HealthRoutes.of(health));
        routes.put("/metrics", () -> Answer.text(METRICS_TYPE, meters.scrape()));
        http = new HttpService(address.host(), address.port(), routes);
    }

    /** Shows the engine's own health; before its threads begin. */
    void show(KafkaStreams streams, EngineStatus status, Set<TelemetryKind> read, LongSupplier wallClock) {
        EngineMetrics.bind(meters, status, health, read, wallClock);
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(meters);
    }

    /** Shows the summaries of all instances, by the newest definitions; once their topic is there. */
    void follow(StreamsConfig config, String clientId, SchemaRegistry registry, Supplier<VersionedDefinition> newest) {
        SloMetrics slos = new SloMetrics(meters);
        ProjectMetrics outcomes = new ProjectMetrics(meters, newest);
        summaries = SummaryFeed.start(
                () -> KafkaProperties.reader(config, clientId), new RecordDecoder(registry), new SummaryFeed.Reader() {
                    @Override
                    public void summary(String key, GenericRecord summary) {
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
        if (summaries != null) {
            summaries.close();
        }
        if (streamsMetrics != null) {
            streamsMetrics.close();
        }
        http.close();
    }
}

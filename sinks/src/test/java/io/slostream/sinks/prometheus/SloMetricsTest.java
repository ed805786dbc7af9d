// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class SloMetricsTest {
    private static final String SUMMARY = "{'slo':'ttft','group':'coder','at':1795478400000,'state':'firing',"
            + "'severity':'page','category':'slo','dashboard':'serving','owner':'o','objective':'0.99','windows':["
            + "{'window':'5m','good':6,'total':10,'ratio':0.6,'burn_rate':40.0,'coverage':1.0},"
            + "{'window':'30d','good':0,'total':0,'coverage':0.25}],"
            + "'budget_remaining':-1.5,'exhaustion_ms':90000,'quantiles':["
            + "{'field':'ttft_ms','window':'5m','quantile':0.95,'value':512.5,'count':10}],'alerts':["
            + "{'alert':'google-30d','state':'firing','since':1}],"
            + "'definition_hash':'abc','definition_version':-1}";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SloMetrics metrics = new SloMetrics(registry);

    @Test
    void shouldShowWhatASummarySays() {
        metrics.summary("ttft/coder", summary(SUMMARY));

        assertThat(samples())
                .contains(
                        sample("slo_objective", "", "0.99"),
                        sample("slo_ratio", "window=\"5m\"", "0.6"),
                        sample("slo_ratio", "window=\"30d\"", "NaN"),
                        sample("slo_burn_rate", "window=\"5m\"", "40.0"),
                        sample("slo_window_coverage", "window=\"30d\"", "0.25"),
                        sample("slo_window_events", "window=\"5m\"", "10.0"),
                        sample("slo_error_budget_remaining", "", "-1.5"),
                        sample("slo_error_budget_exhaustion_seconds", "", "90.0"),
                        sample("slo_evaluated_timestamp_seconds", "", "1.7954784E9"),
                        sample("slo_quantile", "field=\"ttft_ms\",quantile=\"0.95\",window=\"5m\"", "512.5"))
                .contains(
                        alert("firing", "1.0"),
                        alert("inactive", "0.0"),
                        alert("pending", "0.0"),
                        alert("no_data", "0.0"));
    }

    @Test
    void shouldFollowTheNewestSummary() {
        metrics.summary("ttft/coder", summary(SUMMARY));
        List<String> before = samples();
        metrics.summary("ttft/coder", summary(SUMMARY.replace("'ratio':0.6", "'ratio':0.7")));

        assertThat(samples())
                .contains(sample("slo_ratio", "window=\"5m\"", "0.7"))
                .hasSameSizeAs(before);
    }

    @Test
    void shouldDropWindowsThatTheDefinitionHasNoMore() {
        metrics.summary("ttft/coder", summary(SUMMARY));
        metrics.summary("ttft/coder", summary(SUMMARY.replace("'30d'", "'28d'")));

        assertThat(samples())
                .noneMatch(line -> line.contains("window=\"30d\""))
                .anyMatch(line -> line.contains("window=\"28d\""));
    }

    @Test
    void shouldForgetWhatIsServedNoMore() {
        metrics.summary("ttft/coder", summary(SUMMARY));
        metrics.gone("ttft/coder");

        assertThat(samples()).isEmpty();
        assertThat(metrics.size()).isZero();
    }

    @Test
    void shouldKeepControlsOfAHostileNameOutOfTheExposition() {
        metrics.summary("x", summary(SUMMARY.replace("'coder'", "'a\\nslo_ratio 1\\u0000\\u202e\\u0022'")));

        assertThat(samples()).allMatch(line -> line.startsWith("slo_") && line.contains("category=\"slo\""));
    }

    private List<String> samples() {
        return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }

    /** The exposition sorts labels. */
    private static String sample(String name, String labels, String value) {
        Map<String, String> sorted =
                new TreeMap<>(Map.of("category", "slo", "dashboard", "serving", "group", "coder", "slo", "ttft"));
        for (String label : labels.split(",")) {
            if (!label.isEmpty()) {
                sorted.put(label.split("=")[0], label.split("=")[1].replace("\"", ""));
            }
        }
        return sorted.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                .collect(Collectors.joining(",", name + "{", "} " + value));
    }

    private static String alert(String state, String value) {
        return "slo_alert_state{alert=\"google-30d\",category=\"slo\",dashboard=\"serving\",group=\"coder\",slo=\"ttft\","
                + "state=\"" + state + "\"} " + value;
    }

    private static GenericRecord summary(String json) {
        return new RecordDecoder(SchemaRegistry.none())
                .decode(TopicCatalog.SUMMARIES, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class ProjectMetricsTest {
    private static final String SUMMARY = "{'slo':'correctness','group':'math','at':1795478400000,'state':'firing',"
            + "'severity':'page','category':'outcome','dashboard':'serving','owner':'o','objective':'0.95','windows':["
            + "{'window':'1h','good':84,'total':100,'ratio':0.84,'burn_rate':3.2,'coverage':1.0},"
            + "{'window':'30d','good':0,'total':0,'coverage':0.25}],'quantiles':[],'alerts':["
            + "{'alert':'Red','state':'firing','since':1}],'definition_hash':'abc','definition_version':-1}";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private VersionedDefinition newest = definition("correctness", "1h");
    private final ProjectMetrics metrics = new ProjectMetrics(registry, () -> newest);

    @Test
    void shouldServeAnOutcomeUnderItsOwnName() {
        metrics.summary("correctness/math", summary(SUMMARY));
        metrics.summary(
                "correctness/code", summary(SUMMARY.replace("math", "code").replace("0.84", "0.97")));
        metrics.summary("ttft/math", summary(SUMMARY.replace("correctness", "ttft")));

        assertThat(samples())
                .containsExactlyInAnyOrder(
                        "project:correctness_pass_rate:1h{specialist=\"code\"} 0.97",
                        "project:correctness_pass_rate:1h{specialist=\"math\"} 0.84");
    }

    @Test
    void shouldFollowTheNewestSummaryAndForgetWhatIsGone() {
        metrics.summary("correctness/math", summary(SUMMARY));
        metrics.summary("correctness/math", summary(SUMMARY.replace("'ratio':0.84,", "")));
        assertThat(samples()).containsExactly("project:correctness_pass_rate:1h{specialist=\"math\"} NaN");

        metrics.gone("correctness/math");
        assertThat(samples()).isEmpty();
    }

    @Test
    void shouldRenameOutcomesWithTheDefinitions() {
        metrics.summary("correctness/math", summary(SUMMARY));
        newest = definition("correctness", "30d");
        metrics.summary("correctness/math", summary(SUMMARY));
        assertThat(samples()).containsExactly("project:correctness_pass_rate:30d{specialist=\"math\"} NaN");

        newest = definition("other", "1h");
        metrics.summary("correctness/math", summary(SUMMARY));
        assertThat(samples()).isEmpty();
    }

    private List<String> samples() {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith("project"))
                .toList();
    }

    private static VersionedDefinition definition(String name, String over) {
        return VersionedDefinition.first(
                VersionedDefinition.FILES,
                new EngineDefinition(
                        DefinitionLoader.load(List.of(new DefinitionText("slo.yaml", """
                                apiVersion: slostream/v1
                                kind: SLO
                                metadata: { name: %s, owner: serving-oncall }
                                spec:
                                  dashboard: serving
                                  category: outcome
                                  indicator: { ratio: { of: evaluation, good: { passed: true }, groupBy: specialist } }
                                  objective: 0.95
                                  period: 30d
                                  alerts: [ { name: Red, when: { ratio: { below: 0.85, over: %s } }, severity: page } ]
                                """.formatted(name, over)))),
                        Optional.empty(),
                        TimeGrid.DEFAULT));
    }

    private static GenericRecord summary(String json) {
        return new RecordDecoder(SchemaRegistry.none())
                .decode(TopicCatalog.SUMMARIES, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class ProjectMetricsTest {
    @Test
    void shouldKeepColons() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Gauge.builder("project:correctness_pass_rate:1h", () -> 0.5)
                .tag("specialist", "math")
                .register(registry);
        assertThat(registry.scrape()).contains("project:correctness_pass_rate:1h{specialist=\"math\"} 0.5");
    }
}

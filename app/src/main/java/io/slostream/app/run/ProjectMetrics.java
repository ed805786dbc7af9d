// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.slostream.dashboards.prometheus.ProjectNames;
import io.slostream.dashboards.prometheus.ProjectNames.ProjectName;
import io.slostream.schemas.output.PrintableText;
import io.slostream.topology.VersionedDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outcomes under their own names, for example {@code project:correctness_pass_rate:1h{specialist}}, from the summaries. The
 * names are those of the newest definitions; what is not known is NaN.
 *
 * <p>Thread-safe: one thread tells, another one scrapes.
 */
final class ProjectMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectMetrics.class);

    private final MeterRegistry registry;
    private final Supplier<VersionedDefinition> newest;
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private VersionedDefinition named;
    private Map<String, ProjectName> names = Map.of();

    /** Meters in this registry, by the definitions that are newest whenever a summary comes. */
    ProjectMetrics(MeterRegistry registry, Supplier<VersionedDefinition> newest) {
        this.registry = registry;
        this.newest = newest;
    }

    /** An outcome of a group, and its meter. */
    private static final class Outcome {
        private volatile double ratio;
        private Meter meter;
    }

    /** Takes in a summary, the newest of its key. */
    synchronized void summary(String key, GenericRecord summary) {
        nameAnew();
        ProjectName name = names.get(summary.get("slo").toString());
        if (name == null) {
            gone(key);
            return;
        }
        Outcome outcome = outcomes.computeIfAbsent(key, k -> new Outcome());
        outcome.ratio = ratio(summary, name.window());
        if (outcome.meter == null) {
            String group = PrintableText.of(summary.get("group").toString());
            outcome.meter = Gauge.builder(name.name(), outcome, o -> o.ratio)
                    .description("Share of good events of an outcome, over " + name.window())
                    .tags(name.label().isEmpty() ? Tags.empty() : Tags.of(name.label(), group))
                    .register(registry);
        }
    }

    /** Forgets what is no longer served. */
    synchronized void gone(String key) {
        Outcome known = outcomes.remove(key);
        if (known != null) {
            registry.remove(known.meter);
        }
    }

    private void nameAnew() {
        VersionedDefinition definition = newest.get();
        if (definition == named) {
            return;
        }
        named = definition;
        try {
            Map<String, ProjectName> renamed =
                    ProjectNames.of(definition.definition().slos()).bySlo();
            if (!renamed.equals(names)) {
                List.copyOf(outcomes.keySet()).forEach(this::gone);
                names = renamed;
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("Outcomes keep the names that they had: {}", e.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    private static double ratio(GenericRecord summary, String window) {
        return ((List<GenericRecord>) summary.get("windows"))
                .stream()
                        .filter(one -> one.get("window").toString().equals(window))
                        .map(one -> one.get("ratio"))
                        .filter(Number.class::isInstance)
                        .mapToDouble(ratio -> ((Number) ratio).doubleValue())
                        .findFirst()
                        .orElse(Double.NaN);
    }
}

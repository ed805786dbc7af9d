// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** Reads metric sources: those of our type hold our words, all others hold queries, which say nothing of events. */
final class MetricSources {
    /** The metric source type whose {@code spec} is ours. */
    static final String TYPE = "slostream";

    private final References<String> dataSourceTypes;

    /** With the types of the data sources in the file, by name. */
    MetricSources(References<String> dataSourceTypes) {
        this.dataSourceTypes = dataSourceTypes;
    }

    /**
     * The {@code spec} of the metric source below a metric.
     *
     * @param metric what stands under {@code good}, {@code total} or {@code thresholdMetric}
     * @param keys what the spec may hold
     * @param example what to write into the spec
     */
    Optional<YamlMap> spec(YamlValue metric, List<String> keys, String example) {
        Optional<YamlMap> source = metric.map(List.of("metricSource"))
                .flatMap(m -> m.require("metricSource", "{ type: " + TYPE + ", spec: " + example + " }"))
                .flatMap(v -> v.map(List.of("metricSourceRef", "type", "spec")));
        return source.filter(map -> isOurs(map, example))
                .flatMap(map -> map.require("spec", example))
                .flatMap(v -> v.map(keys));
    }

    private boolean isOurs(YamlMap source, String example) {
        String instead = "write type: " + TYPE + " and spec: " + example;
        Optional<YamlValue> reference = source.get("metricSourceRef");
        if (source.get("type").isPresent()) {
            YamlValue type = source.get("type").get();
            return type.text().filter(word -> isOurs(word, type, instead)).isPresent();
        }
        if (reference.isEmpty()) {
            source.self().error("a metric source names its type", instead);
            return false;
        }
        return dataSourceTypes
                .find(reference.get())
                .filter(word -> isOurs(word, reference.get(), instead))
                .isPresent();
    }

    private static boolean isOurs(String type, YamlValue place, String instead) {
        if (type.equals(TYPE)) {
            return true;
        }
        if (Suggestions.nearest(type, List.of(TYPE)).isPresent()) {
            place.error("there is no metric source type " + Quoted.of(type), "did you mean " + TYPE + "? Write it so");
        } else {
            place.error("a query of " + Quoted.plain(type) + " says nothing about single events", instead);
        }
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.openslo.Sli.Form;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the spec of an SLI: a ratio of good or bad events to all, or readings that an objective compares with a bound.
 * What the words mean is judged by our own loader, when the definition is written.
 */
final class SliReader {
    /** What our indicators say about the events that count. */
    private static final List<String> EVENTS =
            List.of("of", "name", "where", "exclude", "groupBy", "includeClientErrors", "includeShadow");

    private static final List<String> ORDER =
            List.of("of", "name", "field", "where", "exclude", "groupBy", "includeClientErrors", "includeShadow");
    private static final List<String> BOUNDS = List.of("lt", "lte", "gt", "gte");
    private static final List<String> RATIO = List.of("counter", "good", "bad", "total", "rawType", "raw");

    private final MetricSources sources;

    SliReader(MetricSources sources) {
        this.sources = sources;
    }

    /** The indicator; empty when it is in error or has no form here, which is reported. */
    Optional<Sli> read(YamlValue spec) {
        Optional<YamlMap> map = spec.map(List.of("description", "ratioMetric", "thresholdMetric"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        if (map.get().has("ratioMetric") == map.get().has("thresholdMetric")) {
            spec.error("an indicator has one metric", "write either ratioMetric or thresholdMetric");
            return Optional.empty();
        }
        return map.get().has("ratioMetric")
                ? map.get().get("ratioMetric").flatMap(v -> v.map(RATIO)).flatMap(this::ratio)
                : map.get().get("thresholdMetric").flatMap(this::threshold);
    }

    private Optional<Sli> ratio(YamlMap metric) {
        checkRaw(metric);
        checkCounter(metric);
        if (metric.has("raw")) {
            return Optional.empty();
        }
        if (metric.has("good") == metric.has("bad")) {
            metric.self().error("a ratio says which events are good, or which are bad", "write either good or bad");
        }
        Optional<YamlMap> total = metric.require(
                        "total", "{ metricSource: { type: slostream, spec: { of: request } } }")
                .flatMap(v -> sources.spec(v, EVENTS, "{ of: request, where: { … } }"));
        total.ifPresent(m -> m.require("of", "request"));
        Optional<Map<String, Flow>> entries = total.flatMap(SliReader::copy);
        List<String> parts = Stream.of("good", "bad").filter(metric::has).toList();
        List<Flow> matchers = parts.stream()
                .flatMap(part -> part(metric.get(part).orElseThrow(), part).stream())
                .toList();
        if (parts.size() != 1 || matchers.size() != 1) {
            return Optional.empty();
        }
        entries.ifPresent(map -> map.put(parts.get(0), matchers.get(0)));
        return entries.filter(map -> map.containsKey("of"))
                .map(map -> new Sli(Form.RATIO, total.get().self(), map));
    }

    private static void checkRaw(YamlMap metric) {
        metric.get("raw")
                .ifPresent(v -> v.error("a stored ratio has no events to count", "write total, and good or bad"));
        if (!metric.has("raw")) {
            metric.get("rawType").ifPresent(v -> v.error("rawType belongs to raw, which is not read", "remove it"));
        }
    }

    private static void checkCounter(YamlMap metric) {
        Optional<YamlValue> counter = metric.get("counter");
        if (!metric.has("raw") && counter.flatMap(YamlValue::flag).equals(Optional.of(false))) {
            counter.get().error("events are counted, and a count only grows", "write counter: true, or remove it");
        }
    }

    /** The conditions that make an event of the total a good one, or a bad one. */
    private Optional<Flow> part(YamlValue metric, String part) {
        Optional<YamlMap> spec = sources.spec(metric, EVENTS, "{ where: { … } }");
        spec.ifPresent(map -> map.entries().forEach((key, value) -> {
            if (!key.equals("where")) {
                value.error("which events count stands in total, and " + part + " is some of them", "remove " + key);
            }
        }));
        return spec.flatMap(map -> map.require("where", "{ error_type: { exists: false } }"))
                .flatMap(Flow::read);
    }

    private Optional<Sli> threshold(YamlValue metric) {
        List<String> keys = Stream.of(List.of("field"), EVENTS, BOUNDS)
                .flatMap(List::stream)
                .toList();
        Optional<YamlMap> spec = sources.spec(metric, keys, "{ of: request, field: ttft_ms }");
        for (String bound : BOUNDS) {
            spec.flatMap(map -> map.get(bound))
                    .ifPresent(v -> v.error(
                            "the bound stands in the objective", "write it there as op: " + bound + " and value"));
        }
        spec.ifPresent(map -> map.require("of", "request"));
        return spec.flatMap(SliReader::copy)
                .filter(map -> map.containsKey("of"))
                .map(map -> new Sli(Form.THRESHOLD, spec.get().self(), map));
    }

    /** The spec's entries in our order of keys; empty when one of them cannot be written. */
    private static Optional<Map<String, Flow>> copy(YamlMap spec) {
        Map<String, Flow> entries = new LinkedHashMap<>();
        boolean isWhole = true;
        for (String key : ORDER) {
            Optional<YamlValue> value = spec.get(key);
            Optional<Flow> flow = value.flatMap(Flow::read);
            flow.ifPresent(f -> entries.put(key, f));
            isWhole &= value.isPresent() == flow.isPresent();
        }
        return isWhole ? Optional.of(entries) : Optional.empty();
    }
}

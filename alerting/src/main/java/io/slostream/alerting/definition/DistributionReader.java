// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Reads {@code spec.distribution}: the quantiles that an SLO shows. */
final class DistributionReader {
    private static final List<String> KEYS = List.of("field", "per", "cap", "over", "quantiles");
    private static final long DEFAULT_OVER_MS = 5 * 60_000;
    private static final List<Ratio> DEFAULT_QUANTILES = List.of(Ratio.of("0.5"), Ratio.of("0.95"), Ratio.of("0.99"));

    private DistributionReader() {}

    /** Reads it; without an indicator, whose kind says which numbers there are, only its keys are judged. */
    static Optional<Distribution> read(YamlValue value, Optional<Indicator> indicator) {
        Optional<YamlMap> map = value.map(KEYS);
        return indicator.isEmpty() ? Optional.empty() : map.flatMap(m -> read(m, indicator.get()));
    }

    private static Optional<Distribution> read(YamlMap map, Indicator indicator) {
        if (indicator.of() == TelemetryKind.SAMPLE && !(indicator.measure() instanceof Measure.Share)) {
            map.self()
                    .error(
                            "increases of a counter have no distribution: how large they are depends on how often they"
                                    + " are reported",
                            "remove distribution, or show that of a gauge");
            return Optional.empty();
        }
        Optional<Quantity> quantity = quantity(map, indicator.of());
        Optional<Long> over = over(map);
        Optional<List<Ratio>> quantiles =
                map.has("quantiles") ? quantiles(map.get("quantiles").orElseThrow()) : Optional.of(DEFAULT_QUANTILES);
        return quantity.flatMap(of -> over.flatMap(ms -> quantiles.map(list -> new Distribution(of, ms, list))));
    }

    private static Optional<Quantity> quantity(YamlMap map, TelemetryKind kind) {
        Optional<TelemetryField> field = map.has("field") || kind != TelemetryKind.SAMPLE
                ? map.require("field", "ttft_ms").flatMap(v -> IndicatorReader.numericField(v, kind))
                : kind.field("value");
        if (!map.has("per")) {
            map.get("cap").ifPresent(v -> v.error("only a ratio of two fields is capped", "add per, or remove cap"));
            return map.has("cap") ? Optional.empty() : field.map(f -> new Quantity.Field(f.name()));
        }
        YamlValue denominator = map.get("per").orElseThrow();
        Optional<TelemetryField> per = IndicatorReader.numericField(denominator, kind);
        if (per.isPresent() && per.equals(field)) {
            denominator.error("a field per itself is 1", "name another field");
            return Optional.empty();
        }
        Optional<Double> cap = map.require("cap", "4").flatMap(DistributionReader::cap);
        return field.flatMap(f ->
                per.flatMap(p -> cap.map(bound -> new Quantity.CappedRatio(f.name(), p.name(), bound))));
    }

    private static Optional<Double> cap(YamlValue value) {
        Optional<BigDecimal> cap = value.decimal("4");
        if (cap.isPresent() && cap.get().signum() <= 0) {
            value.error(
                    "a cap is above 0, found " + cap.get().toPlainString(),
                    "write the greatest ratio that is worth telling from others, for example 4");
            return Optional.empty();
        }
        return cap.map(BigDecimal::doubleValue);
    }

    private static Optional<Long> over(YamlMap map) {
        if (!map.has("over")) {
            return Optional.of(DEFAULT_OVER_MS);
        }
        YamlValue value = map.get("over").orElseThrow();
        OptionalLong over = Windows.window(value);
        if (over.isPresent() && over.getAsLong() > Distribution.LONGEST_MS) {
            String longest = Durations.format(Distribution.LONGEST_MS);
            value.error(
                    "a distribution covers at most " + longest + ", found " + Durations.format(over.getAsLong()),
                    "write " + longest + " or less");
            return Optional.empty();
        }
        return over.isPresent() ? Optional.of(over.getAsLong()) : Optional.empty();
    }

    private static Optional<List<Ratio>> quantiles(YamlValue value) {
        Optional<List<YamlValue>> entries = value.list(Distribution.MAX_QUANTILES);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        if (entries.get().isEmpty()) {
            value.error("there is no quantile here", "write for example [0.5, 0.95, 0.99]");
            return Optional.empty();
        }
        TreeSet<Ratio> quantiles = new TreeSet<>();
        for (YamlValue entry : entries.get()) {
            Optional<Ratio> quantile = SloReader.share(entry, "a quantile", "0.99");
            if (quantile.isPresent() && !quantiles.add(quantile.get())) {
                entry.error("the quantile stands twice here", "keep one");
            }
        }
        return quantiles.size() == entries.get().size() ? Optional.of(List.copyOf(quantiles)) : Optional.empty();
    }
}

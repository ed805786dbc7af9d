// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code burnRate} of an alert: a preset by name, or explicit tiers. */
final class BurnRateReader {
    static final String DEFAULT_NAME = "BurnRate";
    private static final int MAX_TIERS = 10;

    private BurnRateReader() {}

    /** Tiers, empty when in error, and the name of an alert that has none of its own. */
    record Reading(List<Tier> tiers, String defaultName) {
        static final Reading NONE = new Reading(List.of(), DEFAULT_NAME);
    }

    static Reading read(YamlValue value, Optional<Goal> goal) {
        if (goal.isPresent() && !(goal.get() instanceof Goal.Share)) {
            value.error("this SLO has no budget of events to burn", "write when");
            return Reading.NONE;
        }
        Optional<Ratio> objective = goal.flatMap(Goal::errorBudget).map(Ratio::complement);
        Optional<Long> period = goal.map(found -> found.periods().get(0).nominalMs());
        if (value.isScalar()) {
            return preset(value, objective, period);
        }
        Optional<YamlMap> map = value.map(List.of("preset", "tiers"));
        if (map.isEmpty()) {
            return Reading.NONE;
        }
        if (map.get().has("preset") == map.get().has("tiers")) {
            value.error("burn rates come from one place", "write either preset or tiers");
            return Reading.NONE;
        }
        return map.get()
                .get("preset")
                .map(v -> preset(v, objective, period))
                .orElseGet(() -> tiers(map.get().get("tiers").orElseThrow(), objective));
    }

    private static Reading preset(YamlValue value, Optional<Ratio> objective, Optional<Long> period) {
        Optional<BurnRatePreset> preset = value.oneOf(BurnRatePreset.names()).map(BurnRatePreset::named);
        if (preset.isEmpty()) {
            return Reading.NONE;
        }
        if (objective.isEmpty() || period.isEmpty()) {
            return new Reading(List.of(), preset.get().name());
        }
        long periodMs = period.get();
        if (preset.get().longestWindowMs() > periodMs) {
            value.error(
                    preset.get().name() + " looks back "
                            + Durations.format(preset.get().longestWindowMs()) + ", longer than the period "
                            + Durations.format(periodMs),
                    "write { tiers: [ … ] } with shorter windows, or a longer period");
            return new Reading(List.of(), preset.get().name());
        }
        List<BurnTier> asked = preset.get().tiersFor(periodMs);
        return new Reading(
                Reachability.checkPreset(value, preset.get().name(), asked, objective.get())
                        ? BurnTier.toTiers(asked, objective.get())
                        : List.of(),
                preset.get().name());
    }

    private static Reading tiers(YamlValue value, Optional<Ratio> objective) {
        Optional<List<YamlValue>> entries = value.list(MAX_TIERS);
        if (entries.isPresent() && entries.get().isEmpty()) {
            value.error("there is no tier here", "write { long: 1h, short: 5m, rate: 14.4, severity: page }");
        }
        List<Tier> tiers = new ArrayList<>();
        for (YamlValue entry : entries.orElse(List.of())) {
            entry.map(List.of("long", "short", "rate", "severity"))
                    .flatMap(map -> tier(map, objective))
                    .ifPresent(tiers::add);
        }
        return new Reading(tiers, DEFAULT_NAME);
    }

    private static Optional<Tier> tier(YamlMap map, Optional<Ratio> objective) {
        OptionalLong longMs = map.require("long", "1h").map(Windows::window).orElse(OptionalLong.empty());
        OptionalLong shortMs = map.require("short", "5m").map(Windows::window).orElse(OptionalLong.empty());
        if (longMs.isPresent() && shortMs.isPresent() && shortMs.getAsLong() >= longMs.getAsLong()) {
            map.get("short")
                    .orElseThrow()
                    .error(
                            "the short window " + Durations.format(shortMs.getAsLong())
                                    + " is not shorter than the long one " + Durations.format(longMs.getAsLong()),
                            "write about a twelfth of the long window");
            return Optional.empty();
        }
        Optional<YamlValue> rateValue = map.require("rate", "14.4");
        Optional<BigDecimal> rate = rateValue.flatMap(v -> v.decimal("14.4"));
        Optional<Severity> severity =
                map.require("severity", "page").flatMap(v -> SloReader.constant(v, Severity.class));
        if (rate.isPresent() && rate.get().signum() <= 0) {
            rateValue
                    .get()
                    .error("a burn rate is above 0, found " + rate.get().toPlainString(), "write for example 14.4");
            return Optional.empty();
        }
        if (longMs.isEmpty() || shortMs.isEmpty() || rate.isEmpty() || severity.isEmpty() || objective.isEmpty()) {
            return Optional.empty();
        }
        BurnTier tier = new BurnTier(severity.get(), Ratio.of(rate.get()), longMs.getAsLong(), shortMs.getAsLong());
        return Reachability.checkTier(rateValue.get(), tier, objective.get())
                ? Optional.of(tier.toTier(objective.get()))
                : Optional.empty();
    }
}

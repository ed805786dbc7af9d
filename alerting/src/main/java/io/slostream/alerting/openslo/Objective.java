// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What an SLO promises.
 *
 * @param target share of good events as a decimal, exactly as it is written; empty when in error
 * @param map all of it, for the bound that a threshold metric has here
 */
record Objective(Optional<Placed<BigDecimal>> target, YamlMap map) {
    private static final int MANY = 1_000;

    /** The one objective of an SLO whose budget counts events; empty when there is none, or more. */
    static Optional<Objective> read(YamlValue value, boolean countsEvents) {
        List<YamlValue> list = value.list(MANY).orElse(null);
        if (list == null) {
            return Optional.empty();
        }
        if (list.size() != 1) {
            value.error("an SLO has one objective here, found " + list.size(), "write an SLO for each objective");
        }
        List<Objective> objectives = list.stream()
                .flatMap(entry -> read(entry).stream())
                .filter(objective -> !objective.isComposite())
                .toList();
        if (countsEvents) {
            objectives.forEach(Objective::checkTimeSlices);
        }
        return list.size() == 1 ? objectives.stream().findFirst() : Optional.empty();
    }

    private static Optional<Objective> read(YamlValue entry) {
        return entry.map(List.of(
                        "displayName",
                        "op",
                        "value",
                        "target",
                        "targetPercent",
                        "timeSliceTarget",
                        "timeSliceWindow",
                        "indicator",
                        "indicatorRef",
                        "compositeWeight"))
                .map(map -> new Objective(target(map), map));
    }

    private static Optional<Placed<BigDecimal>> target(YamlMap map) {
        if (map.has("target") == map.has("targetPercent")) {
            map.self().error("an objective has one target", "write either target or targetPercent");
            return Optional.empty();
        }
        if (map.has("target")) {
            YamlValue target = map.get("target").orElseThrow();
            return percentSign(target)
                    ? Optional.empty()
                    : target.decimal("0.999").map(share -> new Placed<>(share, target));
        }
        YamlValue percent = map.get("targetPercent").orElseThrow();
        if (percentSign(percent)) {
            return Optional.empty();
        }
        return percent.decimal("99.9").flatMap(number -> {
            if (number.signum() <= 0 || number.compareTo(new BigDecimal(100)) >= 0) {
                percent.error(
                        "a target lies between 0 and 100 percent, both excluded, found " + number.toPlainString(),
                        "write for example 99.9");
                return Optional.empty();
            }
            return Optional.of(new Placed<>(number.movePointLeft(2), percent));
        });
    }

    private static boolean percentSign(YamlValue value) {
        boolean is = value.isText() && value.scalarValue().strip().endsWith("%");
        if (is) {
            value.error(
                    Quoted.of(value.scalarValue()) + " is no number", "write targetPercent and the digits without %");
        }
        return is;
    }

    private boolean isComposite() {
        boolean is = false;
        for (String key : List.of("indicator", "indicatorRef", "compositeWeight")) {
            map.get(key)
                    .ifPresent(v -> v.error(
                            "a composite weighs several indicators, and an SLO here has one",
                            "write an SLO for each indicator"));
            is |= map.has(key);
        }
        return is;
    }

    private void checkTimeSlices() {
        for (String key : List.of("timeSliceTarget", "timeSliceWindow")) {
            map.get(key).ifPresent(v -> v.error("events are counted here, not slices of time", "remove " + key));
        }
    }
}

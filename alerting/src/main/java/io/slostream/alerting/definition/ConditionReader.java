// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads {@code when} of an alert: the one bound that it looks at. A threshold that the SLO states already is named, not
 * written again.
 */
final class ConditionReader {
    private static final List<String> FORMS = List.of("ratio", "quantile", "stale", "outsideBand");
    private static final String OBJECTIVE = "objective";

    private ConditionReader() {}

    /**
     * The bound of a condition.
     *
     * @param goal what the SLO promises; empty when that is in error, so that it cannot be judged
     * @param isQuantile whether the promise was written as a quantile
     */
    static Optional<Tier.Bound> read(YamlValue value, Optional<Goal> goal, boolean isQuantile) {
        Optional<YamlMap> map = value.map(FORMS);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        if (map.get().entries().size() != 1) {
            value.error("a condition looks at one thing", "write for example ratio: { below: 0.85, over: 1h }");
            return Optional.empty();
        }
        String form = map.get().entries().keySet().iterator().next();
        YamlValue condition = map.get().get(form).orElseThrow();
        if (goal.isPresent() && !formsOf(goal.get(), isQuantile).contains(form)) {
            condition.error(
                    "this SLO has no such condition",
                    "write " + String.join(" or ", formsOf(goal.get(), isQuantile)) + " here");
            return Optional.empty();
        }
        return switch (form) {
            case "ratio" -> condition.map(List.of("below", "over")).flatMap(ratio -> ratio(ratio, goal));
            case "quantile" -> condition.map(List.of("over")).flatMap(quantile -> quantile(quantile, goal));
            default -> holds(condition, form, goal);
        };
    }

    private static List<String> formsOf(Goal goal, boolean isQuantile) {
        if (goal instanceof Goal.Freshness) {
            return List.of("stale");
        }
        if (goal instanceof Goal.SpendBand) {
            return List.of("outsideBand");
        }
        return isQuantile ? List.of("quantile", "ratio") : List.of("ratio");
    }

    private static Optional<Tier.Bound> ratio(YamlMap map, Optional<Goal> goal) {
        Optional<Ratio> limit = map.require("below", "0.85").flatMap(value -> limit(value, goal));
        OptionalLong over = window(map);
        return limit.isPresent() && over.isPresent()
                ? Optional.of(new Tier.Bound(over.getAsLong(), limit.get()))
                : Optional.empty();
    }

    /** The quantile is over its bound when fewer events than its share keep it. */
    private static Optional<Tier.Bound> quantile(YamlMap map, Optional<Goal> goal) {
        OptionalLong over = window(map);
        return over.isEmpty()
                ? Optional.empty()
                : goal.flatMap(Goal::errorBudget).map(budget -> new Tier.Bound(over.getAsLong(), budget));
    }

    private static Optional<Tier.Bound> holds(YamlValue value, String form, Optional<Goal> goal) {
        Optional<Boolean> flag = value.flag();
        if (flag.isPresent() && !flag.get()) {
            value.error("the alert would fire while all is well", "write " + form + ": true");
            return Optional.empty();
        }
        return flag.flatMap(yes -> goal)
                .map(found -> new Tier.Bound(found.periods().get(0), Ratio.ZERO));
    }

    private static OptionalLong window(YamlMap map) {
        return map.require("over", "1h").map(Windows::window).orElse(OptionalLong.empty());
    }

    /** good ÷ total below b, that is bad ÷ total above 1 − b, strictly both. */
    private static Optional<Ratio> limit(YamlValue value, Optional<Goal> goal) {
        if (value.isText() && value.scalarValue().equals(OBJECTIVE)) {
            return goal.flatMap(Goal::errorBudget);
        }
        return value.decimal("0.85").flatMap(below -> {
            if (below.signum() <= 0) {
                value.error(
                        "a share is never below " + below.toPlainString() + ", so the alert can never fire",
                        "write a share above 0, for example 0.85");
                return Optional.empty();
            }
            if (below.compareTo(BigDecimal.ONE) > 0) {
                value.error(
                        "a share is always below " + below.toPlainString() + ", so the alert would always fire",
                        "write 1 to fire on every bad event, or a smaller share such as 0.85");
                return Optional.empty();
            }
            Ratio limit = Ratio.of(below).complement();
            if (goal.flatMap(Goal::errorBudget).equals(Optional.of(limit))) {
                value.error(
                        "the objective is written twice, and only one of the two would be changed some day",
                        "write below: " + OBJECTIVE);
                return Optional.empty();
            }
            return Optional.of(limit);
        });
    }
}

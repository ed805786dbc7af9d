// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads an alert condition. */
final class ConditionReader {
    /** OpenSLO leaves the words open; these are in use and leave no doubt who is woken. */
    private static final Map<String, Severity> SEVERITIES = Map.of(
            "page", Severity.PAGE,
            "critical", Severity.PAGE,
            "high", Severity.PAGE,
            "ticket", Severity.TICKET,
            "warning", Severity.TICKET,
            "low", Severity.TICKET);

    private ConditionReader() {}

    /** The condition; empty when it is in error or has no form here, which is reported. */
    static Optional<Condition> read(Optional<YamlMap> metadata, Optional<YamlValue> spec) {
        Optional<Placed<String>> name = metadata.flatMap(m -> m.get("name")).flatMap(NameReader::read);
        Optional<YamlMap> map = spec.flatMap(v -> v.map(List.of("description", "severity", "condition")));
        Optional<Placed<Severity>> severity =
                map.flatMap(m -> m.require("severity", "page")).flatMap(ConditionReader::severity);
        Optional<YamlMap> condition = map.flatMap(
                        m -> m.require("condition", "{ kind: burnrate, op: gt, threshold: 14.4, lookbackWindow: 1h }"))
                .flatMap(v -> v.map(List.of("kind", "op", "threshold", "lookbackWindow", "alertAfter")));
        if (condition.isEmpty()) {
            return Optional.empty();
        }
        condition.get().get("kind").ifPresent(v -> v.oneOf(List.of("burnrate")));
        checkOperator(condition.get());
        Optional<Placed<BigDecimal>> threshold =
                condition.get().require("threshold", "14.4").flatMap(ConditionReader::threshold);
        Optional<Flow> lookback =
                condition.get().require("lookbackWindow", "1h").flatMap(Shorthand::read);
        Optional<YamlValue> alertAfter = condition.get().get("alertAfter");
        Optional<Flow> hold = alertAfter.flatMap(Shorthand::read);
        if (name.isEmpty()
                || severity.isEmpty()
                || threshold.isEmpty()
                || lookback.isEmpty()
                || alertAfter.isPresent() != hold.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Condition(name.get(), severity.get(), threshold.get(), lookback.get(), hold));
    }

    private static Optional<Placed<Severity>> severity(YamlValue value) {
        Optional<String> word = value.text();
        if (word.isPresent() && !SEVERITIES.containsKey(word.get())) {
            value.error(
                    "whether " + Quoted.of(word.get()) + " is to page or to file a ticket is not said",
                    Suggestions.advice(word.get(), "write page or ticket; known", new TreeSet<>(SEVERITIES.keySet())));
            return Optional.empty();
        }
        return word.map(w -> new Placed<>(SEVERITIES.get(w), value));
    }

    /**
     * Above is the one comparison that alerts have here. The specification's own examples write lte where they mean
     * above, so nothing but gt is taken at its word.
     */
    private static void checkOperator(YamlMap condition) {
        Optional<YamlValue> operator = condition.require("op", "gt");
        Optional<String> word = operator.flatMap(v -> v.oneOf(List.of("gt", "gte", "lt", "lte")));
        if (word.isPresent() && !word.get().equals("gt")) {
            String problem = word.get().equals("gte")
                    ? "an alert fires strictly above its burn rate, not at it"
                    : "the alert would fire while the budget burns slowly";
            operator.get().error(problem, "write op: gt");
        }
    }

    private static Optional<Placed<BigDecimal>> threshold(YamlValue value) {
        return value.decimal("14.4").flatMap(rate -> {
            if (rate.signum() < 0) {
                value.error("a burn rate is 0 or more, found " + rate.toPlainString(), "write for example 14.4");
                return Optional.empty();
            }
            return Optional.of(new Placed<>(rate, value));
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.alerting.yaml.YamlMap;
import io.slostream.alerting.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code noData} of an alert: a word, or {@code { alertAfter: 10m, severity: ticket }}. */
final class NoDataReader {
    private static final String ALERT_AFTER = "alertAfter";
    private static final String EXAMPLE = "{ alertAfter: 10m }";
    private static final Map<String, NoDataPolicy> WORDS =
            Map.of("freeze", NoDataPolicy.FREEZE, "reset", NoDataPolicy.RESET);

    private NoDataReader() {}

    /**
     * The policy, empty when in error.
     *
     * @param tiers the alert's tiers, whose greatest severity counts when none is written here
     */
    static Optional<NoDataPolicy> read(YamlValue value, List<Tier> tiers) {
        if (value.isMapping()) {
            return value.map(List.of(ALERT_AFTER, "severity")).flatMap(map -> alertAfter(map, tiers));
        }
        if (!value.isScalar()) {
            value.error(
                    "expected a word or a mapping, found " + value.kindOfNode(), "write freeze, reset or " + EXAMPLE);
            return Optional.empty();
        }
        if (value.scalarValue().equals(ALERT_AFTER)) {
            value.error("alertAfter takes the delay with it", "write for example " + EXAMPLE);
            return Optional.empty();
        }
        Optional<String> word = value.text();
        Optional<NoDataPolicy> policy = word.map(WORDS::get);
        if (word.isPresent() && policy.isEmpty()) {
            value.error(
                    Quoted.of(word.get()) + " is not known here",
                    Suggestions.advice(word.get(), "known", List.of("freeze", "reset")) + " or " + EXAMPLE);
        }
        return policy;
    }

    private static Optional<NoDataPolicy> alertAfter(YamlMap map, List<Tier> tiers) {
        OptionalLong delay = map.require(ALERT_AFTER, "10m").map(Windows::timer).orElse(OptionalLong.empty());
        Severity severity = map.get("severity")
                .flatMap(v -> SloReader.constant(v, Severity.class))
                .orElseGet(() -> greatest(tiers));
        return delay.isPresent()
                ? Optional.of(new NoDataPolicy.AlertAfter(delay.getAsLong(), severity))
                : Optional.empty();
    }

    private static Severity greatest(List<Tier> tiers) {
        return tiers.stream().map(Tier::severity).max(Severity::compareTo).orElse(Severity.PAGE);
    }
}

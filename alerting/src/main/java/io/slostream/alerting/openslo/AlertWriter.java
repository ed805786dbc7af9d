// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the alerts of one SLO. A burn rate over one window is a bound on the share of good events there: bad ÷ total
 * above rate × (1 − target) is good ÷ total below 1 − rate × (1 − target), exactly.
 */
final class AlertWriter {
    /** What our loader reads of a decimal. */
    private static final int MAX_DIGITS = YamlValue.MAX_DECIMAL_DIGITS;

    private static final int MAX_NAME_LENGTH = 63;

    private final String slo;
    private final BigDecimal target;
    private final Draft draft;
    private final Notes notes;
    private final Map<Alert, String> written = new LinkedHashMap<>();
    /** Several policies may have a condition that is wrong for this SLO. */
    private final Set<Condition> refused = new HashSet<>();

    /**
     * For an SLO.
     *
     * @param slo its name, for messages
     * @param target share of good events that it promises
     */
    AlertWriter(String slo, BigDecimal target, Draft draft, Notes notes) {
        this.slo = slo;
        this.target = target;
        this.draft = draft;
        this.notes = notes;
    }

    /** All that decides when an alert fires, and how loud it is. */
    private record Alert(String below, String over, String hold, String severity, boolean noData) {}

    /** Writes the alert of a policy that this SLO names. */
    void write(YamlValue reference, Policy policy) {
        if (policy.condition().isEmpty()) {
            return;
        }
        Condition condition = policy.condition().get();
        if (refused.contains(condition)) {
            return;
        }
        Optional<String> below = below(condition.threshold());
        if (below.isEmpty()) {
            refused.add(condition);
            return;
        }
        String hold = condition
                .alertAfter()
                .map(Flow::text)
                .filter(text -> !text.startsWith("0"))
                .orElse("0s");
        String severity = condition.severity().value().word();
        Alert alert = new Alert(
                below.get(),
                condition.lookback().text(),
                hold,
                severity,
                policy.noData().isPresent());
        if (written.containsKey(alert)) {
            notes.add(
                    reference,
                    "this is the alert " + written.get(alert) + " once more, so it is written once",
                    "send that one to the receivers of both policies");
            return;
        }
        String name = unique(condition.name().value());
        if (written.isEmpty()) {
            draft.line("  alerts:");
        }
        String path = "spec.alerts[" + written.size() + "]";
        written.put(alert, name);
        write(condition, policy.noData(), alert, name, path);
        draft.origin(path, reference);
    }

    private void write(Condition condition, Optional<YamlValue> noData, Alert alert, String name, String path) {
        YamlValue threshold = condition.threshold().source();
        draft.line(
                "    - name: " + Flow.quoted(name),
                path + ".name",
                condition.name().source());
        draft.line(
                "      when: { ratio: { below: " + alert.below() + ", over: " + alert.over() + " } }",
                path + ".when",
                threshold);
        draft.origin(path + ".when.ratio.over", condition.lookback().origins().get(""));
        if (!alert.hold().equals("0s")) {
            condition.alertAfter().ifPresent(flow -> draft.line("      for: ", flow, path + ".for"));
        }
        draft.line(
                "      severity: " + alert.severity(),
                path + ".severity",
                condition.severity().source());
        // No burn rate over the look-back is what no data is here, and the condition must hold as long.
        noData.ifPresent(
                asked -> draft.line("      noData: { alertAfter: " + alert.hold() + " }", path + ".noData", asked));
    }

    /** The share of good events below which the condition is met, as our definitions write it. */
    private Optional<String> below(Placed<BigDecimal> threshold) {
        BigDecimal budget = BigDecimal.ONE.subtract(target);
        BigDecimal limit = threshold.value().multiply(budget);
        if (limit.compareTo(BigDecimal.ONE) >= 0) {
            threshold
                    .source()
                    .error(
                            "at the target " + target.toPlainString() + " of " + Quoted.plain(slo)
                                    + " nothing burns faster than " + fastest(budget) + ", so this never holds",
                            "write a smaller threshold, or a condition of its own for that SLO");
            return Optional.empty();
        }
        if (limit.compareTo(budget) == 0) {
            return Optional.of("objective");
        }
        BigDecimal below = BigDecimal.ONE.subtract(limit).stripTrailingZeros();
        if (below.scale() > MAX_DIGITS || below.precision() > MAX_DIGITS) {
            threshold
                    .source()
                    .error(
                            "1 − threshold × (1 − target) is " + below.toPlainString() + " for " + Quoted.plain(slo)
                                    + ", which has more than " + MAX_DIGITS + " digits",
                            "write threshold or target with fewer digits");
            return Optional.empty();
        }
        return Optional.of(below.toPlainString());
    }

    private static String fastest(BigDecimal budget) {
        return BigDecimal.ONE
                .divide(budget, 4, RoundingMode.DOWN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private String unique(String name) {
        String candidate = name;
        for (int n = 2; written.containsValue(candidate); n++) {
            String suffix = "-" + n;
            candidate = name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH - suffix.length())) + suffix;
        }
        return candidate;
    }
}

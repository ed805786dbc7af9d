// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit.oracle;

import io.slostream.testkit.Sli;
import java.math.BigDecimal;
import java.util.List;
import java.util.StringJoiner;

/**
 * An SLO as the oracle knows it.
 *
 * @param name SLO name
 * @param sli what is counted
 * @param objective share of good events aimed at
 * @param periodMs rolling period, milliseconds
 * @param alerts its alerts
 */
public record OracleSlo(String name, Sli sli, BigDecimal objective, long periodMs, List<OracleAlert> alerts) {

    /** The definition that a user would write for this. */
    public String yaml() {
        StringJoiner yaml = new StringJoiner("\n", "", "\n");
        yaml.add("apiVersion: slostream/v1");
        yaml.add("kind: SLO");
        yaml.add("metadata: { name: " + name + ", owner: test }");
        yaml.add("spec:");
        yaml.add("  dashboard: serving");
        yaml.add("  category: slo");
        yaml.add("  indicator: { ratio: " + sli.ratio() + " }");
        yaml.add("  objective: " + objective.toPlainString());
        yaml.add("  period: " + duration(periodMs));
        if (sli == Sli.REQUEST_TTFT) {
            yaml.add("  distribution: { field: ttft_ms, over: 5m }"); // shown beside the verdicts, changes none
        }
        yaml.add("  alerts:");
        for (OracleAlert alert : alerts) {
            yaml.add("    - name: " + alert.name());
            yaml.add("      for: " + duration(alert.holdMs()));
            yaml.add("      keepFiringFor: " + duration(alert.keepFiringForMs()));
            if (alert.likePrometheus()) {
                yaml.add("      compat: prometheus");
            } else {
                yaml.add("      minimumEvents: " + alert.minimumEvents());
                yaml.add("      minimumBadEvents: " + alert.minimumBadEvents());
                yaml.add("      minimumCoverage: " + alert.minimumCoverage().toPlainString());
                yaml.add("      noData: " + alert.noData().yaml());
            }
            addCondition(yaml, alert);
        }
        return yaml.toString();
    }

    private void addCondition(StringJoiner yaml, OracleAlert alert) {
        OracleAlert.Tier first = alert.tiers().get(0);
        if (first.below() != null) {
            yaml.add("      severity: " + first.severity());
            yaml.add("      when: { ratio: { below: "
                    + (first.below().compareTo(objective) == 0
                            ? "objective"
                            : first.below().toPlainString())
                    + ", over: "
                    + duration(first.windowsMs().get(0)) + " } }");
            return;
        }
        yaml.add("      burnRate:");
        yaml.add("        tiers:");
        for (OracleAlert.Tier tier : alert.tiers()) {
            yaml.add("          - { long: " + duration(tier.windowsMs().get(0)) + ", short: "
                    + duration(tier.windowsMs().get(1)) + ", rate: "
                    + tier.rate().toPlainString() + ", severity: " + tier.severity() + " }");
        }
    }

    private static String duration(long ms) {
        return ms / 1_000 + "s";
    }
}

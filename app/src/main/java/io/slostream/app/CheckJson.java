// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slostream.alerting.check.CheckReport;
import io.slostream.alerting.check.CheckReport.AlertCheck;
import io.slostream.alerting.check.CheckReport.Finding;
import io.slostream.alerting.check.CheckReport.Outage;
import io.slostream.alerting.check.CheckReport.SloCheck;
import io.slostream.alerting.check.CheckReport.TierCheck;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.Tier;
import java.math.BigDecimal;
import java.util.Locale;

/** A {@link CheckReport} for a script: one JSON object, durations in milliseconds, shares as decimals. */
final class CheckJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CheckJson() {}

    static String render(CheckReport report) {
        ObjectNode root = NODES.objectNode();
        root.put("evaluation_interval_ms", report.evaluationIntervalMs());
        ArrayNode slos = root.putArray("slos");
        report.slos().forEach(slo -> slos.add(slo(slo)));
        ArrayNode findings = root.putArray("findings");
        report.findings().forEach(finding -> findings.add(finding(finding)));
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode slo(SloCheck slo) {
        ObjectNode node = NODES.objectNode();
        node.put("slo", slo.name());
        node.put("objective", slo.objective().toDouble());
        node.put("period_ms", slo.periodMs());
        node.put("greatest_burn_rate", slo.greatestBurnRate().doubleValue());
        node.put("full_outage_exhausts_ms", slo.fullOutageExhaustsMs());
        ArrayNode alerts = node.putArray("alerts");
        slo.alerts().forEach(alert -> alerts.add(alert(alert)));
        return node;
    }

    private static ObjectNode alert(AlertCheck alert) {
        ObjectNode node = NODES.objectNode();
        node.put("alert", alert.name());
        node.put("for_ms", alert.holdMs());
        node.put("keep_firing_for_ms", alert.keepFiringForMs());
        node.put("minimum_events", alert.minimumEvents());
        node.put("minimum_bad_events", alert.minimumBadEvents());
        node.put("hold_cost", alert.holdCost().doubleValue());
        ArrayNode tiers = node.putArray("tiers");
        alert.tiers().forEach(tier -> tiers.add(tier(tier)));
        return node;
    }

    private static ObjectNode tier(TierCheck tier) {
        ObjectNode node = NODES.objectNode();
        node.put("severity", tier.severity().word());
        node.put("burn_rate", tier.rate().map(BigDecimal::doubleValue).orElse(null));
        ArrayNode bounds = node.putArray("windows");
        for (Tier.Bound bound : tier.bounds()) {
            bounds.addObject()
                    .put("window", Durations.format(bound.windowMs()))
                    .put("window_ms", bound.windowMs())
                    .put("bad_ratio_above", bound.limit().toDouble());
        }
        node.put("budget_share", tier.budgetShare().doubleValue());
        node.set("full_outage", outage(tier.fullOutage()));
        node.set("twice_limit", tier.twiceLimit().map(CheckJson::outage).orElse(null));
        node.put("reset_ms", tier.resetMs());
        if (tier.fewestEvents().isPresent()) {
            node.put("fewest_events", tier.fewestEvents().getAsLong());
        } else {
            node.putNull("fewest_events");
        }
        return node;
    }

    private static ObjectNode outage(Outage outage) {
        ObjectNode node = NODES.objectNode();
        node.put("bad_ratio", outage.badRatio().doubleValue());
        node.put("exceeded_after_ms", outage.exceededAfterMs().doubleValue());
        node.put("fires_after_ms", outage.firesAfterMs());
        node.put("budget_used", outage.budgetUsed().doubleValue());
        return node;
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode node = NODES.objectNode();
        node.put("level", finding.level().name().toLowerCase(Locale.ROOT));
        node.put("slo", finding.slo());
        node.put("alert", finding.alert().orElse(null));
        node.put("text", finding.text());
        return node;
    }
}

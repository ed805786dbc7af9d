// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.alerting.check.CheckReport;
import io.slostream.alerting.check.CheckReport.AlertCheck;
import io.slostream.alerting.check.CheckReport.Finding;
import io.slostream.alerting.check.CheckReport.GoalCheck;
import io.slostream.alerting.check.CheckReport.Outage;
import io.slostream.alerting.check.CheckReport.SilenceCheck;
import io.slostream.alerting.check.CheckReport.SloCheck;
import io.slostream.alerting.check.CheckReport.TierCheck;
import io.slostream.alerting.definition.Tier;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** A {@link CheckReport} for a script: one JSON object, durations in milliseconds, shares as decimals. */
final class CheckJson {
    private final JsonGenerator json;

    private CheckJson(JsonGenerator json) {
        this.json = json;
    }

    static String render(CheckReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            new CheckJson(json).write(report);
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does no I/O", e);
        }
        return text + "\n";
    }

    private void write(CheckReport report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("evaluation_interval_ms", report.evaluationIntervalMs());
        json.writeArrayFieldStart("slos");
        for (SloCheck slo : report.slos()) {
            write(slo);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("goals");
        for (GoalCheck goal : report.goals()) {
            write(goal);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : report.findings()) {
            write(finding);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(SloCheck slo) throws IOException {
        json.writeStartObject();
        json.writeStringField("slo", slo.name());
        json.writeNumberField("objective", slo.objective().toDouble());
        json.writeNumberField("period_ms", slo.periodMs());
        share("greatest_burn_rate", slo.greatestBurnRate());
        json.writeNumberField("full_outage_exhausts_ms", slo.fullOutageExhaustsMs());
        json.writeArrayFieldStart("alerts");
        for (AlertCheck alert : slo.alerts()) {
            write(alert);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(GoalCheck goal) throws IOException {
        json.writeStartObject();
        json.writeStringField("slo", goal.name());
        json.writeStringField("promise", goal.promise());
        json.writeArrayFieldStart("alerts");
        for (GoalCheck.GoalAlert alert : goal.alerts()) {
            json.writeStartObject();
            json.writeStringField("alert", alert.name());
            json.writeStringField("severity", alert.severity().word());
            json.writeStringField("fires", alert.fires());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(AlertCheck alert) throws IOException {
        json.writeStartObject();
        json.writeStringField("alert", alert.name());
        json.writeNumberField("for_ms", alert.holdMs());
        json.writeNumberField("keep_firing_for_ms", alert.keepFiringForMs());
        json.writeNumberField("minimum_events", alert.minimumEvents());
        json.writeNumberField("minimum_bad_events", alert.minimumBadEvents());
        share("hold_cost", alert.holdCost());
        json.writeStringField("compat", alert.compat().name().toLowerCase(Locale.ROOT));
        silence(alert.silence());
        json.writeArrayFieldStart("tiers");
        for (TierCheck tier : alert.tiers()) {
            write(tier);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void silence(Optional<SilenceCheck> check) throws IOException {
        if (check.isEmpty()) {
            json.writeNullField("silence");
            return;
        }
        json.writeObjectFieldStart("silence");
        json.writeStringField("severity", check.get().severity().word());
        json.writeNumberField("alert_after_ms", check.get().delayMs());
        json.writeNumberField("empty_after_ms", check.get().emptyAfterMs());
        json.writeNumberField("fires_after_ms", check.get().firesAfterMs());
        json.writeEndObject();
    }

    private void write(TierCheck tier) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", tier.severity().word());
        share("burn_rate", tier.rate().orElse(null));
        json.writeArrayFieldStart("windows");
        for (Tier.Bound bound : tier.bounds()) {
            json.writeStartObject();
            json.writeStringField("window", bound.window().name());
            json.writeNumberField("window_ms", bound.windowMs());
            json.writeNumberField("bad_ratio_above", bound.limit().toDouble());
            json.writeEndObject();
        }
        json.writeEndArray();
        share("budget_share", tier.budgetShare());
        outage("full_outage", tier.fullOutage());
        outage("twice_limit", tier.twiceLimit().orElse(null));
        json.writeNumberField("reset_ms", tier.resetMs());
        if (tier.fewestEvents().isPresent()) {
            json.writeNumberField("fewest_events", tier.fewestEvents().getAsLong());
        } else {
            json.writeNullField("fewest_events");
        }
        json.writeEndObject();
    }

    private void outage(String name, Outage outage) throws IOException {
        if (outage == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        share("bad_ratio", outage.badRatio());
        share("exceeded_after_ms", outage.exceededAfterMs());
        json.writeNumberField("fires_after_ms", outage.firesAfterMs());
        share("budget_used", outage.budgetUsed());
        json.writeEndObject();
    }

    private void write(Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("level", finding.level().name().toLowerCase(Locale.ROOT));
        json.writeStringField("slo", finding.slo());
        json.writeStringField("alert", finding.alert().orElse(null));
        json.writeStringField("text", finding.text());
        json.writeEndObject();
    }

    private void share(String name, BigDecimal value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}

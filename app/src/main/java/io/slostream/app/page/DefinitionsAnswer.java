// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.Distribution;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import io.slostream.app.serve.Answer;
import io.slostream.dashboards.panel.IndicatorWords;
import io.slostream.dashboards.panel.Panel;
import io.slostream.topology.VersionedDefinition;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/definitions}: what is shown where, and what alerts go by. Made once for each version. */
final class DefinitionsAnswer {
    private final Views views;
    private final String engine;
    private final boolean isStory;
    private volatile Made last;

    private record Made(View of, Answer answer) {}

    DefinitionsAnswer(Views views, String engine, boolean isStory) {
        this.views = views;
        this.engine = engine;
        this.isStory = isStory;
    }

    Answer answer() {
        View view = views.now();
        Made made = last;
        if (made == null || made.of != view) {
            made = new Made(view, make(view));
            last = made;
        }
        return made.answer;
    }

    private Answer make(View view) {
        VersionedDefinition version = view.version();
        return Answer.json(200, json -> write(json, view))
                .with("ETag", "\"" + version.hash() + "-" + version.version() + "\"")
                .with("Cache-Control", "no-cache");
    }

    private void write(JsonGenerator json, View view) throws IOException {
        json.writeStringField("hash", view.version().hash());
        json.writeNumberField("version", view.version().version());
        var grid = view.definition().grid();
        json.writeNumberField("pane_ms", grid.paneMs());
        json.writeNumberField("grace_ms", grid.graceMs());
        json.writeNumberField("evaluation_interval_ms", grid.evaluationIntervalMs());
        json.writeStringField("engine", engine);
        json.writeStringField("clock", isStory ? "story" : "wall");
        names(json, "specialists", view.definition().specialists());
        names(json, "resource_classes", view.definition().resourceClasses());
        json.writeArrayFieldStart("dashboards");
        for (Dashboard dashboard : Dashboard.values()) {
            Optional<String> owner = view.panels().ownerOf(dashboard);
            if (owner.isPresent()) {
                json.writeStartObject();
                json.writeStringField("name", View.name(dashboard));
                json.writeStringField("owner", owner.get());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("slos");
        for (Panel panel : view.panels().all()) {
            slo(json, panel);
        }
        json.writeEndArray();
    }

    private static void names(JsonGenerator json, String field, Optional<Set<String>> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names.orElse(Set.of()).stream().sorted().toList()) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private static void slo(JsonGenerator json, Panel panel) throws IOException {
        SloDefinition slo = panel.slo();
        json.writeStartObject();
        json.writeStringField("name", slo.name());
        json.writeStringField("dashboard", View.name(slo.dashboard()));
        json.writeStringField("owner", slo.owner());
        json.writeStringField("category", View.name(slo.category()));
        json.writeStringField("place", panel.place().code());
        json.writeStringField("reason", panel.reason());
        json.writeStringField("description", slo.description());
        json.writeStringField("kind", slo.indicator().of().type());
        json.writeStringField("group_by", slo.indicator().groupBy().word());
        json.writeStringField("counts", IndicatorWords.of(slo.indicator()));
        json.writeStringField("goal", goal(slo.goal()));
        json.writeStringField(
                "objective", slo.errorBudget().map(DefinitionsAnswer::objective).orElse(null));
        json.writeStringField("period", slo.period().name());
        json.writeStringField("headline", panel.headline().name());
        json.writeArrayFieldStart("windows");
        for (Window window : VersionedDefinition.windowsOf(slo)) {
            json.writeString(window.name());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("alerts");
        for (AlertDefinition alert : slo.alerts()) {
            alert(json, alert);
        }
        json.writeEndArray();
        json.writeFieldName("quantiles");
        if (slo.distribution().isPresent()) {
            quantiles(json, slo.distribution().get());
        } else {
            json.writeNull();
        }
        json.writeEndObject();
    }

    private static String goal(Goal goal) {
        if (goal instanceof Goal.Freshness) {
            return "freshness";
        }
        return goal instanceof Goal.SpendBand ? "spend" : "share";
    }

    /** Objectives are parsed from decimals, so the division ends. */
    private static String objective(Ratio budget) {
        Ratio objective = budget.complement();
        return new BigDecimal(objective.numerator())
                .divide(new BigDecimal(objective.denominator()))
                .toPlainString();
    }

    private static void alert(JsonGenerator json, AlertDefinition alert) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", alert.name());
        json.writeNumberField("for_ms", alert.holdMs());
        json.writeNumberField("keep_firing_for_ms", alert.keepFiringForMs());
        json.writeNumberField("minimum_events", alert.minimumEvents());
        json.writeNumberField("minimum_bad_events", alert.minimumBadEvents());
        json.writeArrayFieldStart("tiers");
        for (Tier tier : alert.tiers()) {
            json.writeStartObject();
            json.writeStringField("severity", tier.severity().word());
            json.writeFieldName("burn_rate");
            if (tier.rate().isPresent()) {
                json.writeNumber(tier.rate().get().toDouble());
            } else {
                json.writeNull();
            }
            json.writeArrayFieldStart("bounds");
            for (Tier.Bound bound : tier.bounds()) {
                json.writeStartObject();
                json.writeStringField("window", bound.window().name());
                json.writeNumberField("window_ms", bound.windowMs());
                json.writeNumberField("max_bad_ratio", bound.limit().toDouble());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void quantiles(JsonGenerator json, Distribution shown) throws IOException {
        json.writeStartObject();
        json.writeStringField("field", shown.quantity().name());
        json.writeStringField("window", shown.window().name());
        json.writeArrayFieldStart("quantiles");
        for (Ratio quantile : shown.quantiles()) {
            json.writeNumber(quantile.toDouble());
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.grafana;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.dashboards.panel.Panel;
import io.slostream.dashboards.prometheus.PromQl;
import io.slostream.dashboards.text.Markdown;
import io.slostream.schemas.output.MetricNames;

/**
 * What is shown of one SLO. Each value is one group's: nothing is added up or averaged over specialists. The numbers of
 * the definition come from the engine's own series, so that a panel says what is judged now.
 */
final class SloPanels {
    private static final String GROUP = "{{group}}";

    private final Panel panel;
    private final SloDefinition slo;

    SloPanels(Panel panel) {
        this.panel = panel;
        this.slo = panel.slo();
    }

    /** The share of good events of the window that speaks for it, as numbers. */
    ObjectNode share() {
        return linked(GrafanaPanel.numbers(headline(), about("The share that is good, over " + window() + ".")))
                .unit("percentunit")
                .query(ratio(), GROUP)
                .json();
    }

    /** The same over time, with the objective where there is one. */
    ObjectNode shareOverTime() {
        GrafanaPanel lines = linked(GrafanaPanel.lines(
                        headline(),
                        about("The share that is good, over " + window()
                                + (slo.errorBudget().isPresent() ? "; dashed: the objective." : "."))))
                .unit("percentunit")
                .query(ratio(), GROUP);
        if (slo.errorBudget().isPresent()) {
            lines.query(PromQl.max("slo", newest(MetricNames.OBJECTIVE, "")), "objective")
                    .asBound();
        }
        return lines.json();
    }

    /** What its alerts are, now. */
    ObjectNode state() {
        return words(GrafanaPanel.words(slo.name() + ": alerts", about("What its alerts are now.")));
    }

    /** What its alerts were. */
    ObjectNode stateOverTime() {
        return words(GrafanaPanel.wordsOverTime(slo.name() + ": alerts", about("What its alerts were.")));
    }

    /** What is left of the error budget. */
    ObjectNode budget() {
        return linked(GrafanaPanel.lines(
                        slo.name() + ": budget left, " + slo.period().name(),
                        about("The share of the period's error budget that is left; below nothing it is overspent.")))
                .unit("percentunit")
                .query(PromQl.max("group", newest(MetricNames.BUDGET_REMAINING, "")), GROUP)
                .json();
    }

    /** How fast the budget is spent, in each window. */
    ObjectNode burnRates() {
        return linked(GrafanaPanel.lines(
                        slo.name() + ": burn rates", about("How many times too fast the budget is spent, by window.")))
                .query(PromQl.max("group, window", newest(MetricNames.BURN_RATE, "")), "{{group}} {{window}}")
                .json();
    }

    /** How much there was to judge. */
    ObjectNode events() {
        return linked(GrafanaPanel.lines(slo.name() + ": total", about("What there was to judge, by window.")))
                .query(PromQl.max("group, window", newest(MetricNames.WINDOW_EVENTS, "")), "{{group}} {{window}}")
                .json();
    }

    /** How much of its windows was counted. */
    ObjectNode coverage() {
        return linked(GrafanaPanel.lines(
                        slo.name() + ": coverage",
                        about("The share of each window in which events were counted, whether or not any came.")))
                .unit("percentunit")
                .query(PromQl.max("group, window", newest(MetricNames.WINDOW_COVERAGE, "")), "{{group}} {{window}}")
                .json();
    }

    /** The quantiles that it shows; the definition has a distribution. */
    ObjectNode quantiles() {
        String field = slo.distribution().orElseThrow().quantity().name();
        return linked(GrafanaPanel.lines(
                        slo.name() + ": " + field,
                        about("Quantiles of the field, each group's own; they decide nothing.")))
                .unit(unit(field))
                .query(
                        PromQl.max("group, window, quantile", newest(MetricNames.QUANTILE, "")),
                        "{{group}} q{{quantile}}")
                .json();
    }

    private String headline() {
        return slo.name() + ", " + window();
    }

    private String window() {
        return panel.headline().name();
    }

    private String ratio() {
        return PromQl.max("group", newest(MetricNames.RATIO, ", window=" + PromQl.literal(window())));
    }

    private String newest(String metric, String more) {
        return PromQl.newest(metric + selector(more), slo.name());
    }

    private String selector(String more) {
        return "{slo=" + PromQl.literal(slo.name()) + more + Variables.chosen(slo) + "}";
    }

    /** The loudest that any instance says: 4 for firing, 2 for pending, 1 for no data, added up over its alerts. */
    private ObjectNode words(GrafanaPanel words) {
        String state = "4 * " + worst("firing") + " + 2 * " + worst("pending") + " + " + worst("no_data");
        return linked(words)
                .word(0, 0, "ok", "green")
                .word(1, 1, "no data", "gray")
                .word(2, 3, "pending", "yellow")
                .word(4, 7, "firing", "red")
                .query(state, GROUP)
                .json();
    }

    private String worst(String state) {
        return PromQl.max("group", MetricNames.ALERT_STATE + selector(", state=" + PromQl.literal(state)));
    }

    private GrafanaPanel linked(GrafanaPanel made) {
        String group = slo.indicator().groupBy() == GroupBy.ALL ? GroupBy.ALL_GROUP : "${__field.labels.group}";
        return made.link(
                slo.name() + " at slostream",
                "${" + Variables.SLOSTREAM_URL + "}/slos/" + slo.name() + "?group=" + group
                        + "&from=${__from}&to=${__to}");
    }

    private String about(String shown) {
        String what = slo.description().isBlank() ? slo.name() : slo.description();
        return describe(what, shown, slo.owner(), panel.reason());
    }

    /** What a panel says of itself; paragraphs. */
    static String describe(String what, String shown, String owner, String reason) {
        return Markdown.of(what) + "\n\n" + shown + "\n\nOwner: " + Markdown.of(owner) + "\n\nWhy it is here: "
                + reason;
    }

    private static String unit(String field) {
        if (field.endsWith("_ms")) {
            return "ms";
        }
        return field.endsWith("_seconds") ? "s" : "short";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.dashboards.grafana.Layout.Cell;
import io.slostream.dashboards.grafana.Layout.Line;
import io.slostream.dashboards.panel.Panel;
import io.slostream.dashboards.panel.Panels;
import io.slostream.dashboards.panel.Place;
import io.slostream.schemas.output.MetricNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Dashboards for Grafana: one for each that has SLOs, and one for the outcomes. The outcome bar is on top of each; below it
 * stand the objectives, and in closed rows what explains them.
 */
public final class GrafanaDashboards {
    private static final String TAG = "slostream";
    private static final String OUTCOMES = "outcomes";
    /** The version of Grafana 11.0; later ones take it as well. */
    private static final int SCHEMA_VERSION = 39;

    private static final int BAR = 5;

    private final Panels panels;
    private final String baseUrl;

    private GrafanaDashboards(Panels panels, String baseUrl) {
        this.panels = panels;
        this.baseUrl = baseUrl;
    }

    /**
     * The dashboards of a set.
     *
     * @param baseUrl where slostream's own page is, as the reader's browser reaches it; the reader may change it
     * @return JSON by file name
     */
    public static Map<String, String> of(DefinitionSet definitions, String baseUrl) {
        GrafanaDashboards made = new GrafanaDashboards(Panels.of(definitions), baseUrl);
        Map<String, String> files = new LinkedHashMap<>();
        if (!made.panels.outcomeBar().isEmpty()) {
            files.put(TAG + "-" + OUTCOMES + ".json", text(made.outcomes()));
        }
        for (Dashboard dashboard : Dashboard.values()) {
            if (!made.panels.on(dashboard).isEmpty()) {
                files.put(TAG + "-" + word(dashboard) + ".json", text(made.dashboard(dashboard)));
            }
        }
        return files;
    }

    private ObjectNode outcomes() {
        Layout layout = new Layout();
        bar(layout);
        layout.open(
                "Outcomes over time",
                panels.outcomeBar().stream().map(GrafanaDashboards::objective).toList());
        return json(OUTCOMES, "What the ensemble is for, shared by all teams.", panels.outcomeBar(), layout);
    }

    private ObjectNode dashboard(Dashboard dashboard) {
        List<Panel> own = panels.on(dashboard);
        List<Panel> objectives = at(own, Place.OUTCOME_BAR, Place.PANEL);
        Layout layout = new Layout();
        bar(layout);
        if (!objectives.isEmpty()) {
            layout.open(
                    "Objectives",
                    objectives.stream().map(GrafanaDashboards::objective).toList());
        }
        objectives.forEach(
                panel -> layout.collapsed("Drill-down: " + panel.slo().name(), drillDown(panel)));
        closed(layout, "What explains them", at(own, Place.DRILL_DOWN));
        closed(layout, "Health of machines", at(own, Place.HEALTH));
        List<Panel> shown = Stream.concat(panels.outcomeBar().stream(), own.stream())
                .distinct()
                .toList();
        String owner = panels.ownerOf(dashboard).orElseThrow();
        return json(word(dashboard), "Owner: " + owner, shown, layout);
    }

    private static void closed(Layout layout, String title, List<Panel> explaining) {
        if (!explaining.isEmpty()) {
            layout.collapsed(
                    title, explaining.stream().map(GrafanaDashboards::objective).toList());
        }
    }

    /** The outcomes of all teams, their alerts, and how old all of it is. */
    private void bar(Layout layout) {
        List<Line> lines = new ArrayList<>();
        List<Panel> outcomes = panels.outcomeBar();
        for (int from = 0; from < outcomes.size(); from += BAR) {
            List<SloPanels> some = outcomes.subList(from, Math.min(from + BAR, outcomes.size())).stream()
                    .map(SloPanels::new)
                    .toList();
            lines.add(Line.even(5, 6, some.stream().map(SloPanels::share).toList()));
            List<ObjectNode> states = outcomes.subList(from, Math.min(from + BAR, outcomes.size())).stream()
                    .filter(panel -> !panel.slo().alerts().isEmpty())
                    .map(panel -> new SloPanels(panel).state())
                    .toList();
            if (!states.isEmpty()) {
                lines.add(Line.even(4, 6, states));
            }
        }
        lines.add(new Line(3, List.of(new Cell(age(), Layout.COLUMNS))));
        layout.open("Outcome bar", lines);
    }

    private ObjectNode age() {
        String description = SloPanels.describe(
                "Age of the newest verdict",
                "How long ago the boundary was at which SLOs were last judged.",
                panels.engineOwner(),
                "Numbers that stand still look like good news.");
        return GrafanaPanel.numbers("Age of verdicts", description)
                .unit("s")
                .query("time() - max(" + MetricNames.EVALUATED + ")", "newest verdict")
                .json();
    }

    /** An SLO in one line. */
    private static Line objective(Panel panel) {
        SloPanels shown = new SloPanels(panel);
        SloDefinition slo = panel.slo();
        List<ObjectNode> beside = new ArrayList<>();
        if (slo.errorBudget().isPresent()) {
            beside.add(shown.budget());
        }
        if (!slo.alerts().isEmpty()) {
            beside.add(shown.stateOverTime());
        } else if (slo.distribution().isPresent()) {
            beside.add(shown.quantiles());
        }
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(shown.shareOverTime(), beside.isEmpty() ? Layout.COLUMNS : Layout.COLUMNS / 2));
        beside.forEach(other -> cells.add(new Cell(other, Layout.COLUMNS / 2 / beside.size())));
        return new Line(8, cells);
    }

    private static List<Line> drillDown(Panel panel) {
        SloPanels shown = new SloPanels(panel);
        List<ObjectNode> first = new ArrayList<>();
        if (panel.slo().errorBudget().isPresent()) {
            first.add(shown.burnRates());
        }
        if (panel.slo().distribution().isPresent()) {
            first.add(shown.quantiles());
        }
        List<Line> lines = new ArrayList<>();
        if (!first.isEmpty()) {
            lines.add(Line.even(8, Layout.COLUMNS, first));
        }
        lines.add(Line.even(8, Layout.COLUMNS, List.of(shown.events(), shown.coverage())));
        return lines;
    }

    private static List<Panel> at(List<Panel> panels, Place... places) {
        return panels.stream()
                .filter(panel -> List.of(places).contains(panel.place()))
                .toList();
    }

    private ObjectNode json(String word, String description, List<Panel> shown, Layout layout) {
        ObjectNode dashboard = JsonNodeFactory.instance.objectNode();
        dashboard.put("uid", TAG + "-" + word);
        dashboard.put("title", word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + " SLOs");
        dashboard.put("description", description);
        dashboard.putArray("tags").add(TAG);
        dashboard.put("schemaVersion", SCHEMA_VERSION);
        dashboard.put("editable", true);
        dashboard.put("graphTooltip", 1);
        dashboard.put("refresh", "30s");
        dashboard.put("timezone", "browser");
        dashboard.putObject("time").put("from", "now-6h").put("to", "now");
        ObjectNode others = dashboard.putArray("links").addObject();
        others.put("type", "dashboards")
                .put("title", TAG)
                .put("icon", "dashboard")
                .put("tooltip", "The other dashboards, with this time and these variables")
                .put("asDropdown", false)
                .put("keepTime", true)
                .put("includeVars", true)
                .put("targetBlank", false);
        others.putArray("tags").add(TAG);
        dashboard
                .putObject("templating")
                .set("list", Variables.of(shown.stream().map(Panel::slo).toList(), baseUrl));
        dashboard.set("panels", layout.panels());
        return dashboard;
    }

    private static String word(Dashboard dashboard) {
        return dashboard.name().toLowerCase(Locale.ROOT);
    }

    private static String text(ObjectNode dashboard) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(dashboard) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}

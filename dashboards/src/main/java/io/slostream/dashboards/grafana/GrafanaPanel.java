// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.grafana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A panel in the making: what all kinds of panels have in common. No panel has thresholds of its own. */
final class GrafanaPanel {
    private final ObjectNode panel = JsonNodeFactory.instance.objectNode();
    private final ObjectNode defaults;
    private char lastRefId = 'A' - 1;

    private GrafanaPanel(String type, String title, String description) {
        panel.put("type", type);
        panel.put("title", title);
        panel.put("description", description);
        panel.set("datasource", datasource());
        ObjectNode fieldConfig = panel.putObject("fieldConfig");
        defaults = fieldConfig.putObject("defaults");
        fieldConfig.putArray("overrides");
        panel.putObject("options");
        panel.putArray("targets");
    }

    /** Whatever Prometheus the reader chose. */
    static ObjectNode datasource() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "prometheus")
                .put("uid", "${" + Variables.DATASOURCE + "}");
    }

    /** Lines over time, with the last value of each in the legend. */
    static GrafanaPanel lines(String title, String description) {
        GrafanaPanel made = new GrafanaPanel("timeseries", title, description);
        made.defaults.putObject("color").put("mode", "palette-classic");
        made.defaults.putObject("custom").put("lineWidth", 1).put("fillOpacity", 0);
        ObjectNode legend = made.options().putObject("legend");
        legend.put("displayMode", "table").put("placement", "right").put("showLegend", true);
        legend.putArray("calcs").add("lastNotNull");
        made.options().putObject("tooltip").put("mode", "multi").put("sort", "asc");
        return made;
    }

    /** The last values as numbers. */
    static GrafanaPanel numbers(String title, String description) {
        GrafanaPanel made = new GrafanaPanel("stat", title, description);
        made.defaults.putObject("color").put("mode", "fixed").put("fixedColor", "text");
        made.options().put("colorMode", "value").put("graphMode", "area").put("textMode", "value_and_name");
        made.lastValue();
        return made;
    }

    /** The last values as coloured words. */
    static GrafanaPanel words(String title, String description) {
        GrafanaPanel made = new GrafanaPanel("stat", title, description);
        made.options().put("colorMode", "background").put("graphMode", "none").put("textMode", "value_and_name");
        made.lastValue();
        return made;
    }

    /** Words over time. */
    static GrafanaPanel wordsOverTime(String title, String description) {
        GrafanaPanel made = new GrafanaPanel("state-timeline", title, description);
        made.options().put("mergeValues", true).put("showValue", "never");
        ObjectNode legend = made.options().putObject("legend");
        legend.put("displayMode", "list").put("placement", "bottom").put("showLegend", true);
        legend.putArray("calcs");
        return made;
    }

    private void lastValue() {
        ObjectNode reduce = options().putObject("reduceOptions");
        reduce.put("values", false).put("fields", "");
        reduce.putArray("calcs").add("lastNotNull");
    }

    GrafanaPanel unit(String unit) {
        defaults.put("unit", unit);
        return this;
    }

    /** Where a reader goes from a value; {@code url} may have Grafana's variables. */
    GrafanaPanel link(String title, String url) {
        defaults.putArray("links")
                .addObject()
                .put("title", title)
                .put("url", url)
                .put("targetBlank", true);
        return this;
    }

    /** One more question, with a name for each of its series. */
    GrafanaPanel query(String expression, String legend) {
        ObjectNode target = panel.withArray("targets").addObject();
        target.put("refId", String.valueOf(++lastRefId));
        target.set("datasource", datasource());
        target.put("expr", expression);
        target.put("legendFormat", legend);
        target.put("editorMode", "code");
        target.put("range", true);
        target.put("instant", false);
        return this;
    }

    /** The last question is what the others are compared with. */
    GrafanaPanel asBound() {
        ObjectNode override = fieldConfig().withArray("overrides").addObject();
        override.putObject("matcher").put("id", "byFrameRefID").put("options", String.valueOf(lastRefId));
        ObjectNode dashed = override.putArray("properties").addObject();
        dashed.put("id", "custom.lineStyle")
                .putObject("value")
                .put("fill", "dash")
                .putArray("dash")
                .add(10)
                .add(10);
        override.withArray("properties")
                .addObject()
                .put("id", "color")
                .putObject("value")
                .put("mode", "fixed")
                .put("fixedColor", "red");
        return this;
    }

    /** Words for whole numbers: each stands for its own and all up to the next one's. */
    GrafanaPanel word(int from, int to, String text, String colour) {
        ObjectNode mapping = defaults.withArray("mappings").addObject();
        mapping.put("type", "range");
        ObjectNode options = mapping.putObject("options").put("from", from).put("to", to);
        options.putObject("result")
                .put("text", text)
                .put("color", colour)
                .put("index", defaults.withArray("mappings").size() - 1);
        return this;
    }

    private ObjectNode options() {
        return (ObjectNode) panel.get("options");
    }

    private ObjectNode fieldConfig() {
        return (ObjectNode) panel.get("fieldConfig");
    }

    ObjectNode json() {
        return panel;
    }
}

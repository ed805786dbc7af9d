// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.dashboards.prometheus.PromQl;
import io.slostream.schemas.output.MetricNames;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a reader chooses on top of a dashboard: the Prometheus, the groups, and where slostream's own page is. */
final class Variables {
    static final String DATASOURCE = "datasource";
    static final String SLOSTREAM_URL = "slostream_url";

    private static final Pattern OF_REGULAR_EXPRESSIONS = Pattern.compile("[.\\\\+*?^$()\\[\\]{}|]");

    private Variables() {}

    /** Those of a dashboard that shows these SLOs. */
    static ArrayNode of(List<SloDefinition> slos, String baseUrl) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        list.addObject()
                .put("name", DATASOURCE)
                .put("label", "Prometheus")
                .put("type", "datasource")
                .put("query", "prometheus")
                .put("multi", false)
                .put("includeAll", false)
                .put("refresh", 1)
                .put("hide", 0);
        for (GroupBy groupBy : List.of(GroupBy.SPECIALIST, GroupBy.RESOURCE_CLASS)) {
            List<SloDefinition> grouped = slos.stream()
                    .filter(slo -> slo.indicator().groupBy() == groupBy)
                    .toList();
            if (!grouped.isEmpty()) {
                list.add(groups(groupBy, grouped));
            }
        }
        ObjectNode url = list.addObject()
                .put("name", SLOSTREAM_URL)
                .put("label", "slostream")
                .put("type", "textbox")
                .put("query", baseUrl)
                .put("hide", 0);
        url.putObject("current").put("text", baseUrl).put("value", baseUrl);
        url.putArray("options")
                .addObject()
                .put("text", baseUrl)
                .put("value", baseUrl)
                .put("selected", true);
        return list;
    }

    /** What narrows a series of an SLO to the groups that the reader chose; empty where it has one. */
    static String chosen(SloDefinition slo) {
        GroupBy groupBy = slo.indicator().groupBy();
        return groupBy == GroupBy.ALL ? "" : ", group=~\"$" + groupBy.word() + "\"";
    }

    private static ObjectNode groups(GroupBy groupBy, List<SloDefinition> slos) {
        String names = slos.stream()
                .map(SloDefinition::name)
                .distinct()
                .map(name -> OF_REGULAR_EXPRESSIONS.matcher(name).replaceAll("\\\\$0"))
                .collect(Collectors.joining("|"));
        String query = "label_values(" + MetricNames.RATIO + "{slo=~" + PromQl.literal(names) + "}, group)";
        String label = groupBy.word().replace('_', ' ');
        ObjectNode variable = JsonNodeFactory.instance
                .objectNode()
                .put("name", groupBy.word())
                .put("label", label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1))
                .put("type", "query");
        variable.set("datasource", GrafanaPanel.datasource());
        variable.putObject("query").put("query", query).put("refId", groupBy.word());
        variable.put("multi", true)
                .put("includeAll", true)
                .put("refresh", 2)
                .put("sort", 1)
                .put("hide", 0);
        ObjectNode current = variable.putObject("current");
        current.putArray("text").add("All");
        current.putArray("value").add("$__all");
        return variable;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slostream.alerting.definition.Category;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.dashboards.grafana.GrafanaDashboards;
import io.slostream.dashboards.prometheus.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards of the shipped SLOs: what Grafana would stumble over, and what a dashboard must never show. */
class GrafanaDashboardsTest {
    private static final String URL = "http://localhost:8080";
    private static final Path SERVED = Path.of("src/test/resources/metrics.golden.txt");
    private static final Pattern OF_SLO = Pattern.compile("slo=\"([^\"]+)\"");
    private static final int COLUMNS = 24;

    private static DefinitionSet shipped;
    private static Map<String, JsonNode> dashboards;

    @TempDir
    private Path directory;

    @BeforeAll
    static void generate() {
        shipped = Definitions.shipped();
        dashboards = parse(GrafanaDashboards.of(shipped, URL));
    }

    @Test
    void shouldMakeOneForEachTeamAndOneForTheOutcomes() {
        assertThat(dashboards.keySet())
                .containsExactlyInAnyOrder(
                        "slostream-outcomes.json",
                        "slostream-training.json",
                        "slostream-infra.json",
                        "slostream-serving.json");
        dashboards.forEach((file, dashboard) -> {
            assertThat(dashboard.path("uid").asText() + ".json").isEqualTo(file);
            assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(39);
        });
        assertThat(parse(GrafanaDashboards.of(Definitions.shipped(), URL))).isEqualTo(dashboards);
    }

    @Test
    void shouldPlacePanelsWithoutOverlapAndNumberEachOnce() {
        dashboards.forEach((file, dashboard) -> {
            Set<Integer> ids = new HashSet<>();
            Set<String> taken = new HashSet<>();
            for (JsonNode panel : withRows(dashboard)) {
                assertThat(ids.add(panel.path("id").asInt()))
                        .as(file + " " + panel.path("id"))
                        .isTrue();
                JsonNode place = panel.path("gridPos");
                assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
            }
            // Rows that are closed take one line; what is in them lies below it when they are opened.
            for (JsonNode panel : dashboard.path("panels")) {
                take(panel, taken, file);
                Set<String> within = new HashSet<>();
                for (JsonNode inner : panel.path("panels")) {
                    take(inner, within, file);
                    assertThat(inner.path("gridPos").path("y").asInt())
                            .isGreaterThan(panel.path("gridPos").path("y").asInt());
                }
            }
        });
    }

    private static void take(JsonNode panel, Set<String> taken, String file) {
        JsonNode place = panel.path("gridPos");
        for (int x = 0; x < place.path("w").asInt(); x++) {
            for (int y = 0; y < place.path("h").asInt(); y++) {
                String cell =
                        (place.path("x").asInt() + x) + "," + (place.path("y").asInt() + y);
                assertThat(taken.add(cell))
                        .as(file + ", " + panel.path("title") + " at " + cell)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldSayOfEachPanelWhoseItIsAndWhyItIsThere() {
        dashboards
                .values()
                .forEach(dashboard -> assertThat(panels(dashboard)).allSatisfy(panel -> {
                    assertThat(panel.path("description").asText())
                            .contains("Owner: ")
                            .contains("Why it is here: ");
                    assertThat(panel.path("title").asText()).isNotBlank();
                    for (JsonNode target : panel.path("targets")) {
                        assertThat(target.path("datasource").path("uid").asText())
                                .isEqualTo("${datasource}");
                    }
                    assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
                }));
        for (SloDefinition slo : shipped.slos()) {
            assertThat(panelsOf(slo, dashboards.get(fileOf(slo))))
                    .isNotEmpty()
                    .allSatisfy(panel ->
                            assertThat(panel.path("description").asText()).contains("Owner: " + slo.owner()));
        }
    }

    @Test
    void shouldShowEachSloOnItsOwnDashboardAndOutcomesOnTheBarOfAll() {
        for (SloDefinition slo : shipped.slos()) {
            dashboards.forEach((file, dashboard) -> {
                List<JsonNode> shown = panelsOf(slo, dashboard);
                if (slo.category() == Category.OUTCOME) {
                    assertThat(shown).as(slo.name() + " on the bar of " + file).anyMatch(bar(dashboard)::contains);
                }
                if (file.equals(fileOf(slo))) {
                    assertThat(shown)
                            .as(slo.name() + " on " + file)
                            .anyMatch(p -> !bar(dashboard).contains(p));
                } else if (!file.equals("slostream-outcomes.json")) {
                    assertThat(shown).as(slo.name() + " on " + file).allMatch(bar(dashboard)::contains);
                } else {
                    assertThat(shown.isEmpty()).isEqualTo(slo.category() != Category.OUTCOME);
                }
            });
        }
    }

    @Test
    void shouldKeepWhatExplainsBehindAClosedRow() {
        for (SloDefinition slo : shipped.slos()) {
            if (slo.category() == Category.COMPONENT || slo.category() == Category.HEALTH) {
                dashboards.values().forEach(dashboard -> {
                    List<JsonNode> open = new ArrayList<>();
                    dashboard.path("panels").forEach(open::add);
                    assertThat(panelsOf(slo, dashboard)).noneMatch(open::contains);
                });
            }
        }
        dashboards.values().forEach(dashboard -> {
            JsonNode first = dashboard.path("panels").path(0);
            assertThat(first.path("title").asText()).isEqualTo("Outcome bar");
            assertThat(first.path("collapsed").asBoolean()).isFalse();
        });
    }

    /** One SLO a panel, each group by itself: nothing is added up over an ensemble, or across teams. */
    @Test
    void shouldNotMixSlosOrGroups() {
        dashboards
                .values()
                .forEach(dashboard -> panels(dashboard).forEach(panel -> {
                    Set<String> slos = panel.findValuesAsText("expr").stream()
                            .flatMap(expression -> OF_SLO.matcher(expression).results())
                            .map(match -> match.group(1))
                            .collect(Collectors.toCollection(TreeSet::new));
                    if (panel.path("title").asText().equals("Age of verdicts")) {
                        assertThat(slos).isEmpty();
                        return;
                    }
                    assertThat(slos).as(panel.path("title").asText()).hasSize(1);
                    assertThat(panel.findValuesAsText("expr"))
                            .noneMatch(expression ->
                                    expression.matches(".*\\b(sum|avg|quantile|histogram_quantile)\\b *(by|\\().*"))
                            .allMatch(expression -> expression.contains("max by (group")
                                    || expression.startsWith("max by (slo) (slo_objective{"));
                }));
    }

    /** What is compared is a series of the engine's; the only numbers in questions are the weights of an alert's states. */
    @Test
    void shouldHaveNoThresholdOfItsOwn() {
        dashboards.values().forEach(dashboard -> {
            assertThat(dashboard.findValues("thresholds")).isEmpty();
            assertThat(dashboard.findValuesAsText("expr"))
                    .allSatisfy(expression -> assertThat(Pattern.compile("[0-9.]+")
                                    .matcher(expression.replaceAll("\"[^\"]*\"", ""))
                                    .results()
                                    .map(MatchResult::group))
                            .isSubsetOf("4", "2"));
        });
        for (SloDefinition slo : shipped.slos()) {
            String bound = "slo_objective{slo=\"" + slo.name() + "\"";
            assertThat(panelsOf(slo, dashboards.get(fileOf(slo))).stream()
                            .flatMap(panel -> panel.findValuesAsText("expr").stream())
                            .anyMatch(expression -> expression.contains(bound)))
                    .as(slo.name() + " is compared with its objective")
                    .isEqualTo(slo.errorBudget().isPresent());
        }
    }

    @Test
    void shouldAskForWhatTheEngineServesInWordsThatPrometheusKnows() throws Exception {
        Set<String> served = Files.readAllLines(SERVED).stream()
                .map(line -> line.substring(0, line.indexOf('{')))
                .collect(Collectors.toCollection(TreeSet::new));
        // The SLO of that test has no quantiles.
        served.add("slo_quantile");
        Set<String> expressions = new TreeSet<>();
        dashboards.values().forEach(dashboard -> {
            expressions.addAll(dashboard.findValuesAsText("expr"));
            dashboard.path("templating").path("list").findValues("query").stream()
                    .map(query -> query.path("query").asText())
                    .filter(query -> query.startsWith("label_values("))
                    .map(definition -> definition.replaceAll("^label_values\\((.*), group\\)$", "$1"))
                    .forEach(expressions::add);
        });
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboards\n    rules:\n");
        int n = 0;
        for (String expression : expressions) {
            rules.append("      - { record: 'panel:").append(n++).append("', expr: ");
            rules.append(new ObjectMapper().writeValueAsString(expression)).append(" }\n");
        }
        Path file = Files.writeString(directory.resolve("dashboards.yml"), rules);

        assertThat(Tool.needed("promtool").run("check", "rules", file.toString()))
                .contains(expressions.size() + " rules found");
        assertThat(names(expressions)).isNotEmpty().isSubsetOf(served);
        String metaAlerts = RulesFile.of(shipped)
                .lines()
                .filter(line -> !line.contains("description:") && !line.contains("summary:"))
                .collect(Collectors.joining("\n"));
        Set<String> ofEngine = names(Set.of(metaAlerts));
        ofEngine.removeIf(name -> name.startsWith("slo_notify_"));
        assertThat(ofEngine).isNotEmpty().isSubsetOf(served);
    }

    private static Set<String> names(Set<String> expressions) {
        return expressions.stream()
                .flatMap(expression ->
                        Pattern.compile("\\bslo_\\w+").matcher(expression).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldCarryTimeAndGroupToOtherDashboardsAndToThePage() {
        dashboards.values().forEach(dashboard -> {
            JsonNode link = dashboard.path("links").path(0);
            assertThat(link.path("keepTime").asBoolean()).isTrue();
            assertThat(link.path("includeVars").asBoolean()).isTrue();
            assertThat(dashboard.path("tags").path(0))
                    .isEqualTo(link.path("tags").path(0));
            assertThat(dashboard.path("templating").path("list"))
                    .extracting(variable -> variable.path("name").asText())
                    .contains("datasource", "specialist", "slostream_url");
        });
        for (SloDefinition slo : shipped.slos()) {
            String group = slo.indicator().groupBy() == GroupBy.ALL ? "all" : "${__field.labels.group}";
            dashboards
                    .values()
                    .forEach(dashboard -> assertThat(panelsOf(slo, dashboard))
                            .allSatisfy(panel -> assertThat(panel.path("fieldConfig")
                                            .path("defaults")
                                            .path("links")
                                            .path(0)
                                            .path("url")
                                            .asText())
                                    .isEqualTo("${slostream_url}/slos/" + slo.name() + "?group=" + group
                                            + "&from=${__from}&to=${__to}")));
        }
    }

    @Test
    void shouldShowHostileTextsAsTheyAreWritten() {
        parse(GrafanaDashboards.of(Definitions.hostile(), URL))
                .values()
                .forEach(dashboard -> panels(dashboard)
                        .forEach(panel -> assertThat(panel.path("description").asText())
                                .doesNotContain("<script>", "<b>", "${datasource}", "$specialist", "[[")
                                .doesNotContainPattern("(?<!\\\\)[\\[<]")
                                .matches("(?s)[^\\n]+\\n\\n[^\\n]+\\n\\nOwner: [^\\n]+\\n\\nWhy it is here: [^\\n]+")));
    }

    private static Map<String, JsonNode> parse(Map<String, String> files) {
        Map<String, JsonNode> parsed = new LinkedHashMap<>();
        files.forEach((name, text) -> {
            try {
                parsed.put(name, new ObjectMapper().readTree(text));
            } catch (IOException e) {
                throw new AssertionError(name, e);
            }
        });
        return parsed;
    }

    private static String fileOf(SloDefinition slo) {
        return "slostream-" + slo.dashboard().name().toLowerCase(Locale.ROOT) + ".json";
    }

    private static List<JsonNode> withRows(JsonNode dashboard) {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            all.add(panel);
            panel.path("panels").forEach(all::add);
        }
        return all;
    }

    private static List<JsonNode> panels(JsonNode dashboard) {
        return withRows(dashboard).stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    private static List<JsonNode> panelsOf(SloDefinition slo, JsonNode dashboard) {
        return panels(dashboard).stream()
                .filter(panel -> panel.findValuesAsText("expr").stream()
                        .anyMatch(expression -> expression.contains("{slo=\"" + slo.name() + "\"")))
                .toList();
    }

    /** The panels between the first row and the next. */
    private static List<JsonNode> bar(JsonNode dashboard) {
        List<JsonNode> bar = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            if (panel.path("type").asText().equals("row") && !bar.isEmpty()) {
                return bar;
            }
            if (!panel.path("type").asText().equals("row")) {
                bar.add(panel);
            }
        }
        return bar;
    }
}

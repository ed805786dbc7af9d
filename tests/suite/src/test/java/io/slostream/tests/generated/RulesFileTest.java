// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.slostream.dashboards.prometheus.RulesFile;
import io.slostream.tests.generated.MetaAlertCases.Case;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules as promtool takes them: what it accepts, what outcomes become, and when each alert fires. */
class RulesFileTest {
    private static final Pattern SERIES = Pattern.compile("\\bslo_[a-z_]+\\b");

    @TempDir
    private Path directory;

    @Test
    void shouldBeAcceptedWithTheNamesOfTheMission() throws Exception {
        Path rules = rules(RulesFile.of(Definitions.shipped()));

        Tool.needed("promtool").run("check", "rules", rules.toString());

        assertThat(rulesOf(rules).stream().map(rule -> rule.path("record").asText()))
                .contains(
                        "project:correctness_pass_rate:1h",
                        "project:correctness_pass_rate:24h",
                        "project:canary_correctness:15m");
        assertThat(rulesOf(rules).stream().filter(rule -> rule.has("alert"))).allSatisfy(rule -> {
            assertThat(rule.path("labels").path("severity").asText()).isIn("page", "ticket");
            assertThat(rule.path("labels").path("owner").asText()).isEqualTo("infra-oncall");
            assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
            assertThat(rule.path("annotations").path("description").asText()).isNotBlank();
        });
        assertThat(RulesFile.of(Definitions.shipped())).isEqualTo(Files.readString(rules));
        String readme = Files.readString(Path.of("../../dashboards/README.md"));
        assertThat(rulesOf(rules).stream().filter(rule -> rule.has("alert")))
                .allSatisfy(rule -> assertThat(readme)
                        .contains("| `" + rule.path("alert").asText() + "` | "
                                + rule.path("labels").path("severity").asText() + " |"));
    }

    /** The newest of two instances is heard, whatever the other one says. */
    /** A rule about a series that nobody serves would be silent for ever. */
    @Test
    void shouldAskForWhatEngineAndNotifierServe() throws Exception {
        Set<String> served = new TreeSet<>();
        for (String golden : List.of("metrics.golden.txt", "notify-metrics.golden.txt")) {
            Files.readAllLines(Path.of("src/test/resources").resolve(golden))
                    .forEach(line -> served.add(line.substring(0, line.indexOf('{'))));
        }
        Set<String> asked = new TreeSet<>();
        rulesOf(rules(RulesFile.of(Definitions.shipped())))
                .forEach(rule ->
                        SERIES.matcher(rule.path("expr").asText()).results().forEach(name -> asked.add(name.group())));

        assertThat(asked).hasSizeGreaterThan(10);
        assertThat(served).containsAll(asked);
    }

    @Test
    void shouldRecordOutcomesOfTheNewestSummary() throws Exception {
        rules(RulesFile.of(Definitions.shipped()));
        String test = """
                rule_files: [rules.yml]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                      - { series: 'slo_ratio{job="s",instance="a",slo="correctness",group="math",window="1h"}', values: '0.8x10' }
                      - { series: 'slo_ratio{job="s",instance="b",slo="correctness",group="math",window="1h"}', values: '0.9x10' }
                      - { series: 'slo_ratio{job="s",instance="a",slo="correctness",group="code",window="1h"}', values: '0.97x10' }
                      - { series: 'slo_ratio{job="s",instance="a",slo="correctness",group="code",window="30d"}', values: '0.5x10' }
                      - { series: 'slo_evaluated_timestamp_seconds{job="s",instance="a",slo="correctness",group="math"}', values: '0+60x10' }
                      - { series: 'slo_evaluated_timestamp_seconds{job="s",instance="b",slo="correctness",group="math"}', values: '0x10' }
                      - { series: 'slo_evaluated_timestamp_seconds{job="s",instance="a",slo="correctness",group="code"}', values: '0+60x10' }
                    promql_expr_test:
                      - expr: project:correctness_pass_rate:1h
                        eval_time: 5m
                        exp_samples:
                          - { labels: 'project:correctness_pass_rate:1h{specialist="code"}', value: 0.97 }
                          - { labels: 'project:correctness_pass_rate:1h{specialist="math"}', value: 0.8 }
                """;

        Path file = Files.writeString(directory.resolve("outcomes.test.yml"), test);
        assertThat(Tool.needed("promtool").run("test", "rules", file.toString()))
                .contains("SUCCESS");
    }

    @Test
    void shouldFireEachAlertInItsCaseAndInNoOther() throws Exception {
        Path rules = rules(RulesFile.of(Definitions.shipped()));
        Map<String, String> severities = rulesOf(rules).stream()
                .filter(rule -> rule.has("alert"))
                .collect(Collectors.toMap(
                        rule -> rule.path("alert").asText(),
                        rule -> rule.path("labels").path("severity").asText(),
                        (one, other) -> one,
                        LinkedHashMap::new));
        StringJoiner yaml = new StringJoiner("\n", "", "\n")
                .add("rule_files: [rules.yml]")
                .add("evaluation_interval: 1m")
                .add("tests:");
        MetaAlertCases.all().forEach(one -> write(one, severities, yaml));
        Path test = Files.writeString(directory.resolve("alerts.test.yml"), yaml.toString());

        assertThat(Tool.needed("promtool").run("test", "rules", test.toString()))
                .contains("SUCCESS");

        Set<String> seen = new TreeSet<>();
        MetaAlertCases.all().forEach(one -> one.firing().values().forEach(seen::addAll));
        assertThat(seen)
                .as("each alert has a case in which it fires")
                .containsExactlyInAnyOrderElementsOf(severities.keySet());
    }

    private static void write(Case one, Map<String, String> severities, StringJoiner yaml) {
        yaml.add("  - name: " + one.name()).add("    interval: 1m").add("    input_series:");
        one.series()
                .forEach(
                        (series, values) -> yaml.add("      - { series: '" + series + "', values: '" + values + "' }"));
        yaml.add("    promql_expr_test:");
        one.firing().forEach((minute, alerts) -> {
            yaml.add("      - expr: count by (alertname, owner, severity) (ALERTS{alertstate=\"firing\"})");
            yaml.add("        eval_time: " + minute + "m");
            yaml.add("        exp_samples:" + (alerts.isEmpty() ? " []" : ""));
            alerts.forEach(alert -> yaml.add("          - { labels: '{alertname=\"" + alert
                    + "\",owner=\"infra-oncall\",severity=\"" + severities.get(alert) + "\"}', value: 1 }"));
        });
    }

    /** Prometheus expands labels as templates, so an owner that looks like one must come out as it was written. */
    @Test
    void shouldNameAHostileOwnerAsItIsWritten() throws Exception {
        Path rules = rules(RulesFile.of(Definitions.hostile()));
        Tool promtool = Tool.needed("promtool");
        promtool.run("check", "rules", rules.toString());
        String owner = Definitions.HOSTILE_OWNER
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n");
        String test = """
                rule_files: [rules.yml]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series: []
                    promql_expr_test:
                      - expr: ALERTS{alertname="SlostreamEngineAbsent"}
                        eval_time: 5m
                        exp_samples:
                          - labels: 'ALERTS{alertname="SlostreamEngineAbsent",alertstate="firing",severity="page",owner="%s"}'
                            value: 1
                """.formatted(owner.replace("'", "''"));

        Path file = Files.writeString(directory.resolve("hostile.test.yml"), test);
        assertThat(promtool.run("test", "rules", file.toString())).contains("SUCCESS");
    }

    private Path rules(String text) throws Exception {
        return Files.writeString(directory.resolve("rules.yml"), text);
    }

    private static List<JsonNode> rulesOf(Path file) throws Exception {
        return new YAMLMapper()
                .readTree(file.toFile()).findValues("rules").stream()
                        .flatMap(rules -> {
                            List<JsonNode> each = new ArrayList<>();
                            rules.forEach(each::add);
                            return each.stream();
                        })
                        .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Distribution;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.Quantity;
import io.slostream.alerting.definition.SloDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of slos/README.md: every signal of an ensemble has its SLI, and the table says what the files say. */
class ShippedSignalsTest {
    /** What must be watched, by dashboard. */
    private static final Map<String, List<String>> SIGNALS = Map.of(
            "serving",
            List.of(
                    "TTFT",
                    "TPOT/ITL",
                    "queue depth p95",
                    "admission-to-first-token p95",
                    "preemption rate",
                    "preemption-depth distribution",
                    "preempted_once share",
                    "KV block utilisation",
                    "block-pool pressure",
                    "prefix-cache hit rate",
                    "adapter swap rate",
                    "draft acceptance and rollback overhead",
                    "router confidence distribution",
                    "shadow dispatch rate",
                    "circuit-breaker state",
                    "correctness 1h/24h degraded",
                    "canary 15m",
                    "4xx and 5xx rate",
                    "tool-call failure rate",
                    "disconnect rate",
                    "deadline misses",
                    "slo_attainment"),
            "infra",
            List.of(
                    "capacity headroom by class",
                    "ECC error rate by class",
                    "checkpoint-write p99",
                    "cost variance in the monthly band",
                    "GPU and HBM utilisation by class"),
            "training",
            List.of(
                    "weekly refresh",
                    "latest evaluation scores",
                    "router z-loss distribution",
                    "capped capacity skew",
                    "checkpoint staleness"));

    /** Signals whose values are shown, and what is shown of them over which window. */
    private static final Map<String, List<String>> SHOWN = Map.ofEntries(
            Map.entry("TTFT", List.of("`ttft_ms` 5m")),
            Map.entry("TPOT/ITL", List.of("`tpot_ms` 5m", "`itl_p95_ms` 5m")),
            Map.entry("queue depth p95", List.of("`value` 5m")),
            Map.entry("admission-to-first-token p95", List.of("`admission_to_first_token_ms` 5m")),
            Map.entry("preemption-depth distribution", List.of("`preemption_depth` 1h")),
            Map.entry("KV block utilisation", List.of("`value` 5m")),
            Map.entry("router confidence distribution", List.of("`router_confidence` 1h")),
            Map.entry("checkpoint-write p99", List.of("`value` 24h")),
            Map.entry("latest evaluation scores", List.of("`evaluation_score` 24h")),
            Map.entry("router z-loss distribution", List.of("`router_z_loss` 1h")),
            Map.entry("capped capacity skew", List.of("`tokens/capacity` 1h")));

    private static final Pattern LINK = Pattern.compile("\\[(.+)]\\((.+)\\)");

    /** One line of the table, with the heading that it stands under. */
    private record Row(
            String heading,
            String signal,
            String file,
            String dashboard,
            String category,
            String groups,
            String alerts,
            String quantiles) {}

    @Test
    void shouldHaveAnSliForEverySignal() throws IOException {
        Map<String, List<String>> signals = rows().stream()
                .collect(Collectors.groupingBy(
                        Row::heading,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Row::signal, Collectors.toList()),
                                names -> names.stream().distinct().toList())));

        assertThat(signals).isEqualTo(SIGNALS);
    }

    @Test
    void shouldSayWhatTheFilesSay() throws IOException {
        Map<String, SloDefinition> slos = ShippedDefinitions.byFile();

        assertThat(rows()).extracting(Row::file).containsExactlyInAnyOrderElementsOf(slos.keySet());
        for (Row row : rows()) {
            SloDefinition slo = slos.get(row.file());
            assertThat(row)
                    .isEqualTo(new Row(
                            row.heading(),
                            row.signal(),
                            row.file(),
                            slo.dashboard().name().toLowerCase(Locale.ROOT),
                            slo.category().name().toLowerCase(Locale.ROOT),
                            slo.indicator().groupBy().word(),
                            slo.alerts().stream().map(AlertDefinition::name).collect(Collectors.joining(", ")),
                            slo.distribution().map(ShippedSignalsTest::shown).orElse("")));
        }
    }

    /** The table is compared with the files in {@link #shouldSayWhatTheFilesSay}. */
    @Test
    void shouldShowTheQuantilesOfSignalsWhoseValuesMatter() throws IOException {
        Map<String, List<String>> shown = rows().stream()
                .filter(row -> !row.quantiles().isEmpty())
                .collect(Collectors.groupingBy(Row::signal, Collectors.mapping(Row::quantiles, Collectors.toList())));

        assertThat(shown).isEqualTo(SHOWN);
    }

    @Test
    void shouldCapTheSkewAtFour() throws IOException {
        assertThat(ShippedDefinitions.byFile()
                        .get("capacity-skew.yaml")
                        .distribution()
                        .orElseThrow()
                        .quantity())
                .isEqualTo(new Quantity.CappedRatio("tokens", "capacity", 4));
    }

    @ParameterizedTest
    @CsvSource({"8, 2", "200, 2"})
    void shouldMakeAsManySeriesAsTopologySays(int specialists, int classes) throws IOException {
        Map<GroupBy, Integer> groups =
                Map.of(GroupBy.SPECIALIST, specialists + 1, GroupBy.RESOURCE_CLASS, classes + 1, GroupBy.ALL, 1);
        int series = 0;
        int alerts = 0;
        for (SloDefinition slo : ShippedDefinitions.byFile().values()) {
            int ofSlo = groups.get(slo.indicator().groupBy());
            series += ofSlo;
            alerts += ofSlo * slo.alerts().size();
        }

        assertThat(Files.readString(Path.of("../../topology/README.md")))
                .contains(String.format(Locale.ROOT, "| %d | %d | %,d | %,d |", specialists, classes, series, alerts));
    }

    private static String shown(Distribution distribution) {
        return "`" + distribution.quantity().name() + "` " + Durations.format(distribution.overMs());
    }

    @Test
    void shouldGiveItsReasonsAtTheHeadOfEachFile() throws IOException {
        for (Path file : ShippedDefinitions.files()) {
            String head = Files.readString(file)
                    .lines()
                    .takeWhile(line -> line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
            assertThat(head.length()).as("%s", file).isGreaterThan(200);
        }
        assertThat(ShippedDefinitions.byFile().keySet())
                .as("a file holds the SLO of its name")
                .containsExactlyElementsOf(ShippedDefinitions.files().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String heading = "";
        for (String line : Files.readAllLines(ShippedDefinitions.FOLDER.resolve("README.md"))) {
            if (line.startsWith("## ")) {
                heading = line.substring(3);
            }
            String[] cells = line.split("\\|", -1);
            if (!heading.isEmpty() && cells.length == 9 && cells[2].contains("](")) {
                Matcher link = LINK.matcher(cells[2].strip());
                assertThat(link.matches()).as(line).isTrue();
                assertThat(link.group(1)).as(line).isEqualTo(link.group(2));
                rows.add(new Row(
                        heading,
                        cells[1].strip(),
                        link.group(2),
                        cells[3].strip(),
                        cells[4].strip(),
                        cells[5].strip(),
                        cells[6].strip(),
                        cells[7].strip()));
            }
        }
        return rows;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.check.CheckReport.AlertCheck;
import io.slostream.alerting.check.CheckReport.Finding;
import io.slostream.alerting.check.CheckReport.Level;
import io.slostream.alerting.check.CheckReport.Outage;
import io.slostream.alerting.check.CheckReport.SilenceCheck;
import io.slostream.alerting.check.CheckReport.SloCheck;
import io.slostream.alerting.check.CheckReport.TierCheck;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.definition.Severity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reference numbers: SRE Workbook, chapter 5, for 99.9 % over 30 days, recomputed exactly. */
class DefinitionCheckTest {
    private static final long EVALUATION_MS = 5_000;

    @ParameterizedTest
    @CsvSource({
        "0, 51.84, 55s, 0.02, 70, 5m",
        "1, 129.6, 2m10s, 0.05, 167, 29m50s",
        "2, 259.2, 4m20s, 0.1, 334, 1h59m40s",
        "3, 259.2, 4m20s, 0.1, 1000, 5h59m40s"
    })
    void shouldDetectFullOutageAsTheWorkbookSays(
            int tier, BigDecimal exceededSeconds, String fires, BigDecimal budgetShare, long fewest, String reset) {
        TierCheck check = tiers("0.999", "[ { burnRate: google-30d } ]").get(tier);

        Outage outage = check.fullOutage();
        assertThat(outage.exceededAfterMs().movePointLeft(3)).isEqualByComparingTo(exceededSeconds);
        assertThat(Durations.format(outage.firesAfterMs())).isEqualTo(fires);
        assertThat(check.budgetShare()).isEqualByComparingTo(budgetShare);
        assertThat(check.fewestEvents()).hasValue(fewest);
        assertThat(check.resetMs()).isEqualTo(Durations.parseMs(reset));
    }

    @ParameterizedTest
    @CsvSource({"0.999, 70", "0.995, 14", "0.99, 7", "0.95, 2"})
    void shouldCountFewestEventsForOneFailureNotToExceedTheFastTier(String objective, long fewest) {
        assertThat(tiers(objective, "[ { burnRate: google-30d } ]").get(0).fewestEvents())
                .hasValue(fewest);
    }

    @ParameterizedTest
    @CsvSource({"0.999, 0.694444444444", "0.99, 0.069444444444", "0.95, 0.013888888889"})
    void shouldPriceHalfAnHourOfHold(String objective, BigDecimal cost) {
        String alerts = "[ { name: A, when: { ratio: { below: 0.85, over: 1h } }, for: 30m } ]";

        assertThat(slo(objective, alerts).alerts().get(0).holdCost()).isEqualByComparingTo(cost);
    }

    @Test
    void shouldDescribeOutcomeBarRed() {
        AlertCheck alert = slo(
                        "0.95",
                        "[ { name: A, when: { ratio: { below: 0.85, over: 1h } }, for: 30m, keepFiringFor: 7s } ]")
                .alerts()
                .get(0);

        TierCheck tier = alert.tiers().get(0);
        assertThat(tier.rate()).isEmpty();
        assertThat(tier.fullOutage().exceededAfterMs()).isEqualByComparingTo("540000"); // 0.15 × 1 h
        assertThat(Durations.format(tier.fullOutage().firesAfterMs())).isEqualTo("39m5s"); // strictly above 15 %
        assertThat(tier.twiceLimit().orElseThrow().badRatio()).isEqualByComparingTo("0.3");
        assertThat(Durations.format(tier.twiceLimit().orElseThrow().firesAfterMs()))
                .isEqualTo("1h5s");
        assertThat(tier.resetMs()).isEqualTo(Durations.parseMs("51m10s")); // 0.85 × 1 h, and 7 s in steps of 5 s
        assertThat(tier.fewestEvents()).hasValue(7);
    }

    @Test
    void shouldResetTheSingleWindowDesignsOfTheWorkbook() {
        // Design 2: one window of 36 h at 5 % of the budget; design 4: burn rate 36 over 1 h.
        TierCheck second = tiers("0.999", "[ { name: A, when: { ratio: { below: objective, over: 36h } } } ]")
                .get(0);
        TierCheck fourth = tiers("0.999", "[ { name: A, when: { ratio: { below: 0.964, over: 1h } } } ]")
                .get(0);

        assertThat(second.budgetShare()).isEqualByComparingTo("0.05");
        assertThat(second.fullOutage().exceededAfterMs()).isEqualByComparingTo("129600"); // 2 m 10 s
        assertThat(fourth.budgetShare()).isEqualByComparingTo("0.05");
        assertThat(Durations.format(fourth.resetMs())).isEqualTo("57m55s");
    }

    /** Its long window full of good events says that all is well, so the first tier without data is that of 1h. */
    @Test
    void shouldSayWhenSilenceAlerts() {
        AlertCheck silent = slo("0.99", "[ { burnRate: google-30d, noData: { alertAfter: 7s, severity: ticket } } ]")
                .alerts()
                .get(0);

        assertThat(silent.silence()).contains(new SilenceCheck(7_000, Severity.TICKET, 3_600_000, 3_610_000));
        assertThat(slo("0.99", "[ { burnRate: google-30d, noData: reset } ]")
                        .alerts()
                        .get(0)
                        .silence())
                .isEmpty();
    }

    @Test
    void shouldCapTwiceTheLimitAtAFullOutage() {
        TierCheck tier = tiers("0.95", "[ { burnRate: google-30d } ]").get(0);

        assertThat(tier.twiceLimit()).hasValue(tier.fullOutage());
    }

    @Test
    void shouldSayHowLongABudgetLasts() {
        assertThat(Durations.format(slo("0.999", "[]").fullOutageExhaustsMs())).isEqualTo("43m12s");
        assertThat(slo("0.99999", "[]").fullOutageExhaustsMs()).isEqualTo(25_920); // 26 s
        assertThat(slo("0.9", "[]").greatestBurnRate()).isEqualByComparingTo("10");
    }

    @Test
    void shouldFireOnTheFirstBadEventForALimitOfZero() {
        TierCheck tier = tiers("0.99", "[ { name: A, when: { ratio: { below: 1, over: 1h } } } ]")
                .get(0);

        assertThat(tier.fullOutage().firesAfterMs()).isEqualTo(EVALUATION_MS);
        assertThat(tier.twiceLimit()).isEmpty();
        assertThat(tier.fewestEvents()).isEmpty();
        assertThat(tier.resetMs()).isEqualTo(Durations.parseMs("1h"));
    }

    @Test
    void shouldStayExactForLongDecimalsAndWindows() {
        TierCheck tier = tiers(
                        "0.999999999999",
                        "[ { burnRate: { tiers: [ { long: 90d, short: 30d, rate: 123456.7, severity: page } ] } } ]")
                .get(0);

        assertThat(tier.fullOutage().exceededAfterMs()).isEqualByComparingTo("959.9992992");
        assertThat(tier.fewestEvents()).hasValue(8_100_006);
    }

    @Test
    void shouldFindWhatIsDoubtful() {
        CheckReport report = report(
                "0.999",
                "[ { name: TooLate, when: { ratio: { below: 0.9, over: 1h } }, for: 1h, minimumEvents: 20 },"
                        + " { name: TooEager, when: { ratio: { below: 0.9999, over: 60d } }, minimumBadEvents: 2 },"
                        + " { name: Any, when: { ratio: { below: 1, over: 1h } } },"
                        + " { burnRate: google-30d, minimumEvents: 500 } ]");

        assertThat(report.hasProblems()).isTrue();
        assertThat(report.findings())
                .extracting(finding -> finding.level() + " " + finding.alert().orElse("") + ": " + finding.text())
                .containsExactly(
                        "PROBLEM TooLate: a full outage has spent 153 % of the budget when it fires after 1h6m5s, of"
                                + " which for: 1h",
                        "PROBLEM TooEager: the window 60d is longer than the period 30d",
                        "PROBLEM TooEager: it fires although the objective is met: its limit 0.01 % of bad events is"
                                + " under the error budget 0.1 %",
                        "PROBLEM Any: it fires although the objective is met: its limit 0 % of bad events is under the"
                                + " error budget 0.1 %",
                        "NOTE Any: any single bad event exceeds it",
                        "NOTE google-30d: tier 3d/6h: one bad event among fewer than 1000 events in each window"
                                + " exceeds it; minimumEvents is 500");
    }

    @Test
    void shouldNoteAnSloWithoutAlerts() {
        assertThat(report("0.99", "[]").findings())
                .containsExactly(new Finding(
                        Level.NOTE,
                        "test",
                        Optional.empty(),
                        "it has no alert, so nobody is told when its budget burns"));
    }

    @Test
    void shouldFindNoProblemInTheSloFilesOfThisProject() throws IOException {
        List<DefinitionText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../slos"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                texts.add(new DefinitionText(file.toString(), Files.readString(file)));
            }
        }

        CheckReport report = new DefinitionCheck(EVALUATION_MS).report(DefinitionLoader.load(texts));

        assertThat(report.findings())
                .filteredOn(f -> f.level() == Level.PROBLEM)
                .isEmpty();
    }

    private static List<TierCheck> tiers(String objective, String alerts) {
        return slo(objective, alerts).alerts().get(0).tiers();
    }

    private static SloCheck slo(String objective, String alerts) {
        return report(objective, alerts).slos().get(0);
    }

    private static CheckReport report(String objective, String alerts) {
        String text = """
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: test, owner: me }
                spec:
                  dashboard: serving
                  category: slo
                  indicator: { ratio: { of: canary, good: { passed: true } } }
                  objective: %s
                  period: 30d
                  alerts: %s
                """.formatted(objective, alerts);
        return new DefinitionCheck(EVALUATION_MS)
                .report(DefinitionLoader.load(List.of(new DefinitionText("test.yaml", text))));
    }
}

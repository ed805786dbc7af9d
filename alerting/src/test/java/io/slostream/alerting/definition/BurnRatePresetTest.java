// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurnRatePresetTest {
    private static final BurnRatePreset GOOGLE = BurnRatePreset.named("google-30d");

    /** 30 d: SRE Workbook, table 5-8 and its example rules; 28 d: Sloth's google-28d windows. */
    @ParameterizedTest
    @CsvSource({"30d, 14.4, 6, 3, 1", "28d, 13.44, 5.6, 2.8, 14/15", "3d, 1.44, 0.6, 0.3, 0.1", "90d, 43.2, 18, 9, 3"})
    void shouldScaleByBudgetShareExactly(String period, String first, String second, String third, String fourth) {
        List<BurnTier> tiers = GOOGLE.tiersFor(Durations.parseMs(period));

        assertThat(tiers)
                .extracting(BurnTier::rate)
                .containsExactly(ratio(first), ratio(second), ratio(third), ratio(fourth));
    }

    @Test
    void shouldHaveTheWindowsAndSeveritiesOfTheWorkbook() {
        List<BurnTier> tiers = GOOGLE.tiersFor(Durations.parseMs("30d"));

        assertThat(tiers).extracting(BurnTier::windows).containsExactly("1h/5m", "6h/30m", "24h/2h", "3d/6h");
        assertThat(tiers)
                .extracting(BurnTier::severity)
                .containsExactly(Severity.PAGE, Severity.PAGE, Severity.TICKET, Severity.TICKET);
    }

    @Test
    void shouldTurnRatesIntoExactLimits() {
        List<Tier> tiers = BurnTier.toTiers(GOOGLE.tiersFor(Durations.parseMs("30d")), Ratio.of("0.999"));

        assertThat(tiers)
                .extracting(tier -> tier.bounds().get(0).limit())
                .containsExactly(Ratio.of("0.0144"), Ratio.of("0.006"), Ratio.of("0.003"), Ratio.of("0.001"));
        assertThat(tiers)
                .allSatisfy(tier -> assertThat(tier.bounds())
                        .extracting(Tier.Bound::limit)
                        .containsOnly(tier.bounds().get(0).limit()));
    }

    private static Ratio ratio(String text) {
        String[] parts = text.split("/", 2);
        return parts.length == 1 ? Ratio.of(text) : new Ratio(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }
}

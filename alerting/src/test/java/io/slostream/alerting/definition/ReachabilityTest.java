// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachabilityTest {

    @ParameterizedTest
    @CsvSource({
        "0.9, 9.9",
        "0.8, 4.9",
        "0.99, 99.9",
        "0.95, 19.9",
        "0.7, 3.3",
        "0.01, 1.0",
        "0.000000000001, 1.0",
        "0.9999999999, 9999999999.9"
    })
    void shouldFindLargestReachableRateOfOneDecimal(String objective, String rate) {
        Ratio nearest = Reachability.nearestRate(Ratio.of(objective));

        assertThat(nearest).isEqualTo(Ratio.of(rate));
        assertThat(errors(objective, rate)).isZero();
        assertThat(errors(objective, Ratio.of(rate).equals(Ratio.ONE) ? "1.1" : next(rate)))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"14.4, 0.9306", "10, 0.9001", "2, 0.5001", "1, 0.0001", "1000000, 0.9999991", "1.01, 0.01"})
    void shouldFindObjectiveThatReachesRate(String rate, String objective) {
        assertThat(Reachability.nearestObjective(Ratio.of(rate))).isEqualTo(objective);
        assertThat(errors(objective, rate)).isZero();
    }

    @Test
    void shouldRefuseRateThatIsJustReachedBecauseTiersFireAbove() {
        assertThat(errors("0.99", "100")).isEqualTo(1);
        assertThat(errors("0.99", "99.9999")).isZero();
    }

    @Test
    void shouldNeedAnObjectiveAboveNinetyThreePercentForThePreset() {
        assertThat(presetErrors("0.9305")).isEqualTo(1);
        assertThat(presetErrors("0.9306")).isZero();
    }

    private static String next(String rate) {
        return new BigDecimal(rate).add(new BigDecimal("0.1")).toPlainString();
    }

    private static int errors(String objective, String rate) {
        return parse(
                objective,
                "[ { burnRate: { tiers: [ { long: 1h, short: 5m, rate: " + rate + ", severity: page } ] } } ]");
    }

    private static int presetErrors(String objective) {
        return parse(objective, "[ { burnRate: google-30d } ]");
    }

    private static int parse(String objective, String alerts) {
        String document =
                DefinitionFixtures.document("test", "{ of: canary, good: { passed: true } }", objective, "30d", alerts);
        return DefinitionParser.parse("test.yaml", document).errors().size();
    }
}

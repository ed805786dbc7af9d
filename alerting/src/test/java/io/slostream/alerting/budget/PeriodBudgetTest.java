// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeriodBudgetTest {
    private static final long DAY = 24L * 3_600_000;
    private static final PeriodBudget BUDGET = new PeriodBudget(Ratio.of("0.05"), 30 * DAY);

    @Test
    void shouldBeWholeWithoutBadEvents() {
        assertThat(BUDGET.remaining(0, 100)).hasValue(1);
    }

    @Test
    void shouldSayTheShareThatIsLeft() {
        assertThat(BUDGET.remaining(1, 100)).hasValue(0.8); // 1 of 5
        assertThat(BUDGET.remaining(5, 100)).hasValue(0);
    }

    @Test
    void shouldBeNegativeWhenOverspent() {
        assertThat(BUDGET.remaining(6, 100)).hasValue(-0.2);
        assertThat(BUDGET.remaining(100, 100)).hasValue(-19);
    }

    @Test
    void shouldSayNothingWithoutEvents() {
        assertThat(BUDGET.remaining(0, 0)).isEmpty();
        assertThat(BUDGET.exhaustionMs(0, 0, 1, 1)).isEmpty();
        assertThat(BUDGET.exhaustionMs(1, 100, 0, 0)).isEmpty();
    }

    @Test
    void shouldLastThePeriodAtABurnRateOfOne() {
        assertThat(BUDGET.exhaustionMs(0, 1_000, 5, 100)).hasValue(30 * DAY);
    }

    @Test
    void shouldReckonFromWhatIsLeft() {
        // four fifths are left and burn at 10
        assertThat(BUDGET.exhaustionMs(1, 100, 5, 10)).hasValue(30 * DAY * 8 / 100);
    }

    @Test
    void shouldNotRunOutWhileNothingIsBad() {
        assertThat(BUDGET.exhaustionMs(1, 100, 0, 10)).isEmpty();
        assertThat(BUDGET.exhaustionMs(90, 100, 0, 10)).isEmpty();
    }

    @Test
    void shouldBeOverAtOnceWhenSpent() {
        assertThat(BUDGET.exhaustionMs(5, 100, 1, 10)).hasValue(0);
        assertThat(BUDGET.exhaustionMs(50, 100, 1, 10)).hasValue(0);
    }

    @Test
    void shouldNotOverflow() {
        long huge = Long.MAX_VALUE;
        PeriodBudget thin = new PeriodBudget(Ratio.of("0.000000000000000001"), 90 * DAY);

        assertThat(thin.remaining(huge, huge)).hasValue(1 - 1e18);
        assertThat(BUDGET.exhaustionMs(0, huge, 1, huge)).hasValue(huge);
    }

    @Test
    void shouldRoundOnceFromTheExactFraction() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            long total = random.nextLong(1, 1_000_000);
            long bad = random.nextLong(total + 1);
            long presentTotal = random.nextLong(1, 1_000);
            long presentBad = random.nextLong(1, presentTotal + 1);

            BigDecimal spent =
                    decimal(bad).divide(decimal(total).multiply(new BigDecimal("0.05")), 60, RoundingMode.DOWN);
            BigDecimal left = BigDecimal.ONE.subtract(spent);
            assertThat(BUDGET.remaining(bad, total)).hasValue(left.doubleValue());
            BigDecimal burn = decimal(presentBad)
                    .divide(decimal(presentTotal).multiply(new BigDecimal("0.05")), 60, RoundingMode.HALF_EVEN);
            long exact = left.multiply(decimal(30 * DAY))
                    .divide(burn, 6, RoundingMode.HALF_EVEN)
                    .max(BigDecimal.ZERO)
                    .longValue();
            assertThat(BUDGET.exhaustionMs(bad, total, presentBad, presentTotal))
                    .hasValue(exact);
        }
    }

    private static BigDecimal decimal(long value) {
        return BigDecimal.valueOf(value);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatioTest {
    @ParameterizedTest
    @CsvSource({"0.9, 3600000, 3240000", "0, 7, 0", "1, 7, 7", "0.5, 7, 4", "0.333333333333, 7776000000, 2592000000"})
    void shouldRoundAShareOfAWholeUp(String share, long whole, long expected) {
        assertThat(Ratio.of(share).timesRoundedUp(whole)).isEqualTo(expected);
    }

    private static final long SEED = 20_261_124;
    private static final int DRAWS = 100_000;

    @Test
    void shouldCompareExactlyLikeBigIntegers() {
        SplittableRandom random = new SplittableRandom(SEED);

        for (int draw = 0; draw < DRAWS; draw++) {
            Ratio ratio = new Ratio(anyLong(random), Math.max(1, anyLong(random)));
            long part = anyLong(random);
            long whole = anyLong(random);

            assertThat(ratio.isExceededBy(part, whole))
                    .as("seed %d, draw %d: %d of %d against %s", SEED, draw, part, whole, ratio)
                    .isEqualTo(big(part)
                                    .multiply(big(ratio.denominator()))
                                    .compareTo(big(ratio.numerator()).multiply(big(whole)))
                            > 0);
        }
    }

    @Test
    void shouldTellNeighboursOfEqualityApartAtTheEndOfTheRange() {
        SplittableRandom random = new SplittableRandom(SEED);

        for (int draw = 0; draw < DRAWS; draw++) {
            long denominator = random.nextLong(2, 1_000_000);
            long numerator = random.nextLong(1, denominator);
            Ratio ratio = new Ratio(numerator, denominator);
            long times = Long.MAX_VALUE / ratio.denominator();
            long whole = times * ratio.denominator();
            long part = times * ratio.numerator();

            assertThat(ratio.isExceededBy(part, whole))
                    .as("seed %d, draw %d: equality of %d/%d and %s", SEED, draw, part, whole, ratio)
                    .isFalse();
            assertThat(ratio.isExceededBy(part + 1, whole))
                    .as("seed %d, draw %d: one more than %d/%d", SEED, draw, part, whole)
                    .isTrue();
            assertThat(ratio.isExceededBy(part, whole - 1))
                    .as("seed %d, draw %d: %d of one less than %d", SEED, draw, part, whole)
                    .isTrue();
        }
    }

    @Test
    void shouldNotBeExceededByNothingOfNothing() {
        assertThat(Ratio.ZERO.isExceededBy(0, 0)).isFalse();
        assertThat(Ratio.of("0.15").isExceededBy(0, 0)).isFalse();
    }

    @Test
    void shouldBeExceededByTheFirstBadEventWhenZero() {
        assertThat(Ratio.ZERO.isExceededBy(0, Long.MAX_VALUE)).isFalse();
        assertThat(Ratio.ZERO.isExceededBy(1, Long.MAX_VALUE)).isTrue();
    }

    @Test
    void shouldNeverBeExceededWhenOne() {
        assertThat(Ratio.ONE.isExceededBy(Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0.85, 17, 20",
        "0.999, 999, 1000",
        "14.4, 72, 5",
        "1, 1, 1",
        "1.000, 1, 1",
        "0, 0, 1",
        "0.000, 0, 1",
        "1e3, 1000, 1",
        "1e-3, 1, 1000",
        "0.000000000000000001, 1, 1000000000000000000"
    })
    void shouldReadDecimalsExactly(String decimal, long numerator, long denominator) {
        Ratio ratio = Ratio.of(decimal);

        assertThat(ratio.numerator()).isEqualTo(numerator);
        assertThat(ratio.denominator()).isEqualTo(denominator);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0000000000000000001",
                "9223372036854775808",
                "1e400",
                "1e-400",
                "1e1999999999",
                "1e-200000000",
                "1e-1999999999",
            })
    @Timeout(5)
    void shouldRefuseDecimalsThatDoNotFit(String decimal) {
        assertThatThrownBy(() -> Ratio.of(decimal)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "1, 0", "1, -1", "0, 0", "-9223372036854775808, 1", "1, -9223372036854775808"})
    void shouldRefuseWhatIsNoNonNegativeFraction(long numerator, long denominator) {
        assertThatThrownBy(() -> new Ratio(numerator, denominator))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(numerator + "/" + denominator);
    }

    @Test
    void shouldRefuseNegativeDecimalsAndWords() {
        assertThatThrownBy(() -> Ratio.of("-0.1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ratio.of("much")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void shouldStandInLowestTermsSoThatEqualFractionsAreEqual() {
        assertThat(new Ratio(50, 100)).isEqualTo(new Ratio(1, 2)).hasToString("1/2");
        assertThat(new Ratio(0, Long.MAX_VALUE)).isEqualTo(Ratio.ZERO);
        assertThat(new Ratio(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Ratio.ONE);
    }

    @Test
    void shouldComplementToOne() {
        assertThat(Ratio.of("0.999").complement()).isEqualTo(new Ratio(1, 1000));
        assertThat(Ratio.ZERO.complement()).isEqualTo(Ratio.ONE);
        assertThat(Ratio.ONE.complement()).isEqualTo(Ratio.ZERO);
        assertThatThrownBy(() -> Ratio.of("1.1").complement()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldMultiplyAndDivideExactly() {
        Ratio rate = Ratio.of("14.4");
        Ratio budget = Ratio.of("0.001");

        assertThat(rate.times(budget)).isEqualTo(new Ratio(9, 625));
        assertThat(rate.times(budget).dividedBy(budget)).isEqualTo(rate);
        assertThat(Ratio.ZERO.times(rate)).isEqualTo(Ratio.ZERO);
        assertThat(Ratio.ZERO.dividedBy(rate)).isEqualTo(Ratio.ZERO);
    }

    @Test
    void shouldReduceBeforeAskingWhetherAProductFits() {
        Ratio large = new Ratio(Long.MAX_VALUE, 2);
        Ratio small = new Ratio(2, Long.MAX_VALUE);

        assertThat(large.times(small)).isEqualTo(Ratio.ONE);
        assertThat(large.dividedBy(large)).isEqualTo(Ratio.ONE);
    }

    @Test
    void shouldRefuseProductsThatDoNotFitAndDivisionByZero() {
        Ratio large = new Ratio(Long.MAX_VALUE, 2);

        assertThatThrownBy(() -> large.times(large)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Ratio.ONE.dividedBy(Ratio.ZERO)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldRoundBurnRatesToTheNearestDouble() {
        SplittableRandom random = new SplittableRandom(SEED);
        MathContext generous = new MathContext(80);

        for (int draw = 0; draw < 20_000; draw++) {
            long denominator = random.nextLong(2, 1_000_000);
            Ratio budget = new Ratio(random.nextLong(1, denominator), denominator);
            long total = random.nextLong(1, 1L << random.nextInt(1, 62));
            long bad = random.nextLong(0, total + 1);

            BigDecimal exact = new BigDecimal(big(bad).multiply(big(budget.denominator())))
                    .divide(new BigDecimal(big(total).multiply(big(budget.numerator()))), generous);
            assertThat(budget.burnRate(bad, total))
                    .as("seed %d, draw %d: %d of %d at budget %s", SEED, draw, bad, total, budget)
                    .isEqualTo(Double.parseDouble(exact.toString()));
        }
    }

    @Test
    void shouldHaveNoBurnRateWithoutEvents() {
        assertThat(Ratio.of("0.001").burnRate(0, 0)).isNaN();
        assertThat(Ratio.of("0.001").burnRate(0, 7)).isZero();
        assertThat(Ratio.of("0.001").burnRate(7, 7)).isEqualTo(1000.0);
        assertThat(Ratio.of("0.95").complement().burnRate(3, 20)).isEqualTo(3.0);
    }

    @Test
    void shouldOrderByValue() {
        List<Ratio> ordered = List.of(
                Ratio.ZERO,
                new Ratio(1, Long.MAX_VALUE),
                Ratio.of("0.3"),
                new Ratio(1, 3),
                Ratio.ONE,
                Ratio.of("14.4"));

        List<Ratio> shuffled = new ArrayList<>(ordered);
        Collections.reverse(shuffled);
        Collections.sort(shuffled);

        assertThat(shuffled).isEqualTo(ordered);
        assertThat(Ratio.of("0.3").toDouble()).isEqualTo(0.3);
    }

    /** Any non-negative long, of any magnitude, often near the greatest. */
    private static long anyLong(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Long.MAX_VALUE - random.nextInt(100);
            case 1 -> random.nextInt(10);
            default -> random.nextLong() >>> random.nextInt(1, 64);
        };
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}

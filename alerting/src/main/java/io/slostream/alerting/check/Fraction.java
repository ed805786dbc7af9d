// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.check;

import io.slostream.alerting.budget.Ratio;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A non-negative fraction of any size. A limit times a window in milliseconds can need more than the 64 bits that
 * {@link Ratio} has for thresholds.
 */
record Fraction(BigInteger numerator, BigInteger denominator) {
    private static final int SHARE_DECIMALS = 12;

    static Fraction of(long value) {
        return new Fraction(BigInteger.valueOf(value), BigInteger.ONE);
    }

    static Fraction of(Ratio ratio) {
        return new Fraction(BigInteger.valueOf(ratio.numerator()), BigInteger.valueOf(ratio.denominator()));
    }

    Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    Fraction dividedBy(Fraction other) {
        return new Fraction(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /** Greatest whole number at most this. */
    long floor() {
        return numerator.divide(denominator).longValueExact();
    }

    /** Least whole number at least this. */
    long ceiling() {
        return numerator
                .add(denominator)
                .subtract(BigInteger.ONE)
                .divide(denominator)
                .longValueExact();
    }

    boolean isAtLeast(Fraction other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator)) >= 0;
    }

    /** Rounded once, to twelve decimals, without trailing zeros. */
    BigDecimal toDecimal() {
        BigDecimal value = new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), SHARE_DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }
}

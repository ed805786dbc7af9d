// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.budget;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An exact non-negative fraction in lowest terms. Thresholds are fractions so that a comparison with counted events
 * is a cross-multiplication of integers and never a rounding.
 *
 * @param numerator 0 or more
 * @param denominator 1 or more
 */
public record Ratio(long numerator, long denominator) implements Comparable<Ratio> {
    public static final Ratio ZERO = new Ratio(0, 1);
    public static final Ratio ONE = new Ratio(1, 1);

    /** The greatest power of ten that is a long. */
    private static final int MAX_DECIMALS = 18;

    /**
     * @throws IllegalArgumentException when the numerator is negative or the denominator not positive
     */
    public Ratio {
        if (numerator < 0 || denominator <= 0) {
            throw new IllegalArgumentException("not a non-negative fraction: " + numerator + "/" + denominator);
        }
        long divisor = BigInteger.valueOf(numerator)
                .gcd(BigInteger.valueOf(denominator))
                .longValueExact();
        numerator /= divisor;
        denominator /= divisor;
    }

    /**
     * The fraction that a decimal literal means, for example 0.85 → 17/20.
     *
     * @throws ArithmeticException when it has more than 18 decimals or does not fit into 64 bits
     */
    public static Ratio of(BigDecimal decimal) {
        BigDecimal plain = decimal.stripTrailingZeros();
        if (plain.scale() > MAX_DECIMALS) {
            // Asked before 10^scale is formed: for the eleven characters of 1e-99999999 that would take minutes.
            throw new ArithmeticException("more than " + MAX_DECIMALS + " decimals");
        }
        return plain.scale() <= 0
                ? new Ratio(plain.longValueExact(), 1)
                : new Ratio(
                        plain.unscaledValue().longValueExact(),
                        BigInteger.TEN.pow(plain.scale()).longValueExact());
    }

    /** The fraction that a decimal literal means. */
    public static Ratio of(String decimal) {
        return of(new BigDecimal(decimal));
    }

    /** 1 − this; this must be at most 1. */
    public Ratio complement() {
        return new Ratio(denominator - numerator, denominator);
    }

    /**
     * The exact product.
     *
     * @throws ArithmeticException when it does not fit into 64 bits a side
     */
    public Ratio times(Ratio other) {
        return reduced(
                big(numerator).multiply(big(other.numerator)), big(denominator).multiply(big(other.denominator)));
    }

    /**
     * The exact quotient; the divisor must be positive.
     *
     * @throws ArithmeticException when it does not fit into 64 bits a side
     */
    public Ratio dividedBy(Ratio other) {
        return reduced(
                big(numerator).multiply(big(other.denominator)),
                big(denominator).multiply(big(other.numerator)));
    }

    /**
     * Whether {@code part ÷ whole > this}, exactly, for counts of 0 or more: {@code part × denominator > numerator ×
     * whole} in 128 bits. False when {@code whole} is 0; the caller asks for that case first.
     */
    public boolean isExceededBy(long part, long whole) {
        long leftHigh = Math.multiplyHigh(part, denominator);
        long rightHigh = Math.multiplyHigh(numerator, whole);
        if (leftHigh != rightHigh) {
            return leftHigh > rightHigh;
        }
        return Long.compareUnsigned(part * denominator, numerator * whole) > 0;
    }

    /**
     * The least whole number that is at least this × whole.
     *
     * @throws ArithmeticException when it does not fit into 64 bits
     */
    public long timesRoundedUp(long whole) {
        return big(numerator)
                .multiply(big(whole))
                .add(big(denominator - 1))
                .divide(big(denominator))
                .longValueExact();
    }

    /** The nearest double, rounded once. */
    public double toDouble() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), MathContext.DECIMAL128)
                .doubleValue();
    }

    /**
     * Burn rate {@code (bad ÷ total) ÷ this}, where this is the error budget 1 − objective, rounded once from the exact
     * fraction; NaN when {@code total} is 0.
     */
    public double burnRate(long bad, long total) {
        if (total == 0) {
            return Double.NaN;
        }
        BigDecimal consumed = new BigDecimal(big(bad).multiply(big(denominator)));
        return consumed.divide(new BigDecimal(big(total).multiply(big(numerator))), MathContext.DECIMAL128)
                .doubleValue();
    }

    @Override
    public int compareTo(Ratio other) {
        return big(numerator)
                .multiply(big(other.denominator))
                .compareTo(big(other.numerator).multiply(big(denominator)));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }

    private static Ratio reduced(BigInteger numerator, BigInteger denominator) {
        BigInteger divisor = numerator.gcd(denominator);
        return new Ratio(
                numerator.divide(divisor).longValueExact(),
                denominator.divide(divisor).longValueExact());
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}

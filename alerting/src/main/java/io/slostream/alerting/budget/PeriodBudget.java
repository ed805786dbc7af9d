// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.budget;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The error budget of a period: of the events counted in it, the share that may be bad. Exact in integers; each derived
 * number is rounded once.
 *
 * @param share share of events that may be bad, 1 − objective, in (0, 1)
 * @param periodMs length of the rolling period, milliseconds
 */
public record PeriodBudget(Ratio share, long periodMs) {
    private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);

    /**
     * Share of the budget that is left: {@code 1 − bad ÷ (total × share)}; 1 at most, negative when overspent.
     *
     * @param bad bad events of the period
     * @param total events of the period
     * @return empty when {@code total} is 0: a period without events has no budget to speak of
     */
    public OptionalDouble remaining(long bad, long total) {
        if (total == 0) {
            return OptionalDouble.empty();
        }
        BigDecimal left = new BigDecimal(leftTimesTotal(bad, total));
        return OptionalDouble.of(left.divide(new BigDecimal(allowed(total)), MathContext.DECIMAL128)
                .doubleValue());
    }

    /**
     * How long what is left lasts if the burn rate stays: {@code remaining × period ÷ burn rate}, since a burn rate of 1
     * spends the whole budget in one period. Whole milliseconds, rounded down; 0 when the budget is spent or overspent.
     *
     * @param bad bad events of the period
     * @param total events of the period
     * @param presentBad bad events of the window that says how fast the budget burns at present
     * @param presentTotal events of that window
     * @return empty when that window has no bad events, so that nothing is being spent, or the period has no events
     */
    public OptionalLong exhaustionMs(long bad, long total, long presentBad, long presentTotal) {
        if (total == 0 || presentTotal == 0 || presentBad == 0) {
            return OptionalLong.empty();
        }
        BigInteger left = leftTimesTotal(bad, total);
        if (left.signum() <= 0) {
            return OptionalLong.of(0);
        }
        // With s = n/d:  (left / (total·n)) · period ÷ (presentBad·d / (presentTotal·n)); n cancels.
        BigInteger numerator = left.multiply(big(periodMs)).multiply(big(presentTotal));
        BigInteger denominator = big(total).multiply(big(presentBad)).multiply(big(share.denominator()));
        return OptionalLong.of(numerator.divide(denominator).min(LONGEST).longValueExact());
    }

    private BigInteger leftTimesTotal(long bad, long total) {
        return allowed(total).subtract(big(bad).multiply(big(share.denominator())));
    }

    /** Bad events that the budget allows, times the denominator of the share. */
    private BigInteger allowed(long total) {
        return big(total).multiply(big(share.numerator()));
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}

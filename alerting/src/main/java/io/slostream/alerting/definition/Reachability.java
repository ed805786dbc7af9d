// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.yaml.YamlValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Refuses burn rates that an objective can never reach. With every event bad an SLO burns at 1 ÷ (1 − objective), and
 * a tier fires strictly above its rate: a 90 % target never burns faster than 10, so 14.4 would be silent for ever.
 */
final class Reachability {
    private Reachability() {}

    /** Whether an explicit tier can fire; reports it at its rate when not. */
    static boolean checkTier(YamlValue rate, BurnTier tier, Ratio objective) {
        if (isTooLong(tier, objective)) {
            rate.error(
                    "rate × (1 − objective) has too many digits to be compared exactly",
                    "write rate and objective with fewer digits");
            return false;
        }
        if (isReachable(tier, objective)) {
            return true;
        }
        rate.error(
                neverBurns(objective) + ", so a tier at " + decimal(tier.rate()) + " can never fire",
                "write a rate of " + decimal(nearestRate(objective)) + " or less, or an objective of "
                        + nearestObjective(tier.rate()) + " or more");
        return false;
    }

    /** Whether every tier of a preset can fire; reports those that cannot, with tiers that can. */
    static boolean checkPreset(YamlValue place, String preset, List<BurnTier> tiers, Ratio objective) {
        if (tiers.stream().anyMatch(tier -> isTooLong(tier, objective))) {
            place.error(
                    "rate × (1 − objective) has too many digits to be compared exactly",
                    "write objective and period with fewer digits");
            return false;
        }
        List<String> unreachable = new ArrayList<>();
        List<String> explicit = new ArrayList<>();
        Ratio greatest = Ratio.ZERO;
        for (BurnTier tier : tiers) {
            Ratio rate = tier.rate();
            if (!isReachable(tier, objective)) {
                unreachable.add(word(tier) + " " + tier.windows() + " at " + decimal(rate));
                greatest = greatest.compareTo(rate) < 0 ? rate : greatest;
                rate = nearestRate(objective);
            }
            explicit.add("{ long: " + Durations.format(tier.longMs()) + ", short: " + Durations.format(tier.shortMs())
                    + ", rate: " + decimal(rate) + ", severity: " + word(tier) + " }");
        }
        if (unreachable.isEmpty()) {
            return true;
        }
        place.error(
                neverBurns(objective) + ", so of " + preset + " these tiers can never fire: "
                        + String.join(", ", unreachable),
                "write { tiers: [ " + String.join(", ", explicit) + " ] }, or an objective of "
                        + nearestObjective(greatest) + " or more");
        return false;
    }

    private static String neverBurns(Ratio objective) {
        return "an objective of " + exact(objective) + " never burns faster than "
                + decimal(Ratio.ONE.dividedBy(objective.complement()));
    }

    private static boolean isReachable(BurnTier tier, Ratio objective) {
        return tier.rate().times(objective.complement()).compareTo(Ratio.ONE) < 0;
    }

    private static boolean isTooLong(BurnTier tier, Ratio objective) {
        try {
            tier.rate().times(objective.complement());
            return false;
        } catch (ArithmeticException e) {
            return true;
        }
    }

    /** Largest rate with one decimal strictly below 1 ÷ (1 − objective); at least 1. */
    static Ratio nearestRate(Ratio objective) {
        Ratio budget = objective.complement();
        BigInteger tenfold = BigInteger.valueOf(budget.denominator()).multiply(BigInteger.TEN);
        BigInteger divisor = BigInteger.valueOf(budget.numerator());
        // Strictly below: the ceiling less one.
        BigInteger tenths =
                tenfold.add(divisor).subtract(BigInteger.ONE).divide(divisor).subtract(BigInteger.ONE);
        return new Ratio(tenths.longValueExact(), 10);
    }

    /** Smallest objective of four decimals, or as many as it takes, strictly above 1 − 1 ÷ rate. */
    static String nearestObjective(Ratio rate) {
        BigDecimal budget = new BigDecimal(rate.denominator());
        for (int decimals = 4; ; decimals++) {
            BigDecimal step = BigDecimal.ONE.movePointLeft(decimals);
            BigDecimal share = budget.divide(new BigDecimal(rate.numerator()), decimals, RoundingMode.CEILING)
                    .subtract(step);
            if (share.signum() > 0) {
                return BigDecimal.ONE.subtract(share).stripTrailingZeros().toPlainString();
            }
        }
    }

    /** A fraction that was written as a decimal of at most twelve digits. */
    private static String exact(Ratio ratio) {
        return new BigDecimal(ratio.numerator())
                .divide(new BigDecimal(ratio.denominator()), YamlValue.MAX_DECIMAL_DIGITS, RoundingMode.DOWN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** At most four decimals, rounded down so that a rate shown is never above the exact one. */
    private static String decimal(Ratio ratio) {
        BigDecimal value =
                new BigDecimal(ratio.numerator()).divide(new BigDecimal(ratio.denominator()), 12, RoundingMode.DOWN);
        BigDecimal shown = value.setScale(4, RoundingMode.DOWN);
        return (shown.signum() == 0 ? value : shown).stripTrailingZeros().toPlainString();
    }

    private static String word(BurnTier tier) {
        return tier.severity().name().toLowerCase(Locale.ROOT);
    }
}

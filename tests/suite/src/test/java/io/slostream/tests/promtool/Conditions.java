// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import io.slostream.testkit.oracle.OracleAlert;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Every condition that the two judges are compared on: ratio bounds and burn pairs, one minute to six hours. */
final class Conditions {
    /** The share that burns at rate 1 is 0.05. */
    static final BigDecimal OBJECTIVE = new BigDecimal("0.95");

    /** All bounds over all windows, and all pairs of windows at all rates. */
    static final List<OracleAlert.Tier> ALL = all();

    private static final long MINUTE = 60_000;

    private Conditions() {}

    private static List<OracleAlert.Tier> all() {
        long[] windows = {1, 2, 5, 10, 15, 30, 60, 90, 120, 360};
        List<OracleAlert.Tier> all = new ArrayList<>();
        for (int longer = 0; longer < windows.length; longer++) {
            for (String below : List.of("0.5", "0.85", "0.95", "1")) {
                all.add(tier(List.of(windows[longer] * MINUTE), null, new BigDecimal(below)));
            }
            for (int shorter = 0; shorter < longer; shorter++) {
                for (String rate : List.of("1", "3", "6", "14.4")) {
                    List<Long> pair = List.of(windows[longer] * MINUTE, windows[shorter] * MINUTE);
                    all.add(tier(pair, new BigDecimal(rate), null));
                }
            }
        }
        return List.copyOf(all);
    }

    private static OracleAlert.Tier tier(List<Long> windows, BigDecimal rate, BigDecimal below) {
        return new OracleAlert.Tier("page", windows, rate, below);
    }

    /** The bad ratio that each window must exceed. */
    static BigDecimal limit(OracleAlert.Tier tier) {
        BigDecimal limit = tier.below() != null
                ? BigDecimal.ONE.subtract(tier.below())
                : tier.rate().multiply(BigDecimal.ONE.subtract(OBJECTIVE));
        return limit.stripTrailingZeros();
    }
}

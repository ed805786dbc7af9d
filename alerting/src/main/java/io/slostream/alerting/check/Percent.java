// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.check;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Shares as a person reads them. */
public final class Percent {
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private Percent() {}

    /**
     * A share as a percentage of three significant digits, {@code 0.069444} as {@code 6.94 %}.
     *
     * @param share 0 or more; 1 is 100 %
     */
    public static String of(BigDecimal share) {
        return share.movePointRight(2).round(THREE_DIGITS).stripTrailingZeros().toPlainString() + " %";
    }
}

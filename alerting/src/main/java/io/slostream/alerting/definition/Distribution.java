// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import java.util.List;

/**
 * Quantiles that an SLO shows beside its counts. They are for people: whether the objective is met is counted, never
 * read off a quantile. Values are those of the events that the SLI counts; an event without the quantity has none.
 *
 * @param quantity what is distributed
 * @param overMs length of the rolling window, milliseconds, a multiple of the pane, at most {@link #LONGEST_MS}
 * @param quantiles ascending, each above 0 and below 1; 1 to {@link #MAX_QUANTILES}
 */
public record Distribution(Quantity quantity, long overMs, List<Ratio> quantiles) {
    /** A sketch is a thousand times as large as two counts, and a window of a day holds 144 of them for each series. */
    public static final long LONGEST_MS = 24L * 3_600_000;

    /** How many quantiles one distribution may ask for. */
    public static final int MAX_QUANTILES = 5;

    public Distribution {
        quantiles = List.copyOf(quantiles);
    }

    /** The window that the values lie in. */
    public Window window() {
        return Window.of(overMs);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import java.util.List;
import java.util.Optional;

/**
 * One condition of an alert with its severity: every bound must be exceeded. A ratio bound has one bound, a burn tier
 * two (long window first, then short) with the same limit {@code rate × (1 − objective)}.
 *
 * @param severity severity while this tier is the greatest one firing
 * @param rate the burn rate that the bounds stand for, empty for a ratio bound
 * @param bounds one or more
 */
public record Tier(Severity severity, Optional<Ratio> rate, List<Bound> bounds) {

    public Tier {
        bounds = List.copyOf(bounds);
    }

    /**
     * {@code bad ÷ total > limit} over a window, strictly. A pass-rate bound {@code below: 0.85} is the limit 3/20.
     *
     * @param window the window
     * @param limit greatest bad ratio that does not exceed the bound, in [0, 1)
     */
    public record Bound(Window window, Ratio limit) {

        /** A bound over a rolling window of this length in milliseconds, a multiple of the pane. */
        public Bound(long windowMs, Ratio limit) {
            this(Window.of(windowMs), limit);
        }

        /** Length of the window in milliseconds; of a calendar month the nominal one. */
        public long windowMs() {
            return window.nominalMs();
        }
    }
}

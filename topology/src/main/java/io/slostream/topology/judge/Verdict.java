// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.state.AlertTransition;
import java.util.List;

/**
 * A transition of one alert with the counts that led to it; what becomes a record of {@code slo.transitions.v1}, and of
 * {@code slo.alerts.v1} when it fires, changes severity or resolves.
 *
 * @param key which alert
 * @param transition what happened, at which boundary
 * @param windows the windows that the alert looks at, in the order of its tiers
 */
public record Verdict(AlertKey key, AlertTransition transition, List<Reading> windows) {

    public Verdict {
        windows = List.copyOf(windows);
    }

    /**
     * One window at the boundary.
     *
     * @param windowMs length, milliseconds
     * @param good good events
     * @param total all events
     * @param errorBudget 1 − objective
     */
    public record Reading(long windowMs, long good, long total, Ratio errorBudget) {

        /** Bad ratio ÷ error budget, rounded once from the exact fraction; NaN when the window has no events. */
        public double burnRate() {
            return errorBudget.burnRate(total - good, total);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.Standing;
import io.slostream.topology.BadEvent;
import java.util.List;
import java.util.Optional;

/**
 * A transition of one alert with the counts that led to it; what becomes a record of {@code slo.transitions.v1}, and of
 * {@code slo.alerts.v1} when it fires, changes severity or resolves.
 *
 * @param key which alert
 * @param transition what happened, at which boundary
 * @param before where the alert stood until then
 * @param windows the windows that the alert looks at, in the order of its tiers
 * @param present the SLO's shortest window, which says how fast the budget burns at present
 * @param period the SLO's period, whose events make the budget
 * @param evidence the greatest bad events of the alert's longest window, greatest first
 */
public record Verdict(
        AlertKey key,
        AlertTransition transition,
        Standing before,
        List<Reading> windows,
        Reading present,
        Reading period,
        List<BadEvent> evidence) {

    public Verdict {
        windows = List.copyOf(windows);
        evidence = List.copyOf(evidence);
    }

    /**
     * One window at the boundary.
     *
     * @param window which window
     * @param good good events
     * @param total all events
     * @param errorBudget 1 − objective; empty where there is no budget of events
     * @param coveredMs milliseconds of the window in which the series was being counted
     * @param lengthMs milliseconds from the window's old edge to the boundary, its length or up to a pane more
     */
    public record Reading(
            Window window, long good, long total, Optional<Ratio> errorBudget, long coveredMs, long lengthMs) {

        /** Length by name, milliseconds; of a calendar month the nominal one. */
        public long windowMs() {
            return window.nominalMs();
        }

        /** Bad events. */
        public long bad() {
            return total - good;
        }

        /** Bad ratio ÷ error budget, rounded once from the exact fraction; NaN when the window has no events, or no budget. */
        public double burnRate() {
            return errorBudget
                    .map(budget -> budget.burnRate(total - good, total))
                    .orElse(Double.NaN);
        }

        /** Share of the window in which the series was being counted, in [0, 1], rounded once. */
        public double coverage() {
            return new Ratio(coveredMs, lengthMs).toDouble();
        }
    }
}

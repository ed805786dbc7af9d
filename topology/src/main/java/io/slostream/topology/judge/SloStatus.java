// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.state.Standing;
import io.slostream.topology.Exclusion;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one SLO of one group stands at a boundary; what becomes a record of {@code slo.summaries.v1}. A function of the
 * series and the boundary.
 *
 * @param slo SLO name
 * @param group specialist, or the group of all others
 * @param atMs the boundary, epoch milliseconds
 * @param windows every window of the SLO, shortest first, the period last
 * @param alerts the SLO's alerts as defined, possibly none
 * @param quantiles those that the SLO shows, ascending, possibly none
 * @param excludedEvents what exclusions leave out of the period
 * @param exclusions those that mask a part of some window, in the order in which they arrived
 */
public record SloStatus(
        String slo,
        String group,
        long atMs,
        List<Verdict.Reading> windows,
        List<AlertStatus> alerts,
        List<QuantileReading> quantiles,
        long excludedEvents,
        List<Exclusion> exclusions) {

    /** An SLO that shows no quantiles and has no exclusions. */
    public SloStatus(String slo, String group, long atMs, List<Verdict.Reading> windows, List<AlertStatus> alerts) {
        this(slo, group, atMs, windows, alerts, List.of(), 0, List.of());
    }

    /**
     * One alert of the SLO.
     *
     * @param alert alert name
     * @param standing where it stands
     * @param severity greatest severity firing, empty unless firing
     * @param sinceMs boundary from which it stands so, epoch milliseconds; {@link
     *     io.slostream.alerting.state.TierState#NEVER} when it never stood otherwise
     */
    public record AlertStatus(String alert, Standing standing, Optional<Severity> severity, long sinceMs) {}

    /**
     * One quantile of one quantity over one window, by nearest rank.
     *
     * @param field name of the quantity
     * @param window the window
     * @param quantile above 0 and below 1
     * @param value in the quantity's unit, within {@link
     *     io.slostream.topology.sketch.ValueBuckets#RELATIVE_ERROR}; empty without values
     * @param count how many values the window has
     */
    public record QuantileReading(String field, Window window, Ratio quantile, OptionalDouble value, long count) {}

    public SloStatus {
        windows = List.copyOf(windows);
        alerts = List.copyOf(alerts);
        quantiles = List.copyOf(quantiles);
        exclusions = List.copyOf(exclusions);
    }

    /**
     * The worst standing among the alerts; when none is pending or fires, {@link Standing#NO_DATA} if the shortest
     * window has no events.
     */
    public Standing standing() {
        Standing worst = windows.get(0).total() == 0 ? Standing.NO_DATA : Standing.INACTIVE;
        for (AlertStatus alert : alerts) {
            worst = alert.standing().compareTo(worst) > 0 ? alert.standing() : worst;
        }
        return worst;
    }

    /** Greatest severity firing. */
    public Optional<Severity> severity() {
        return alerts.stream().flatMap(alert -> alert.severity().stream()).max(Comparator.naturalOrder());
    }
}

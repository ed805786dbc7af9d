// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.state.TierState.NEVER;

import io.slostream.alerting.definition.Severity;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where one alert stands: its tiers' machines and what they fold into.
 *
 * @param tiers one state a tier, in the order of the definition
 * @param startedAtMs when the first tier that fired began (pending: the first tier that is pending), or unset
 * @param firedAtMs when the first tier fired, unset unless firing
 * @param severity greatest severity firing, empty unless firing
 * @param noDataReported whether the present stretch without data has been written to the transitions
 * @param suppressedReported whether the present run of suppressed decisions has been written to the transitions
 */
public record AlertState(
        List<TierState> tiers,
        long startedAtMs,
        long firedAtMs,
        Optional<Severity> severity,
        boolean noDataReported,
        boolean suppressedReported) {

    public AlertState {
        tiers = List.copyOf(tiers);
    }

    /** The state of an alert that was never judged. */
    public static AlertState initial(int tierCount) {
        return new AlertState(
                Collections.nCopies(tierCount, TierState.INACTIVE), NEVER, NEVER, Optional.empty(), false, false);
    }

    /** The greatest phase of the tiers. */
    public Phase phase() {
        Phase greatest = Phase.INACTIVE;
        for (TierState tier : tiers) {
            if (tier.phase().compareTo(greatest) > 0) {
                greatest = tier.phase();
            }
        }
        return greatest;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.state.TierState.NEVER;

import io.slostream.alerting.definition.Severity;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where one alert stands: its tiers' machines and what was told of them. The two agree after every evaluation; between an
 * {@linkplain Adoption adoption} and the evaluation that follows it, what was told is still that of the old definition.
 *
 * @param tiers one state a tier, in the order of the definition
 * @param silence the machine of {@code noData: { alertAfter: … }}, whose condition is that the alert has no data and whose
 *     hold is the delay; inactive under any other policy
 * @param startedAtMs when the first tier that fired began (pending: the first tier that is pending), or unset
 * @param firedAtMs when the first tier fired, unset unless firing
 * @param severity greatest severity firing, empty unless firing
 * @param noDataReported whether the present stretch without data has been written to the transitions
 * @param suppressedReported whether the present run of suppressed decisions has been written to the transitions
 */
public record AlertState(
        List<TierState> tiers,
        TierState silence,
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
                Collections.nCopies(tierCount, TierState.INACTIVE),
                TierState.INACTIVE,
                NEVER,
                NEVER,
                Optional.empty(),
                false,
                false);
    }

    /** The phase that was told: the greatest one of the tiers; silence counts once it fires. */
    public Phase phase() {
        if (firedAtMs != NEVER) {
            return Phase.FIRING;
        }
        return startedAtMs == NEVER ? Phase.INACTIVE : Phase.PENDING;
    }
}

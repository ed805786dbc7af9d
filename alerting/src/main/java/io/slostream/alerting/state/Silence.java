// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.judge.Condition;

/**
 * No data as a condition of its own, for {@code noData: { alertAfter: … }}. It is judged and timed like a tier: met while
 * the alert has no data and a tier without data is covered, its hold the delay, and {@code keepFiringFor} after it.
 */
final class Silence {
    private Silence() {}

    /** The state after one evaluation; the parameters are those of {@link TierMachine#next}. */
    static TierState next(
            AlertDefinition alert, TierState state, Condition[] conditions, long boundaryMs, long intervalMs) {
        return alert.noData() instanceof AlertAfter policy
                ? TierMachine.next(alert, policy.delayMs(), state, condition(conditions), boundaryMs, intervalMs)
                : TierState.INACTIVE;
    }

    /**
     * Whether the alert has no data, as a tier's condition: not met while a tier is met or no tier is without data
     * (three-valued "or"); uncovered when each tier without data is.
     */
    static Condition condition(Condition[] conditions) {
        Condition silence = Condition.NOT_MET;
        for (Condition condition : conditions) {
            if (condition.isMet()) {
                return Condition.NOT_MET;
            } else if (condition == Condition.NO_DATA) {
                silence = Condition.MET;
            } else if (condition == Condition.NO_DATA_UNCOVERED && silence == Condition.NOT_MET) {
                silence = Condition.MET_UNCOVERED;
            }
        }
        return silence;
    }
}

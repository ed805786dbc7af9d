// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.state.AlertTransition.Reason;
import java.util.List;

/**
 * What the machines of an alert say together at one boundary.
 *
 * @param phase the greatest phase of its carriers
 * @param severity greatest severity of the carriers in {@code phase}
 * @param noData a tier has no data and none is met
 * @param suppressed the greatest suppressed tier's condition while the alert is inactive, else null
 * @param startReason why the alert fires, if it does
 * @param endReason why the alert fell from the phase in which it was before, null if it did not
 */
record Findings(
        Phase phase,
        Severity severity,
        boolean noData,
        Condition suppressed,
        Severity suppressedSeverity,
        Reason startReason,
        Reason endReason) {
    /** When several carriers end together, the first of these is named. */
    private static final List<Reason> ENDS =
            List.of(Reason.NO_DATA, Reason.COVERAGE, Reason.REDEFINED, Reason.RECOVERED, Reason.DATA_BACK);

    static Findings of(
            AlertDefinition alert,
            Condition[] conditions,
            AlertState before,
            List<TierState> tiers,
            TierState silence) {
        Carriers carriers = Carriers.of(alert, tiers, silence);
        Phase phase = carriers.phase();
        Condition suppressed = null;
        Severity suppressedSeverity = Severity.TICKET;
        for (int tier = 0; tier < conditions.length && phase == Phase.INACTIVE; tier++) {
            Severity severity = alert.tiers().get(tier).severity();
            if (conditions[tier].isSuppressed() && (suppressed == null || severity.compareTo(suppressedSeverity) > 0)) {
                suppressed = conditions[tier];
                suppressedSeverity = severity;
            }
        }
        boolean noData = Silence.condition(conditions) != Condition.NOT_MET;
        return new Findings(
                phase,
                carriers.severity(phase),
                noData,
                suppressed,
                suppressedSeverity,
                // A tier fires on a condition that is met, silence while none is.
                noData ? Reason.NO_DATA : Reason.CONDITION,
                phase.compareTo(before.phase()) < 0 ? endReason(conditions, before, tiers, silence) : null);
    }

    /** What ended those that carried the alert; what the others lack has no part in it. */
    private static Reason endReason(
            Condition[] conditions, AlertState before, List<TierState> tiers, TierState silence) {
        Phase carrying = before.phase();
        int first = ENDS.size();
        for (int tier = 0; tier < conditions.length; tier++) {
            if (before.tiers().get(tier).phase() == carrying && tiers.get(tier).phase() != carrying) {
                first = Math.min(first, ENDS.indexOf(endReason(conditions[tier], tiers.get(tier))));
            }
        }
        if (carrying == Phase.FIRING && before.silence().phase() == Phase.FIRING && silence.phase() != Phase.FIRING) {
            first = Math.min(first, ENDS.indexOf(Reason.DATA_BACK));
        }
        // Nothing that carries it ended now, so what carried it was taken away.
        return first == ENDS.size() ? Reason.REDEFINED : ENDS.get(first);
    }

    private static Reason endReason(Condition condition, TierState after) {
        if (condition.isWithoutData()) {
            return Reason.NO_DATA;
        } else if (condition == Condition.MET_UNCOVERED) {
            return Reason.COVERAGE;
        }
        // From firing back to pending leads only a hold that was lengthened.
        return after.phase() == Phase.PENDING ? Reason.REDEFINED : Reason.RECOVERED;
    }
}

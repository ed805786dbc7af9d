// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.definition.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * The machines that carry an alert: its tiers, and silence once that fires. The alert is in the greatest of their phases.
 *
 * @param alert gives each of them its severity
 * @param states the tiers in the order of the definition, then silence, if it fires
 */
record Carriers(AlertDefinition alert, List<TierState> states) {

    static Carriers of(AlertDefinition alert, List<TierState> tiers, TierState silence) {
        if (silence.phase() != Phase.FIRING) {
            return new Carriers(alert, tiers);
        }
        List<TierState> states = new ArrayList<>(tiers);
        states.add(silence);
        return new Carriers(alert, states);
    }

    Phase phase() {
        Phase greatest = Phase.INACTIVE;
        for (TierState state : states) {
            greatest = state.phase().compareTo(greatest) > 0 ? state.phase() : greatest;
        }
        return greatest;
    }

    /** Greatest severity of those in a phase; of all tiers when none is, as after a tier was taken out. */
    Severity severity(Phase phase) {
        Severity inPhase = null;
        Severity ofAll = Severity.TICKET;
        for (int number = 0; number < states.size(); number++) {
            Severity severity = severityOf(number);
            ofAll = severity.compareTo(ofAll) > 0 ? severity : ofAll;
            if (states.get(number).phase() == phase && (inPhase == null || severity.compareTo(inPhase) > 0)) {
                inPhase = severity;
            }
        }
        return inPhase == null ? ofAll : inPhase;
    }

    long earliestStart(Phase phase) {
        return states.stream()
                .filter(state -> state.phase() == phase)
                .mapToLong(TierState::startedAtMs)
                .min()
                .orElseThrow();
    }

    long earliestFiring() {
        return states.stream()
                .filter(state -> state.phase() == Phase.FIRING)
                .mapToLong(TierState::firedAtMs)
                .min()
                .orElseThrow();
    }

    private Severity severityOf(int number) {
        if (number < alert.tiers().size()) {
            return alert.tiers().get(number).severity();
        }
        return ((AlertAfter) alert.noData()).severity();
    }
}

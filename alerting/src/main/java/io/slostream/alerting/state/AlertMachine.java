// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.state.TierState.NEVER;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.state.AlertTransition.Kind;
import io.slostream.alerting.state.AlertTransition.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folds the tiers of an alert into one alert: it fires while any tier does, with the greatest severity firing, so that
 * one outage is one page whose severity may rise. Pure functions.
 *
 * <p>The alert as a whole is without data when a tier has none and no tier is met (three-valued "or"). Under {@link
 * AlertAfter} that is one more thing that may fire, beside the tiers; see {@link Silence}.
 */
public final class AlertMachine {
    private AlertMachine() {}

    /**
     * State after one evaluation, whether it differs from the state before, and the transition between the two, if any.
     */
    public record Step(AlertState state, boolean moved, Optional<AlertTransition> transition) {}

    /**
     * Advances an alert by one evaluation.
     *
     * @param alert the definition
     * @param before state after the evaluation before
     * @param conditions one condition a tier
     * @param boundaryMs the boundary, epoch milliseconds
     * @param intervalMs evaluation interval, milliseconds: every multiple of it is evaluated or equal to being so
     */
    public static Step next(
            AlertDefinition alert, AlertState before, Condition[] conditions, long boundaryMs, long intervalMs) {
        Condition[] seen = seenBy(alert, conditions);
        List<TierState> tiers = nextTiers(alert, before, seen, boundaryMs, intervalMs);
        TierState silence = Silence.next(alert, before.silence(), seen, boundaryMs, intervalMs);
        Findings found = Findings.of(alert, seen, before, tiers, silence);
        AlertState after = fold(alert, before, tiers, silence, found);
        Optional<AlertTransition> transition = phaseTransition(alert, before, after, found, boundaryMs);
        if (transition.isPresent()) {
            // An alert that fires for want of data has said so.
            boolean saysNoData =
                    transition.get().kind() == Kind.FIRING && transition.get().reason() == Reason.NO_DATA;
            after = saysNoData ? reported(after, true, after.suppressedReported()) : after;
        } else if (found.noData() && !before.noDataReported()) {
            after = reported(after, true, after.suppressedReported());
            transition = transition(Kind.NO_DATA, Reason.NO_DATA, found.severity(), boundaryMs, after, NEVER);
        } else if (found.suppressed() != null && !before.suppressedReported()) {
            after = reported(after, after.noDataReported(), true);
            Reason reason = reasonOf(found.suppressed());
            transition = transition(Kind.SUPPRESSED, reason, found.suppressedSeverity(), boundaryMs, after, NEVER);
        }
        return new Step(after, !after.equals(before), transition);
    }

    /**
     * The first instant at which time alone may change the alert, its conditions staying as they are, epoch milliseconds;
     * the greatest long when no timer is running. Evaluations before it that find the conditions unchanged may be skipped
     * once one of them has changed nothing.
     */
    public static long dueMs(AlertDefinition alert, AlertState state) {
        long due = alert.noData() instanceof AlertAfter policy
                ? TierMachine.dueMs(alert, policy.delayMs(), state.silence())
                : Long.MAX_VALUE;
        for (TierState tier : state.tiers()) {
            due = Math.min(due, TierMachine.dueMs(alert, alert.holdMs(), tier));
        }
        return due;
    }

    private static Condition[] seenBy(AlertDefinition alert, Condition[] conditions) {
        Condition[] seen = conditions;
        for (int tier = 0; tier < conditions.length; tier++) {
            Condition condition = TierMachine.seenBy(alert, conditions[tier]);
            if (condition != conditions[tier]) {
                seen = seen == conditions ? conditions.clone() : seen;
                seen[tier] = condition;
            }
        }
        return seen;
    }

    private static List<TierState> nextTiers(
            AlertDefinition alert, AlertState before, Condition[] conditions, long boundaryMs, long intervalMs) {
        List<TierState> tiers = before.tiers();
        List<TierState> changed = null;
        for (int tier = 0; tier < conditions.length; tier++) {
            TierState was = tiers.get(tier);
            TierState next = TierMachine.next(alert, was, conditions[tier], boundaryMs, intervalMs);
            if (!next.equals(was)) {
                changed = changed == null ? new ArrayList<>(tiers) : changed;
                changed.set(tier, next);
            }
        }
        return changed == null ? tiers : changed;
    }

    private static AlertState fold(
            AlertDefinition alert, AlertState before, List<TierState> tiers, TierState silence, Findings found) {
        long started = before.startedAtMs();
        long fired = before.firedAtMs();
        if (found.phase() == Phase.INACTIVE) {
            started = NEVER;
            fired = NEVER;
        } else if (found.phase() == Phase.PENDING) {
            started = Carriers.of(alert, tiers, silence).earliestStart(Phase.PENDING);
            fired = NEVER;
        } else if (before.phase() != Phase.FIRING) {
            Carriers carriers = Carriers.of(alert, tiers, silence);
            started = carriers.earliestStart(Phase.FIRING);
            fired = carriers.earliestFiring();
        }
        return new AlertState(
                tiers,
                silence,
                started,
                fired,
                found.phase() == Phase.FIRING ? Optional.of(found.severity()) : Optional.empty(),
                before.noDataReported() && found.noData(),
                before.suppressedReported() && found.suppressed() != null);
    }

    private static Optional<AlertTransition> phaseTransition(
            AlertDefinition alert, AlertState before, AlertState after, Findings found, long boundary) {
        Phase was = before.phase();
        Phase is = found.phase();
        if (is == Phase.FIRING) {
            if (was != Phase.FIRING) {
                return transition(Kind.FIRING, found.startReason(), found.severity(), boundary, after, NEVER);
            }
            return before.severity().equals(after.severity())
                    ? Optional.empty()
                    : transition(Kind.FIRING, Reason.SEVERITY, found.severity(), boundary, after, NEVER);
        }
        if (was == Phase.FIRING) {
            Severity severity = before.severity().orElseThrow();
            return transition(Kind.RESOLVED, found.endReason(), severity, boundary, before, boundary);
        }
        if (was == Phase.PENDING && is == Phase.INACTIVE) {
            Severity severity = new Carriers(alert, before.tiers()).severity(Phase.PENDING);
            return transition(Kind.CANCELLED, found.endReason(), severity, boundary, before, NEVER);
        }
        return was == Phase.INACTIVE && is == Phase.PENDING
                ? transition(Kind.PENDING, Reason.CONDITION, found.severity(), boundary, after, NEVER)
                : Optional.empty();
    }

    private static Optional<AlertTransition> transition(
            Kind kind, Reason reason, Severity severity, long boundary, AlertState times, long resolvedAt) {
        return Optional.of(new AlertTransition(
                kind, severity, boundary, times.startedAtMs(), times.firedAtMs(), resolvedAt, reason));
    }

    private static AlertState reported(AlertState state, boolean noData, boolean suppressed) {
        return new AlertState(
                state.tiers(),
                state.silence(),
                state.startedAtMs(),
                state.firedAtMs(),
                state.severity(),
                noData,
                suppressed);
    }

    private static Reason reasonOf(Condition suppressed) {
        return switch (suppressed) {
            case MET_UNCOVERED -> Reason.COVERAGE;
            case MET_FEW_EVENTS -> Reason.MINIMUM_EVENTS;
            default -> Reason.MINIMUM_BAD_EVENTS;
        };
    }
}

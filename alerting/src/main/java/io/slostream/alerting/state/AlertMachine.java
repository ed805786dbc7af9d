// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.state.TierState.NEVER;

import io.slostream.alerting.definition.AlertDefinition;
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
 * <p>The alert as a whole is without data when a tier has none and no tier is met (three-valued "or").
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
        List<TierState> tiers = nextTiers(alert, before, conditions, boundaryMs, intervalMs);
        Findings found = Findings.of(alert, conditions, tiers);
        AlertState after = fold(before, tiers, found);
        Optional<AlertTransition> transition = phaseTransition(alert, before, after, found, boundaryMs);
        if (transition.isEmpty() && found.noData && !before.noDataReported()) {
            after = reported(after, true, after.suppressedReported());
            transition = transition(Kind.NO_DATA, Reason.NO_DATA, found.severity, boundaryMs, after, NEVER);
        } else if (transition.isEmpty() && found.suppressed != null && !before.suppressedReported()) {
            after = reported(after, after.noDataReported(), true);
            Reason reason = reasonOf(found.suppressed);
            transition = transition(Kind.SUPPRESSED, reason, found.suppressedSeverity, boundaryMs, after, NEVER);
        }
        return new Step(after, !after.equals(before), transition);
    }

    private static List<TierState> nextTiers(
            AlertDefinition alert, AlertState before, Condition[] conditions, long boundaryMs, long intervalMs) {
        List<TierState> tiers = before.tiers();
        List<TierState> changed = null;
        for (int tier = 0; tier < conditions.length; tier++) {
            TierState next = TierMachine.next(alert, tiers.get(tier), conditions[tier], boundaryMs, intervalMs);
            if (!next.equals(tiers.get(tier))) {
                changed = changed == null ? new ArrayList<>(tiers) : changed;
                changed.set(tier, next);
            }
        }
        return changed == null ? tiers : changed;
    }

    private static AlertState fold(AlertState before, List<TierState> tiers, Findings found) {
        boolean wasFiring = before.phase() == Phase.FIRING;
        long started = before.startedAtMs();
        long fired = before.firedAtMs();
        if (found.phase == Phase.INACTIVE) {
            started = NEVER;
            fired = NEVER;
        } else if (found.phase == Phase.PENDING) {
            started = earliestStart(tiers, Phase.PENDING);
            fired = NEVER;
        } else if (!wasFiring) {
            started = earliestStart(tiers, Phase.FIRING);
            fired = tiers.stream()
                    .filter(tier -> tier.phase() == Phase.FIRING)
                    .mapToLong(TierState::firedAtMs)
                    .min()
                    .orElseThrow();
        }
        return new AlertState(
                tiers,
                started,
                fired,
                found.phase == Phase.FIRING ? Optional.of(found.severity) : Optional.empty(),
                before.noDataReported() && found.noData,
                before.suppressedReported() && found.suppressed != null);
    }

    private static long earliestStart(List<TierState> tiers, Phase phase) {
        return tiers.stream()
                .filter(tier -> tier.phase() == phase)
                .mapToLong(TierState::startedAtMs)
                .min()
                .orElseThrow();
    }

    private static Optional<AlertTransition> phaseTransition(
            AlertDefinition alert, AlertState before, AlertState after, Findings found, long boundary) {
        Phase was = before.phase();
        Phase is = found.phase;
        if (is == Phase.FIRING) {
            if (was != Phase.FIRING) {
                return transition(Kind.FIRING, Reason.CONDITION, found.severity, boundary, after, NEVER);
            }
            return before.severity().equals(after.severity())
                    ? Optional.empty()
                    : transition(Kind.FIRING, Reason.SEVERITY, found.severity, boundary, after, NEVER);
        }
        if (was == Phase.FIRING) {
            Severity severity = before.severity().orElseThrow();
            return transition(Kind.RESOLVED, found.endReason, severity, boundary, before, boundary);
        }
        if (was == Phase.PENDING && is == Phase.INACTIVE) {
            Severity severity = greatestSeverity(alert, before.tiers(), Phase.PENDING);
            return transition(Kind.CANCELLED, found.endReason, severity, boundary, before, NEVER);
        }
        return was == Phase.INACTIVE && is == Phase.PENDING
                ? transition(Kind.PENDING, Reason.CONDITION, found.severity, boundary, after, NEVER)
                : Optional.empty();
    }

    private static Optional<AlertTransition> transition(
            Kind kind, Reason reason, Severity severity, long boundary, AlertState times, long resolvedAt) {
        return Optional.of(new AlertTransition(
                kind, severity, boundary, times.startedAtMs(), times.firedAtMs(), resolvedAt, reason));
    }

    private static AlertState reported(AlertState state, boolean noData, boolean suppressed) {
        return new AlertState(
                state.tiers(), state.startedAtMs(), state.firedAtMs(), state.severity(), noData, suppressed);
    }

    private static Severity greatestSeverity(AlertDefinition alert, List<TierState> tiers, Phase phase) {
        Severity greatest = Severity.TICKET;
        for (int tier = 0; tier < tiers.size(); tier++) {
            Severity severity = alert.tiers().get(tier).severity();
            if (tiers.get(tier).phase() == phase && severity.compareTo(greatest) > 0) {
                greatest = severity;
            }
        }
        return greatest;
    }

    private static Reason reasonOf(Condition suppressed) {
        return switch (suppressed) {
            case MET_UNCOVERED -> Reason.COVERAGE;
            case MET_FEW_EVENTS -> Reason.MINIMUM_EVENTS;
            default -> Reason.MINIMUM_BAD_EVENTS;
        };
    }

    /**
     * What the tiers say together at one boundary.
     *
     * @param severity greatest severity of the tiers in {@code phase}
     * @param noData a tier has no data and none is met
     * @param suppressed the greatest suppressed tier's condition while the alert is inactive, else null
     */
    private record Findings(
            Phase phase,
            Severity severity,
            boolean noData,
            Condition suppressed,
            Severity suppressedSeverity,
            Reason endReason) {

        static Findings of(AlertDefinition alert, Condition[] conditions, List<TierState> tiers) {
            Phase phase = Phase.INACTIVE;
            boolean met = false;
            boolean noData = false;
            boolean uncovered = false;
            Condition suppressed = null;
            Severity suppressedSeverity = Severity.TICKET;
            for (int tier = 0; tier < conditions.length; tier++) {
                Condition condition = conditions[tier];
                Phase tierPhase = tiers.get(tier).phase();
                phase = tierPhase.compareTo(phase) > 0 ? tierPhase : phase;
                noData |= condition == Condition.NO_DATA;
                met |= condition == Condition.MET || condition.isSuppressed();
                uncovered |= condition == Condition.MET_UNCOVERED;
                Severity severity = alert.tiers().get(tier).severity();
                if (condition.isSuppressed() && (suppressed == null || severity.compareTo(suppressedSeverity) > 0)) {
                    suppressed = condition;
                    suppressedSeverity = severity;
                }
            }
            Reason endReason = noData && !met ? Reason.NO_DATA : uncovered ? Reason.COVERAGE : Reason.RECOVERED;
            return new Findings(
                    phase,
                    greatestSeverity(alert, tiers, phase),
                    noData && !met,
                    phase == Phase.INACTIVE ? suppressed : null,
                    suppressedSeverity,
                    endReason);
        }
    }
}

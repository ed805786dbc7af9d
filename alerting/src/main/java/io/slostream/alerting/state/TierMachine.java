// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.state.TierState.NEVER;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.judge.Condition;

/**
 * The state machine of one tier: Prometheus' {@code for} and {@code keep_firing_for} (rules/alerting.go), with two
 * deliberate differences. No data is not false: it freezes the state and its timer (or resets, by policy). And a condition
 * that is met may be gated: too few events may not start an alert, but keep one that has started; too little coverage may
 * not start one either, cancels a pending one and freezes a firing one. {@link Compat#PROMETHEUS} has neither.
 *
 * <p>Every method is a pure function.
 */
final class TierMachine {
    private TierMachine() {}

    /** The state of a tier after one evaluation, its hold being the alert's. */
    static TierState next(
            AlertDefinition alert, TierState state, Condition condition, long boundaryMs, long intervalMs) {
        return next(alert, alert.holdMs(), state, condition, boundaryMs, intervalMs);
    }

    /**
     * The state after one evaluation.
     *
     * @param holdMs how long the condition must last before it fires
     * @param boundaryMs the boundary being evaluated
     * @param intervalMs time since the evaluation before it
     */
    static TierState next(
            AlertDefinition alert,
            long holdMs,
            TierState state,
            Condition condition,
            long boundaryMs,
            long intervalMs) {
        Condition seen = seenBy(alert, condition);
        TierState next = switch (state.phase()) {
            case INACTIVE -> fromInactive(holdMs, state, seen, boundaryMs);
            case PENDING -> fromPending(alert, holdMs, state, seen, boundaryMs, intervalMs);
            case FIRING -> fromFiring(alert, state, seen, boundaryMs, intervalMs);
        };
        // A hold that was lengthened under a firing alert; with an unchanged one nothing fires before its time.
        boolean tooEarly = next.phase() == Phase.FIRING && boundaryMs - next.startedAtMs() < holdMs;
        return tooEarly && alert.compat() == Compat.PROMETHEUS ? TierState.pending(next.startedAtMs()) : next;
    }

    /** The condition as the alert's policy takes it. */
    static Condition seenBy(AlertDefinition alert, Condition condition) {
        return condition.isWithoutData() && alert.noData().equals(NoDataPolicy.NOT_MET) ? Condition.NOT_MET : condition;
    }

    /**
     * The first instant at which a timer of the state runs out while its condition stays as it is; the greatest long when
     * none is running.
     */
    static long dueMs(AlertDefinition alert, long holdMs, TierState state) {
        if (state.isFrozen()) {
            return Long.MAX_VALUE;
        }
        return switch (state.phase()) {
            case INACTIVE -> Long.MAX_VALUE;
            case PENDING -> state.startedAtMs() + state.frozenMs() + holdMs;
            case FIRING ->
                state.clearSinceMs() == NEVER
                        ? Long.MAX_VALUE
                        : state.clearSinceMs() + state.frozenMs() + alert.keepFiringForMs();
        };
    }

    private static TierState fromInactive(long holdMs, TierState state, Condition condition, long boundary) {
        if (condition != Condition.MET) {
            return state;
        }
        return holdMs == 0 ? TierState.firing(boundary, boundary) : TierState.pending(boundary);
    }

    private static TierState fromPending(
            AlertDefinition alert, long holdMs, TierState state, Condition condition, long boundary, long interval) {
        switch (condition) {
            case MET, MET_FEW_EVENTS, MET_FEW_BAD_EVENTS -> {
                TierState running = state.thawed(boundary - interval);
                long held = boundary - running.startedAtMs() - running.frozenMs();
                return held >= holdMs ? TierState.firing(running.startedAtMs(), boundary) : running;
            }
            case NO_DATA, NO_DATA_UNCOVERED -> {
                return isReset(alert) ? TierState.INACTIVE : state.frozen(boundary - interval);
            }
            default -> {
                return TierState.INACTIVE;
            }
        }
    }

    private static TierState fromFiring(
            AlertDefinition alert, TierState state, Condition condition, long boundary, long interval) {
        switch (condition) {
            case MET, MET_FEW_EVENTS, MET_FEW_BAD_EVENTS -> {
                return state.clearSinceMs() == NEVER ? state : TierState.firing(state.startedAtMs(), state.firedAtMs());
            }
            case NOT_MET -> {
                if (alert.keepFiringForMs() == 0) {
                    return TierState.INACTIVE;
                }
                if (state.clearSinceMs() == NEVER) {
                    return state.clearing(boundary);
                }
                TierState running = state.thawed(boundary - interval);
                long clear = boundary - running.clearSinceMs() - running.frozenMs();
                return clear >= alert.keepFiringForMs() ? TierState.INACTIVE : running;
            }
            case NO_DATA, NO_DATA_UNCOVERED -> {
                return isReset(alert) ? TierState.INACTIVE : frozenIfClearing(state, boundary - interval);
            }
            default -> {
                // Uncovered time never resolves a page: the window knows too little to say that things are well.
                return frozenIfClearing(state, boundary - interval);
            }
        }
    }

    private static boolean isReset(AlertDefinition alert) {
        return alert.noData().equals(NoDataPolicy.RESET);
    }

    private static TierState frozenIfClearing(TierState state, long lastBoundary) {
        return state.clearSinceMs() == NEVER ? state : state.frozen(lastBoundary);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.state.TierState.NEVER;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.judge.Condition;

/**
 * The state machine of one tier: Prometheus' {@code for} and {@code keep_firing_for} (rules/alerting.go), with two
 * deliberate differences. No data is not false: it freezes the state and its timer (or resets, by policy). And a condition
 * that is met may be gated: too few events may not start an alert, but keep one that has started; too little coverage may
 * not start one either, cancels a pending one and freezes a firing one.
 *
 * <p>Every method is a pure function.
 */
final class TierMachine {
    private TierMachine() {}

    /**
     * The state after one evaluation.
     *
     * @param boundaryMs the boundary being evaluated
     * @param intervalMs time since the evaluation before it
     */
    static TierState next(
            AlertDefinition alert, TierState state, Condition condition, long boundaryMs, long intervalMs) {
        return switch (state.phase()) {
            case INACTIVE -> fromInactive(alert, state, condition, boundaryMs);
            case PENDING -> fromPending(alert, state, condition, boundaryMs, intervalMs);
            case FIRING -> fromFiring(alert, state, condition, boundaryMs, intervalMs);
        };
    }

    private static TierState fromInactive(AlertDefinition alert, TierState state, Condition condition, long boundary) {
        if (condition != Condition.MET) {
            return state;
        }
        return alert.holdMs() == 0 ? TierState.firing(boundary, boundary) : TierState.pending(boundary);
    }

    private static TierState fromPending(
            AlertDefinition alert, TierState state, Condition condition, long boundary, long interval) {
        switch (condition) {
            case MET, MET_FEW_EVENTS, MET_FEW_BAD_EVENTS -> {
                TierState running = state.thawed(boundary - interval);
                long held = boundary - running.startedAtMs() - running.frozenMs();
                return held >= alert.holdMs() ? TierState.firing(running.startedAtMs(), boundary) : running;
            }
            case NO_DATA -> {
                return alert.noData() == NoDataPolicy.FREEZE ? state.frozen(boundary - interval) : TierState.INACTIVE;
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
            case NO_DATA -> {
                return alert.noData() == NoDataPolicy.FREEZE
                        ? frozenIfClearing(state, boundary - interval)
                        : TierState.INACTIVE;
            }
            default -> {
                // Uncovered time never resolves a page: the window knows too little to say that things are well.
                return frozenIfClearing(state, boundary - interval);
            }
        }
    }

    private static TierState frozenIfClearing(TierState state, long lastBoundary) {
        return state.clearSinceMs() == NEVER ? state : state.frozen(lastBoundary);
    }
}

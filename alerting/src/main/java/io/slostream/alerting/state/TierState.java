// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

/**
 * Where one tier's machine stands. All instants are boundaries in epoch milliseconds; {@link #NEVER} means unset.
 *
 * @param phase inactive, pending or firing
 * @param startedAtMs boundary at which the condition was first met (Prometheus' ActiveAt), unset while inactive
 * @param firedAtMs boundary at which it fired, unset unless firing
 * @param clearSinceMs first boundary at which the condition was not met while firing (Prometheus' KeepFiringSince)
 * @param frozenFromMs last boundary before the present stretch without data, unset when the timer runs
 * @param frozenMs time that earlier stretches without data took from the running timer
 */
public record TierState(
        Phase phase, long startedAtMs, long firedAtMs, long clearSinceMs, long frozenFromMs, long frozenMs) {
    /** The value of an instant that is not set. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Nothing met, nothing running. */
    public static final TierState INACTIVE = new TierState(Phase.INACTIVE, NEVER, NEVER, NEVER, NEVER, 0);

    static TierState pending(long startedAtMs) {
        return new TierState(Phase.PENDING, startedAtMs, NEVER, NEVER, NEVER, 0);
    }

    static TierState firing(long startedAtMs, long firedAtMs) {
        return new TierState(Phase.FIRING, startedAtMs, firedAtMs, NEVER, NEVER, 0);
    }

    TierState clearing(long sinceMs) {
        return new TierState(phase, startedAtMs, firedAtMs, sinceMs, NEVER, 0);
    }

    TierState frozen(long lastBoundaryMs) {
        return isFrozen() ? this : new TierState(phase, startedAtMs, firedAtMs, clearSinceMs, lastBoundaryMs, frozenMs);
    }

    TierState thawed(long lastBoundaryMs) {
        return isFrozen()
                ? new TierState(
                        phase, startedAtMs, firedAtMs, clearSinceMs, NEVER, frozenMs + lastBoundaryMs - frozenFromMs)
                : this;
    }

    boolean isFrozen() {
        return frozenFromMs != NEVER;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.judge;

/**
 * What one tier's condition comes to at one boundary. "Met" means that every window exceeds its bound; the three
 * gated variants are met too, but may not start an alert.
 */
public enum Condition {
    /** Every window has events and exceeds its bound, and nothing holds the decision back. */
    MET,
    /** Met, but a window was counted for less than the minimum coverage: a half-filled window must not page. */
    MET_UNCOVERED,
    /** Met, but a window has fewer events than {@code minimumEvents}. */
    MET_FEW_EVENTS,
    /** Met, but a window has fewer bad events than {@code minimumBadEvents}. */
    MET_FEW_BAD_EVENTS,
    /** Some window has events and stays within its bound. */
    NOT_MET,
    /** Some window has no events, and no other window decides: neither true nor false. */
    NO_DATA,
    /** No data, and a window was counted for less than the minimum coverage: the silence may be ours. */
    NO_DATA_UNCOVERED;

    /** Whether the condition holds but may not start an alert. */
    public boolean isSuppressed() {
        return this == MET_UNCOVERED || this == MET_FEW_EVENTS || this == MET_FEW_BAD_EVENTS;
    }

    /** Whether the condition holds, gated or not. */
    public boolean isMet() {
        return this == MET || isSuppressed();
    }

    /** Whether the condition has no data, covered or not. */
    public boolean isWithoutData() {
        return this == NO_DATA || this == NO_DATA_UNCOVERED;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import io.slostream.alerting.definition.Severity;
import java.util.Locale;

/**
 * One change of one alert at one boundary, at most one a boundary.
 *
 * @param kind what happened
 * @param severity the severity concerned
 * @param atMs the boundary, epoch milliseconds
 * @param startedAtMs when the condition began, or {@link TierState#NEVER}
 * @param firedAtMs when the alert fired, or {@link TierState#NEVER}
 * @param resolvedAtMs when it resolved, or {@link TierState#NEVER}
 * @param reason why
 */
public record AlertTransition(
        Kind kind, Severity severity, long atMs, long startedAtMs, long firedAtMs, long resolvedAtMs, Reason reason) {

    /** What a transition says. */
    public enum Kind {
        PENDING,
        FIRING,
        RESOLVED,
        CANCELLED,
        NO_DATA,
        SUPPRESSED;

        /** Whether it is for pagers too; the rest is for the audit. */
        public boolean concernsPagers() {
            return this == FIRING || this == RESOLVED;
        }

        /** The lower-case word used in records. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why a transition happened. */
    public enum Reason {
        /** The condition was met. */
        CONDITION,
        /** Already firing; the greatest severity firing changed. */
        SEVERITY,
        /** Already firing at the first boundary for pagers, when the engine began with a history. */
        START,
        /** The condition was no longer met. */
        RECOVERED,
        /** A window has no events; of an alert that fires: for as long as its policy allows. */
        NO_DATA,
        /** The alert fired for want of data alone, and there is data again, whatever it says. */
        DATA_BACK,
        /** What carried the alert is not part of its definition any more. */
        REDEFINED,
        /** The alert, its SLO or its group is not part of the definition any more. */
        REMOVED,
        /** A window was counted for less than the minimum coverage. */
        COVERAGE,
        /** A window has fewer events than the alert asks for. */
        MINIMUM_EVENTS,
        /** A window has fewer bad events than the alert asks for. */
        MINIMUM_BAD_EVENTS;

        /** The lower-case word used in records. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

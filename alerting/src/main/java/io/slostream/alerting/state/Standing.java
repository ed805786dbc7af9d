// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import java.util.Locale;

/**
 * Where an alert stands, in one word for people and records; later constants are worse. An alert that is pending or
 * fires keeps its word while it has no data: silence is not health, and it does not hide a page either.
 */
public enum Standing {
    /** Nothing met. */
    INACTIVE,
    /** Nothing known: the alert is inactive and in a stretch without data. */
    NO_DATA,
    /** Met, hold duration running. */
    PENDING,
    /** Firing. */
    FIRING;

    /** The word for a state. */
    public static Standing of(AlertState state) {
        return switch (state.phase()) {
            case FIRING -> FIRING;
            case PENDING -> PENDING;
            case INACTIVE -> state.noDataReported() ? NO_DATA : INACTIVE;
        };
    }

    /** The lower-case word used in records. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

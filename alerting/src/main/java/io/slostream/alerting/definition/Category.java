// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

/** The four metric categories: which surface may show an SLI, and whether it may alert ({@code slo}, {@code outcome}). */
public enum Category {
    SLO,
    COMPONENT,
    HEALTH,
    OUTCOME;

    /** Whether SLIs of this category may raise alerts. */
    public boolean mayAlert() {
        return this == SLO || this == OUTCOME;
    }
}

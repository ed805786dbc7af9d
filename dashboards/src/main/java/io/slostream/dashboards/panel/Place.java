// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.panel;

import io.slostream.alerting.definition.Category;
import java.util.Locale;

/** Where a metric category may be shown. */
public enum Place {
    /** On top of every view: what all teams share. It stands on its own dashboard too. */
    OUTCOME_BAR,
    /** On its dashboard. */
    PANEL,
    /** Behind a drill-down of its dashboard: it explains what the panels say. */
    DRILL_DOWN,
    /** On the dashboard infra, among the health of machines. */
    HEALTH;

    /** The place of a category. */
    static Place of(Category category) {
        return switch (category) {
            case OUTCOME -> OUTCOME_BAR;
            case SLO -> PANEL;
            case COMPONENT -> DRILL_DOWN;
            case HEALTH -> HEALTH;
        };
    }

    /** As it stands in answers of the page, for example {@code drill_down}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

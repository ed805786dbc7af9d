// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import java.util.List;

/**
 * A service level objective: an SLI, its objective over a rolling period, and its alerts.
 *
 * @param name unique in a definition set
 * @param owner who answers for it
 * @param dashboard the dashboard that may show it
 * @param category metric category
 * @param description one sentence for a person, possibly empty
 * @param indicator what is counted
 * @param objective share of good events aimed at, in (0, 1)
 * @param periodMs rolling period of the error budget, milliseconds
 * @param alerts possibly empty
 */
public record SloDefinition(
        String name,
        String owner,
        Dashboard dashboard,
        Category category,
        String description,
        Indicator indicator,
        Ratio objective,
        long periodMs,
        List<AlertDefinition> alerts) {

    public SloDefinition {
        alerts = List.copyOf(alerts);
    }

    /** Share of events that may be bad, 1 − objective, in (0, 1). */
    public Ratio errorBudget() {
        return objective.complement();
    }
}

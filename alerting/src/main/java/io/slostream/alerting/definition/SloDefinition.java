// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.alerting.budget.Ratio;
import java.util.List;
import java.util.Optional;

/**
 * A service level objective: an SLI, what it promises, and its alerts.
 *
 * @param name unique in a definition set
 * @param owner who answers for it
 * @param dashboard the dashboard that may show it
 * @param category metric category
 * @param description one sentence for a person, possibly empty
 * @param indicator what is counted
 * @param goal what is promised about it
 * @param alerts possibly empty
 * @param distribution quantiles that are shown beside the counts
 */
public record SloDefinition(
        String name,
        String owner,
        Dashboard dashboard,
        Category category,
        String description,
        Indicator indicator,
        Goal goal,
        List<AlertDefinition> alerts,
        Optional<Distribution> distribution) {

    public SloDefinition {
        alerts = List.copyOf(alerts);
    }

    /** An SLO that shows no quantiles. */
    public SloDefinition(
            String name,
            String owner,
            Dashboard dashboard,
            Category category,
            String description,
            Indicator indicator,
            Goal goal,
            List<AlertDefinition> alerts) {
        this(name, owner, dashboard, category, description, indicator, goal, alerts, Optional.empty());
    }

    /** Share of events that may be bad, 1 − objective, in (0, 1); empty where there is no budget of events. */
    public Optional<Ratio> errorBudget() {
        return goal.errorBudget();
    }

    /** The window that speaks for the SLO: the first period. */
    public Window period() {
        return goal.periods().get(0);
    }
}

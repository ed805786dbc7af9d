// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.panel;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One SLO on its dashboard.
 *
 * @param slo what it shows
 * @param place where it stands
 */
public record Panel(SloDefinition slo, Place place) {

    /** The panel of an SLO. */
    public static Panel of(SloDefinition slo) {
        return new Panel(slo, Place.of(slo.category()));
    }

    /** Why it is there, one sentence; nothing stands on a dashboard without a reason. */
    public String reason() {
        return switch (place) {
            case OUTCOME_BAR -> "An outcome: what the ensemble is for, shared by all teams.";
            case PANEL -> "An objective that the dashboard's owner answers for.";
            case DRILL_DOWN -> "Explains the objectives of this dashboard; nobody is paged for it.";
            case HEALTH -> "The health of machines; nobody is paged for it.";
        };
    }

    /**
     * The window whose ratio speaks for the SLO at a glance: the longest of the first alert's first condition, which is
     * what that alert goes by; without alerts that of its shown quantiles, else its shortest.
     */
    public Window headline() {
        Stream<Window> ofAlert = slo.alerts().stream()
                .limit(1)
                .map(AlertDefinition::tiers)
                .map(tiers -> tiers.get(0))
                .flatMap(tier -> tier.bounds().stream())
                .map(Tier.Bound::window);
        return ofAlert.max(Comparator.naturalOrder())
                .or(() -> slo.distribution().map(distribution -> distribution.window()))
                .orElseGet(() -> shortest(slo.goal().periods()));
    }

    private static Window shortest(List<Window> periods) {
        return periods.stream().min(Comparator.naturalOrder()).orElseThrow();
    }
}

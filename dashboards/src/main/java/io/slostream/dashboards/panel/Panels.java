// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.panel;

import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.DefinitionSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The panels of a definition set: outcomes first, then objectives, then what explains them, each in name order.
 *
 * @param all in the order in which they are shown
 */
public record Panels(List<Panel> all) {
    public Panels {
        all = List.copyOf(all);
    }

    /** One panel an SLO. */
    public static Panels of(DefinitionSet definitions) {
        return new Panels(definitions.slos().stream()
                .map(Panel::of)
                .sorted(Comparator.comparing(Panel::place)
                        .thenComparing(panel -> panel.slo().name()))
                .toList());
    }

    /** Those of a dashboard. */
    public List<Panel> on(Dashboard dashboard) {
        return all.stream()
                .filter(panel -> panel.slo().dashboard() == dashboard)
                .toList();
    }

    /** Those of the outcome bar, which stands on every view. */
    public List<Panel> outcomeBar() {
        return all.stream().filter(panel -> panel.place() == Place.OUTCOME_BAR).toList();
    }

    /** Who answers for a dashboard; definitions give it one owner. Empty when nothing is on it. */
    public Optional<String> ownerOf(Dashboard dashboard) {
        return on(dashboard).stream().map(panel -> panel.slo().owner()).findFirst();
    }

    /**
     * Who answers for the engine itself: the owner of the dashboard infra, whose machines it runs on; without one that of
     * serving, else of training.
     */
    public String engineOwner() {
        return Stream.of(Dashboard.INFRA, Dashboard.SERVING, Dashboard.TRAINING)
                .flatMap(dashboard -> ownerOf(dashboard).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a definition set has an SLO at least"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.serve.RefusedException;
import io.slostream.dashboards.page.Progress;
import io.slostream.dashboards.panel.Panel;
import io.slostream.dashboards.panel.Panels;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Series;
import io.slostream.topology.VersionedDefinition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One version of the definition as the page looks at it: panels by name, and who may be asked for. */
final class View {
    private final VersionedDefinition version;
    private final int verdictPartitions;
    private final Panels panels;
    private final Map<String, Panel> byName = new HashMap<>();
    private final Map<String, String> headlines = new HashMap<>();

    View(VersionedDefinition version, int verdictPartitions) {
        this.version = version;
        this.verdictPartitions = verdictPartitions;
        this.panels = Panels.of(version.definition().slos());
        for (Panel panel : panels.all()) {
            byName.put(panel.slo().name(), panel);
            headlines.put(panel.slo().name(), panel.headline().name());
        }
    }

    VersionedDefinition version() {
        return version;
    }

    EngineDefinition definition() {
        return version.definition();
    }

    Panels panels() {
        return panels;
    }

    Optional<Panel> panel(String slo) {
        return Optional.ofNullable(byName.get(slo));
    }

    /** Name of the window that speaks for an SLO that is there. */
    String headline(String slo) {
        return headlines.get(slo);
    }

    /** Which part of the work judges an SLO of a group. */
    Progress.Part part(SloDefinition slo, String group) {
        return new Progress.Part(
                slo.indicator().of(), version.partitionOf(new Series(version.sliOf(slo), group), verdictPartitions));
    }

    /**
     * An SLO.
     *
     * @throws RefusedException 404 when there is none of this name
     */
    Panel require(String slo) {
        return panel(slo).orElseThrow(() -> RefusedException.notFound("there is no such SLO"));
    }

    /**
     * An SLO that has a group.
     *
     * @throws RefusedException 404 when there is none, or it has no such group
     */
    Panel require(String slo, String group) {
        Panel panel = require(slo);
        GroupBy groupBy = panel.slo().indicator().groupBy();
        boolean isKnown = definition()
                .declaredGroups(groupBy)
                .map(declared ->
                        declared.contains(group) || (groupBy != GroupBy.ALL && group.equals(EngineDefinition.OTHER)))
                .orElse(true);
        if (!isKnown) {
            throw RefusedException.notFound("the SLO has no such group");
        }
        return panel;
    }

    /**
     * A dashboard.
     *
     * @throws RefusedException 404 when there is none of this name
     */
    static Dashboard dashboard(String name) {
        return Arrays.stream(Dashboard.values())
                .filter(dashboard -> name(dashboard).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        RefusedException.notFound("there is no such dashboard; there are training, infra and serving"));
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

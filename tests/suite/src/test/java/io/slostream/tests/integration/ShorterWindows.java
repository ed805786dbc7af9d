// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.topology.EngineDefinition;

/** A mutation of definitions that a comparison of verdicts must notice. */
final class ShorterWindows {
    private ShorterWindows() {}

    /** The same definition with windows that are this much shorter. */
    static EngineDefinition of(EngineDefinition definition, long byMs) {
        return definition.with(DefinitionSet.of(
                definition.slos().slos().stream().map(slo -> of(slo, byMs)).toList()));
    }

    private static SloDefinition of(SloDefinition slo, long byMs) {
        return new SloDefinition(
                slo.name(),
                slo.owner(),
                slo.dashboard(),
                slo.category(),
                slo.description(),
                slo.indicator(),
                slo.goal(),
                slo.alerts().stream().map(alert -> of(alert, byMs)).toList(),
                slo.distribution());
    }

    private static AlertDefinition of(AlertDefinition alert, long byMs) {
        return new AlertDefinition(
                alert.name(),
                alert.tiers().stream()
                        .map(tier -> new Tier(
                                tier.severity(),
                                tier.rate(),
                                tier.bounds().stream()
                                        .map(bound -> new Tier.Bound(bound.windowMs() - byMs, bound.limit()))
                                        .toList()))
                        .toList(),
                alert.holdMs(),
                alert.keepFiringForMs(),
                alert.minimumEvents(),
                alert.minimumBadEvents(),
                alert.minimumCoverage(),
                alert.noData(),
                alert.compat());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.Tier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Alerts for tests, by what matters to them. */
public final class AlertFixtures {
    /** The one instant from which tests count; 2026-11-24T00:00:00Z. */
    public static final long T0 = 1_795_478_400_000L;

    public static final long MINUTE = 60_000;
    public static final long HOUR = 60 * MINUTE;

    private AlertFixtures() {}

    /** An alert with one ratio bound a severity: more than 15 % bad over an hour; {@code NOT_MET} is compat. */
    public static AlertDefinition alert(
            long holdMs, long keepFiringForMs, NoDataPolicy noData, Severity... severities) {
        List<Tier> tiers = Stream.of(severities)
                .map(severity -> tier(severity, new Tier.Bound(HOUR, Ratio.of("0.15"))))
                .toList();
        Compat compat = noData.equals(NoDataPolicy.NOT_MET) ? Compat.PROMETHEUS : Compat.NONE;
        Ratio coverage = compat == Compat.PROMETHEUS ? Ratio.ZERO : Ratio.of("0.9");
        return new AlertDefinition("Alert", tiers, holdMs, keepFiringForMs, 0, 0, coverage, noData, compat);
    }

    /** An alert of these tiers, at once in both directions, with the given gates. */
    public static AlertDefinition gated(
            long minimumEvents, long minimumBadEvents, String minimumCoverage, Tier... tiers) {
        return new AlertDefinition(
                "Alert",
                List.of(tiers),
                0,
                0,
                minimumEvents,
                minimumBadEvents,
                Ratio.of(minimumCoverage),
                NoDataPolicy.FREEZE,
                Compat.NONE);
    }

    /** A tier of these bounds. */
    public static Tier tier(Severity severity, Tier.Bound... bounds) {
        return new Tier(severity, Optional.empty(), List.of(bounds));
    }
}

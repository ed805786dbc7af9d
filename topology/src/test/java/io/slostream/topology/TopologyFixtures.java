// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Category;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.Distribution;
import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.FieldMatcher.Decimal;
import io.slostream.alerting.definition.FieldMatcher.Flag;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Operator;
import io.slostream.alerting.definition.Quantity;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.state.CopyingState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Definitions for tests, by what matters to them. */
public final class TopologyFixtures {
    /** The one instant from which tests count; 2026-11-24T00:00:00Z, a multiple of every pane. */
    public static final long T0 = 1_795_478_400_000L;

    public static final long SECOND = 1_000;
    public static final long MINUTE = 60 * SECOND;
    public static final long HOUR = 60 * MINUTE;
    public static final long DAY = 24 * HOUR;

    private TopologyFixtures() {}

    /** Share of evaluations that passed. */
    public static Indicator passed() {
        return Indicator.share(
                TelemetryKind.EVALUATION,
                List.of(),
                List.of(new FieldMatcher("passed", Operator.EQUALS, new Flag(true))),
                false,
                false);
    }

    /** Share of requests whose first token came within a limit. */
    public static Indicator ttftWithin(double limitMs) {
        return Indicator.share(
                TelemetryKind.REQUEST,
                List.of(),
                List.of(new FieldMatcher("ttft_ms", Operator.LTE, new Decimal(limitMs))),
                false,
                false);
    }

    /** An SLO of 90 % over a period. */
    public static SloDefinition slo(String name, Indicator indicator, long periodMs, AlertDefinition... alerts) {
        return new SloDefinition(
                name,
                "serving-oncall",
                Dashboard.SERVING,
                Category.SLO,
                "",
                indicator,
                Goal.Share.of(Ratio.of("0.9"), periodMs),
                List.of(alerts));
    }

    /** The SLO with p50, p95 and p99 of a field over a window. */
    public static SloDefinition showing(SloDefinition slo, String field, long overMs) {
        return new SloDefinition(
                slo.name(),
                slo.owner(),
                slo.dashboard(),
                slo.category(),
                slo.description(),
                slo.indicator(),
                slo.goal(),
                slo.alerts(),
                Optional.of(new Distribution(
                        new Quantity.Field(field),
                        overMs,
                        List.of(Ratio.of("0.5"), Ratio.of("0.95"), Ratio.of("0.99")))));
    }

    /** State of stage 2 that shares nothing with it. */
    public static VerdictState copyingVerdictState() {
        return VerdictState.over(CopyingState::new);
    }

    /** An alert that pages when more than a share is bad over each of the windows; no gates; {@code NOT_MET} is compat. */
    public static AlertDefinition alert(
            String name, String limit, long holdMs, long keepFiringForMs, NoDataPolicy noData, long... windowsMs) {
        List<Tier.Bound> bounds = Arrays.stream(windowsMs)
                .mapToObj(window -> new Tier.Bound(window, Ratio.of(limit)))
                .toList();
        return new AlertDefinition(
                name,
                List.of(new Tier(Severity.PAGE, Optional.empty(), bounds)),
                holdMs,
                keepFiringForMs,
                0,
                0,
                Ratio.ZERO,
                noData,
                noData.equals(NoDataPolicy.NOT_MET) ? Compat.PROMETHEUS : Compat.NONE);
    }

    /** An engine that discovers its specialists. */
    public static EngineDefinition discovering(TimeGrid grid, SloDefinition... slos) {
        return new EngineDefinition(DefinitionSet.of(List.of(slos)), Optional.empty(), grid);
    }

    /** An engine that serves these specialists. */
    public static EngineDefinition serving(TimeGrid grid, Set<String> specialists, SloDefinition... slos) {
        return new EngineDefinition(DefinitionSet.of(List.of(slos)), Optional.of(specialists), grid);
    }
}

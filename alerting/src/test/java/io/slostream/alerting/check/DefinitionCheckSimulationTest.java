// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.check.CheckReport.TierCheck;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Category;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Operator;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The formulae against what they stand for: panes of counted events, summed and compared evaluation by evaluation. */
class DefinitionCheckSimulationTest {
    private static final long PANE_MS = 5_000;
    private static final long EVENTS_A_PANE = 10_000;

    @Test
    void shouldFireAndResetWhenCountedPanesDo() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("DefinitionCheckSimulationTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            long limit = 1 + random.nextInt(9_998); // ten-thousandths
            long shortPanes = 1 + random.nextInt(40);
            long longPanes = shortPanes + 1 + random.nextInt(200);
            long hold = random.nextBoolean() ? 0 : random.nextInt(100) * 1_000L;
            long keep = random.nextBoolean() ? 0 : random.nextInt(100) * 1_000L;

            TierCheck check = check(limit, longPanes, shortPanes, hold, keep);

            String context = "seed " + seed + ", limit " + limit + ", panes " + longPanes + "/" + shortPanes;
            assertThat(check.fullOutage().firesAfterMs())
                    .as(context)
                    .isEqualTo(detection(limit, EVENTS_A_PANE, longPanes, shortPanes) + roundedUp(hold));
            assertThat(check.twiceLimit().orElseThrow().firesAfterMs())
                    .as(context)
                    .isEqualTo(detection(limit, Math.min(2 * limit, EVENTS_A_PANE), longPanes, shortPanes)
                            + roundedUp(hold));
            assertThat(check.resetMs()).as(context).isEqualTo(reset(limit, shortPanes) + roundedUp(keep));
        }
    }

    /** Panes before 0 are good, from 0 on {@code bad} of {@link #EVENTS_A_PANE} are bad. */
    private static long detection(long limit, long bad, long longPanes, long shortPanes) {
        long panes = 1;
        while (!isExceeded(limit, bad * Math.min(panes, longPanes), longPanes)
                || !isExceeded(limit, bad * Math.min(panes, shortPanes), shortPanes)) {
            panes++;
        }
        return panes * PANE_MS;
    }

    /** Panes before 0 are all bad, from 0 on all good; the short window is the first to be met again. */
    private static long reset(long limit, long windowPanes) {
        long panes = 0;
        while (isExceeded(limit, EVENTS_A_PANE * (windowPanes - panes), windowPanes)) {
            panes++;
        }
        return panes * PANE_MS;
    }

    private static boolean isExceeded(long limit, long bad, long windowPanes) {
        return bad * 10_000 > limit * EVENTS_A_PANE * windowPanes;
    }

    private static long roundedUp(long ms) {
        long panes = 0;
        while (panes * PANE_MS < ms) {
            panes++;
        }
        return panes * PANE_MS;
    }

    private static TierCheck check(long limit, long longPanes, long shortPanes, long hold, long keep) {
        Ratio ratio = new Ratio(limit, 10_000);
        Tier tier = new Tier(
                Severity.PAGE,
                Optional.empty(),
                List.of(new Tier.Bound(longPanes * PANE_MS, ratio), new Tier.Bound(shortPanes * PANE_MS, ratio)));
        AlertDefinition alert = new AlertDefinition(
                "a", List.of(tier), hold, keep, 0, 0, Ratio.of("0.9"), NoDataPolicy.FREEZE, Compat.NONE);
        SloDefinition slo = new SloDefinition(
                "s",
                "o",
                Dashboard.SERVING,
                Category.SLO,
                "",
                Indicator.share(
                        TelemetryKind.CANARY,
                        List.of(),
                        List.of(new FieldMatcher("passed", Operator.EQUALS, new FieldMatcher.Flag(true))),
                        false,
                        false),
                Goal.Share.of(Ratio.of("0.99"), 30L * 24 * 3_600_000),
                List.of(alert));
        return new DefinitionCheck(PANE_MS)
                .report(DefinitionSet.of(List.of(slo)))
                .slos()
                .get(0)
                .alerts()
                .get(0)
                .tiers()
                .get(0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.serving;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Category;
import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.topology.judge.SloStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a group that a version serves no more, or serves from then on. */
class ServedGroupsTest {
    private static final long GRACE = TimeGrid.DEFAULT.graceMs() / SECOND;
    private static final EngineDefinition BOTH = serving(TimeGrid.DEFAULT, Set.of("coder", "writer"), quality("Bad"));
    private static final EngineDefinition CODER = serving(TimeGrid.DEFAULT, Set.of("coder"), quality("Bad"));

    @Test
    void shouldResolveTheAlertOfAGroupThatLeavesAndBeginAnewWhenItReturns() {
        VersionedRun run = new VersionedRun(1, BOTH, CODER, BOTH);
        for (long second = 0; second < 900; second++) {
            run.event(0, second, "writer", second >= 400, 1);
            if (second == 180 || second == 480) {
                run.adopt(0, second, second == 180 ? 2 : 3);
            }
        }
        run.arrive(0, 900 + GRACE);

        assertThat(run.words("writer"))
                .filteredOn(word -> word.contains("firing") || word.contains("resolved"))
                .containsExactly("60 firing", "175 resolved");
    }

    @Test
    void shouldResolveOnceWhereTheVersionThatDropsAGroupDropsTheAlertToo() {
        VersionedRun run = new VersionedRun(
                1, BOTH, serving(TimeGrid.DEFAULT, Set.of("coder"), quality("Other"), slo("more", passed(), 2 * HOUR)));
        for (long second = 0; second < 300; second++) {
            run.event(0, second, "writer", false, 1);
            if (second == 180) {
                run.adopt(0, second, 2);
            }
        }
        run.arrive(0, 300 + GRACE);

        assertThat(run.words("writer"))
                .filteredOn(word -> word.contains("resolved"))
                .hasSize(1);
    }

    @Test
    void shouldNotJudgeAGroupThatIsAddedBeforeItsWindowsAreCovered() {
        VersionedRun run = new VersionedRun(1, CODER, BOTH);
        for (long second = 0; second < 600; second++) {
            run.event(0, second, "writer", false, 1);
            if (second == 300) {
                run.adopt(0, second, 2);
            }
        }
        run.arrive(0, 600 + GRACE);

        // What may claim a time 60 s ahead is counted whole from 365 on; nine tenths of a minute are covered at 420.
        assertThat(run.words("writer")).containsExactly("295 no_data", "305 suppressed", "420 pending", "425 firing");
    }

    @Test
    void shouldCallNothingOverdueThatIsServedForAShorterTime() {
        SloDefinition fresh = fresh();
        VersionedRun run = new VersionedRun(
                1,
                serving(TimeGrid.DEFAULT, Set.of("coder"), fresh),
                serving(TimeGrid.DEFAULT, Set.of("coder", "writer"), fresh));
        for (long second = 0; second < 900; second++) {
            run.event(0, second, "coder", true, 1);
            if (second == 300) {
                run.adopt(0, second, 2);
            }
        }
        run.arrive(0, 900 + GRACE);

        // A minute, all of which must have been counted, since 365.
        assertThat(run.words("writer"))
                .filteredOn(word -> word.contains("firing"))
                .containsExactly("425 firing");
    }

    /** One partition adopts five minutes after the other: what that counts meanwhile for the new group is not lost. */
    @Test
    void shouldKeepWhatAPartitionCountsForAGroupThatOthersDoNotServeYet() {
        VersionedRun run = new VersionedRun(2, CODER, BOTH);
        for (long second = 0; second < 1_000; second++) {
            for (int source = 0; source < 2; source++) {
                run.event(source, second, "writer", true, 1);
                if (second == (source == 0 ? 300 : 600)) {
                    run.adopt(source, second, 2);
                }
            }
        }
        run.arrive(0, 1_000 + GRACE);
        run.arrive(1, 1_000 + GRACE);

        SloStatus writer = run.summary("quality", "writer");
        assertThat(writer.windows().get(writer.windows().size() - 1).total()).isEqualTo((1_000 - 301) + (1_000 - 601));
    }

    /** A partition that joins adopts late: that does not take away from what the others have covered, nor does a restart. */
    @Test
    void shouldNotUncoverAGroupWhenAPartitionJoins() {
        List<List<String>> told = new ArrayList<>();
        for (boolean restarts : new boolean[] {false, true}) {
            VersionedRun run = new VersionedRun(1, CODER, BOTH);
            for (long second = 0; second < 1_500; second++) {
                run.event(0, second, "writer", second < 1_040, 1);
                if (second == 300) {
                    run.adopt(0, second, 2);
                }
                if (second == 900) {
                    run.grow(1);
                }
                if (second >= 900) {
                    run.event(1, second, "writer", second < 1_040, 1);
                }
                if (second == 1_000) {
                    run.adopt(1, second, 2);
                }
                if (restarts && second == 1_020) {
                    run.restartStage();
                }
            }
            run.arrive(0, 1_500 + GRACE);
            run.arrive(1, 1_500 + GRACE);
            told.add(run.words("writer"));
        }

        assertThat(told.get(0)).isEqualTo(told.get(1)).anyMatch(word -> word.contains("firing"));
    }

    /** A minute without a good event is overdue. */
    private static SloDefinition fresh() {
        AlertDefinition stale = alert("Stale", "0", 0, 0, NoDataPolicy.FREEZE, MINUTE);
        AlertDefinition whole =
                new AlertDefinition(stale.name(), stale.tiers(), 0, 0, 0, 0, Ratio.ONE, stale.noData(), stale.compat());
        return new SloDefinition(
                "fresh",
                "serving-oncall",
                Dashboard.SERVING,
                Category.OUTCOME,
                "",
                passed(),
                new Goal.Freshness(MINUTE),
                List.of(whole));
    }

    private static SloDefinition quality(String alertName) {
        AlertDefinition bad = alert(alertName, "0.3", 5 * SECOND, 0, NoDataPolicy.FREEZE, MINUTE);
        AlertDefinition covered = new AlertDefinition(
                bad.name(), bad.tiers(), bad.holdMs(), 0, 0, 0, Ratio.of("0.9"), bad.noData(), bad.compat());
        return slo("quality", passed(), HOUR, covered);
    }
}

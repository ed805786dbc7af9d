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

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.SloDefinition;
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
                .containsExactly("10 firing", "175 resolved");
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

    private static SloDefinition quality(String alertName) {
        AlertDefinition bad = alert(alertName, "0.3", 5 * SECOND, 0, NoDataPolicy.FREEZE, MINUTE);
        return slo("quality", passed(), HOUR, bad);
    }
}

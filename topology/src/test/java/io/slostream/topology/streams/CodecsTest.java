// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.state.AlertMachine;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.Phase;
import io.slostream.topology.TopologyFixtures;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodecsTest {
    private static final long SEED = 9;
    private static final long MINUTE = TopologyFixtures.MINUTE;

    @Test
    void shouldGiveBackEveryAlertStateThatAWalkReaches() {
        SplittableRandom random = new SplittableRandom(SEED);
        Set<AlertState> seen = new HashSet<>();
        for (NoDataPolicy policy : new NoDataPolicy[] {
            NoDataPolicy.FREEZE, NoDataPolicy.RESET, NoDataPolicy.NOT_MET, new AlertAfter(3 * MINUTE, Severity.PAGE)
        }) {
            AlertDefinition alert =
                    TopologyFixtures.alert("Bad", "0.15", 2 * MINUTE, 2 * MINUTE, policy, TopologyFixtures.HOUR);
            AlertState state = AlertState.initial(1);
            for (int step = 0; step < 5_000; step++) {
                Condition[] conditions = {Condition.values()[random.nextInt(Condition.values().length)]};
                long boundary = TopologyFixtures.T0 + step * MINUTE;
                state = AlertMachine.next(alert, state, conditions, boundary, MINUTE)
                        .state();
                seen.add(state);

                byte[] bytes = Codecs.ALERTS.value(state);

                assertThat(Codecs.ALERTS.readValue(bytes))
                        .as("seed %d, %s, step %d", SEED, policy, step)
                        .isEqualTo(state);
            }
        }
        assertThat(seen).anyMatch(state -> state.silence().phase() == Phase.FIRING);
        assertThat(seen).anyMatch(state -> state.silence().phase() == Phase.PENDING);
    }
}

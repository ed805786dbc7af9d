// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.AlertFixtures.MINUTE;
import static io.slostream.alerting.AlertFixtures.T0;
import static io.slostream.alerting.AlertFixtures.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.judge.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every history of six evaluations against {@link ReferenceTier}, which carries no timers. */
class TierMachineTableTest {
    private static final int LENGTH = 6;
    private static final List<NoDataPolicy> POLICIES = List.of(
            NoDataPolicy.FREEZE,
            NoDataPolicy.RESET,
            NoDataPolicy.NOT_MET,
            new NoDataPolicy.AlertAfter(MINUTE, Severity.PAGE));
    private static final long[] DURATIONS = {0, MINUTE, 150_000}; // 0, 1 and (rounded up) 3 evaluations

    private final Set<String> situations = new TreeSet<>();
    private long histories;

    @Test
    void shouldAgreeWithCountingEvaluationsOverEveryHistory() {
        for (NoDataPolicy policy : POLICIES) {
            for (long hold : DURATIONS) {
                for (long keep : DURATIONS) {
                    extend(alert(hold, keep, policy, Severity.PAGE), new ArrayList<>(), TierState.INACTIVE);
                }
            }
        }

        // 36 definitions; 7 + 7² + … + 7⁶ histories each
        assertThat(histories).isEqualTo(36 * 137_256L);
        // Of (inactive, pending, pending frozen, firing, clearing, clearing frozen) those that can be reached:
        //   hold 0, keep 0: 2 whatever the policy         hold > 0, keep 0: 4 when freezing, else 3
        //   hold 0, keep > 0: 4 whatever the policy       hold > 0, keep > 0: 6 when freezing, else 5
        // each with each of seven conditions; two policies freeze, two do not.
        assertThat(situations).hasSize((4 * 2 + 2 * 4 + 2 * 3 + 4 * 4 + 2 * 6 + 2 * 5) * 7);
    }

    private void extend(AlertDefinition alert, List<Condition> history, TierState state) {
        if (history.size() == LENGTH) {
            return;
        }
        long boundary = T0 + history.size() * MINUTE;
        for (Condition condition : Condition.values()) {
            situations.add(situation(alert, state, condition));
            histories++;
            history.add(condition);
            TierState next = TierMachine.next(alert, state, condition, boundary, MINUTE);
            check(alert, history, next);
            extend(alert, history, next);
            history.remove(history.size() - 1);
        }
    }

    private static void check(AlertDefinition alert, List<Condition> history, TierState state) {
        ReferenceTier reference = new ReferenceTier(alert, history, MINUTE);
        boolean agrees = state.phase() == reference.phase()
                && state.startedAtMs() == instant(reference.startedAt())
                && state.firedAtMs() == instant(reference.firedAt())
                && state.clearSinceMs() == instant(reference.clearSince());
        if (!agrees) { // describing a million passing checks would take longer than making them
            assertThat(state)
                    .as(
                            "hold %d, keep %d, %s, history %s: %s from %d, fired %d, clear since %d",
                            alert.holdMs(),
                            alert.keepFiringForMs(),
                            alert.noData(),
                            history,
                            reference.phase(),
                            instant(reference.startedAt()),
                            instant(reference.firedAt()),
                            instant(reference.clearSince()))
                    .isNull();
        }
    }

    private static String situation(AlertDefinition alert, TierState state, Condition condition) {
        return String.join(
                " ",
                state.phase().name(),
                state.clearSinceMs() == TierState.NEVER ? "-" : "clearing",
                state.frozenFromMs() == TierState.NEVER ? "-" : "frozen",
                alert.holdMs() > 0 ? "hold" : "-",
                alert.keepFiringForMs() > 0 ? "keep" : "-",
                alert.noData().toString(),
                condition.name());
    }

    private static long instant(int evaluation) {
        return evaluation < 0 ? TierState.NEVER : T0 + evaluation * MINUTE;
    }
}

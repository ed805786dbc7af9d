// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.AlertFixtures.MINUTE;
import static io.slostream.alerting.AlertFixtures.T0;
import static io.slostream.alerting.AlertFixtures.alert;
import static io.slostream.alerting.judge.Condition.MET;
import static io.slostream.alerting.judge.Condition.MET_FEW_BAD_EVENTS;
import static io.slostream.alerting.judge.Condition.MET_FEW_EVENTS;
import static io.slostream.alerting.judge.Condition.MET_UNCOVERED;
import static io.slostream.alerting.judge.Condition.NOT_MET;
import static io.slostream.alerting.judge.Condition.NO_DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.judge.Condition;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Rows 1–8 of the states that Prometheus gives an alert with {@code for} and {@code keep_firing_for}
 * (rules/alerting.go), then what we do differently. One condition a minute from T0.
 */
class TierMachineTest {
    private static final long INTERVAL = MINUTE;

    /** Row 1: pending at the first true evaluation, or firing at once without a hold. */
    @Test
    void shouldBePendingAtTheFirstMetEvaluationAndFireAtOnceWithoutHold() {
        TierState held = run(freezing(MINUTE, 0), MET);
        TierState unheld = run(freezing(0, 0), MET);

        assertThat(held).isEqualTo(TierState.pending(at(0)));
        assertThat(unheld).isEqualTo(TierState.firing(at(0), at(0)));
    }

    /** Row 2: fires when t − ActiveAt ≥ for, inclusive. */
    @Test
    void shouldFireAtExactlyTheHold() {
        AlertDefinition alert = freezing(2 * MINUTE, 0);

        assertThat(run(alert, MET, MET)).isEqualTo(TierState.pending(at(0)));
        assertThat(run(alert, MET, MET, MET)).isEqualTo(TierState.firing(at(0), at(2)));
    }

    /** Row 2, its example: {@code for: 1m} on a 5 minute interval fires at the second true evaluation. */
    @Test
    void shouldFireAtTheSecondMetEvaluationWhenTheIntervalIsLongerThanTheHold() {
        AlertDefinition alert = freezing(MINUTE, 0);

        TierState first = TierMachine.next(alert, TierState.INACTIVE, MET, T0, 5 * MINUTE);
        TierState second = TierMachine.next(alert, first, MET, T0 + 5 * MINUTE, 5 * MINUTE);

        assertThat(first.phase()).isEqualTo(Phase.PENDING);
        assertThat(second).isEqualTo(TierState.firing(T0, T0 + 5 * MINUTE));
    }

    /** Row 3: one false evaluation drops a pending alert, whatever keep_firing_for says. */
    @Test
    void shouldDropAPendingTierAtOneNotMetEvaluation() {
        AlertDefinition alert = freezing(2 * MINUTE, 10 * MINUTE);

        assertThat(run(alert, MET, MET, NOT_MET)).isEqualTo(TierState.INACTIVE);
        assertThat(run(alert, MET, MET, NOT_MET, MET)).isEqualTo(TierState.pending(at(3)));
    }

    /** Row 4: without keep_firing_for a firing alert ends in the first false evaluation. */
    @Test
    void shouldResolveAtOnceWithoutKeepFiring() {
        assertThat(run(freezing(0, 0), MET, NOT_MET)).isEqualTo(TierState.INACTIVE);
    }

    /** Row 5, its example: values 75 85 70 70 10 10 with for 1m, hold 1m: pending 0, firing 1–4, gone at 5. */
    @Test
    void shouldKeepFiringFromTheFirstNotMetEvaluation() {
        AlertDefinition alert = freezing(MINUTE, MINUTE);
        Condition[] values = {MET, MET, MET, MET, NOT_MET, NOT_MET};

        assertThat(phases(alert, values))
                .containsExactly(
                        Phase.PENDING, // 0: 75
                        Phase.FIRING, //  1: 85
                        Phase.FIRING, //  2: 70
                        Phase.FIRING, //  3: 70
                        Phase.FIRING, //  4: 10, the hold begins here and not at 3
                        Phase.INACTIVE); // 5: 10
        assertThat(run(alert, MET, MET, MET, MET, NOT_MET).clearSinceMs()).isEqualTo(at(4));
    }

    /** Row 6: true again during the hold clears it; the alert stays the same. */
    @Test
    void shouldForgetTheClearTimerWhenMetAgain() {
        AlertDefinition alert = freezing(MINUTE, 2 * MINUTE);

        TierState again = run(alert, MET, MET, NOT_MET, NOT_MET, MET);

        assertThat(again).isEqualTo(TierState.firing(at(0), at(1)));
        assertThat(phases(alert, MET, MET, NOT_MET, NOT_MET, MET, NOT_MET, NOT_MET, NOT_MET))
                .endsWith(Phase.FIRING, Phase.FIRING, Phase.INACTIVE);
    }

    /** Row 7: true again after it ended is a new alert with the full hold before it. */
    @Test
    void shouldStartAnewAfterItEnded() {
        AlertDefinition alert = freezing(MINUTE, 0);

        assertThat(run(alert, MET, MET, NOT_MET, MET)).isEqualTo(TierState.pending(at(3)));
        assertThat(run(alert, MET, MET, NOT_MET, MET, MET)).isEqualTo(TierState.firing(at(3), at(4)));
    }

    /** Row 8: while it is kept firing, start and firing instants stay those of the true evaluations. */
    @Test
    void shouldKeepItsInstantsWhileClearing() {
        TierState clearing = run(freezing(MINUTE, 5 * MINUTE), MET, MET, NOT_MET, NOT_MET);

        assertThat(clearing.startedAtMs()).isEqualTo(at(0));
        assertThat(clearing.firedAtMs()).isEqualTo(at(1));
    }

    @Test
    void shouldNotCountTimeWithoutDataTowardsTheHold() {
        AlertDefinition alert = freezing(2 * MINUTE, 0);

        // 0: pending   1 2 3: frozen   4: one minute held   5: two
        assertThat(phases(alert, MET, NO_DATA, NO_DATA, NO_DATA, MET, MET))
                .endsWith(Phase.PENDING, Phase.PENDING, Phase.FIRING);
        // two stretches add up: 2: one minute held   4: two   5: three
        assertThat(phases(freezing(3 * MINUTE, 0), MET, NO_DATA, MET, NO_DATA, MET, MET))
                .endsWith(Phase.PENDING, Phase.PENDING, Phase.FIRING);
    }

    @Test
    void shouldNotCountTimeWithoutDataTowardsKeepFiring() {
        AlertDefinition alert = freezing(0, 2 * MINUTE);

        // 0: firing   1: clearing   2 3: frozen   4: one minute clear   5: two
        assertThat(phases(alert, MET, NOT_MET, NO_DATA, NO_DATA, NOT_MET, NOT_MET))
                .endsWith(Phase.FIRING, Phase.FIRING, Phase.INACTIVE);
    }

    @Test
    void shouldStayFiringThroughSilenceHoweverLong() {
        AlertDefinition alert = freezing(0, 0);
        Condition[] silence =
                IntStream.range(0, 10_000).mapToObj(i -> i == 0 ? MET : NO_DATA).toArray(Condition[]::new);

        assertThat(run(alert, silence)).isEqualTo(TierState.firing(at(0), at(0)));
    }

    @Test
    void shouldForgetEverythingWithoutDataWhenResetting() {
        AlertDefinition alert = alert(MINUTE, MINUTE, NoDataPolicy.RESET, Severity.PAGE);

        assertThat(run(alert, MET, NO_DATA)).isEqualTo(TierState.INACTIVE);
        assertThat(run(alert, MET, MET, NO_DATA)).isEqualTo(TierState.INACTIVE);
        assertThat(run(alert, MET, MET, NOT_MET, NO_DATA)).isEqualTo(TierState.INACTIVE);
    }

    @Test
    void shouldNotStartOnAGatedCondition() {
        AlertDefinition alert = freezing(0, 0);

        assertThat(run(alert, MET_FEW_EVENTS)).isEqualTo(TierState.INACTIVE);
        assertThat(run(alert, MET_FEW_BAD_EVENTS)).isEqualTo(TierState.INACTIVE);
        assertThat(run(alert, MET_UNCOVERED)).isEqualTo(TierState.INACTIVE);
    }

    @Test
    void shouldFireOnAConditionThatLostItsMinimumOnTheWay() {
        AlertDefinition alert = freezing(2 * MINUTE, 0);

        assertThat(run(alert, MET, MET_FEW_EVENTS, MET_FEW_BAD_EVENTS)).isEqualTo(TierState.firing(at(0), at(2)));
        assertThat(run(freezing(0, 0), MET, MET_FEW_EVENTS, MET_FEW_BAD_EVENTS).phase())
                .isEqualTo(Phase.FIRING);
    }

    @Test
    void shouldNeverResolveForLackOfCoverage() {
        AlertDefinition alert = freezing(0, MINUTE);

        // 0: firing   1: clearing   2: frozen   3: a minute clear
        assertThat(phases(alert, MET, NOT_MET, MET_UNCOVERED, NOT_MET))
                .containsExactly(Phase.FIRING, Phase.FIRING, Phase.FIRING, Phase.INACTIVE);
        assertThat(run(freezing(0, 0), MET, MET_UNCOVERED, MET_UNCOVERED).phase())
                .isEqualTo(Phase.FIRING);
    }

    private static AlertDefinition freezing(long holdMs, long keepMs) {
        return alert(holdMs, keepMs, NoDataPolicy.FREEZE, Severity.PAGE);
    }

    private static TierState run(AlertDefinition alert, Condition... conditions) {
        TierState state = TierState.INACTIVE;
        for (int i = 0; i < conditions.length; i++) {
            state = TierMachine.next(alert, state, conditions[i], at(i), INTERVAL);
        }
        return state;
    }

    private static Phase[] phases(AlertDefinition alert, Condition... conditions) {
        Phase[] phases = new Phase[conditions.length];
        TierState state = TierState.INACTIVE;
        for (int i = 0; i < conditions.length; i++) {
            state = TierMachine.next(alert, state, conditions[i], at(i), INTERVAL);
            phases[i] = state.phase();
        }
        return phases;
    }

    private static long at(int evaluation) {
        return T0 + evaluation * INTERVAL;
    }
}

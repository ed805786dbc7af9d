// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.AlertFixtures.HOUR;
import static io.slostream.alerting.AlertFixtures.MINUTE;
import static io.slostream.alerting.AlertFixtures.T0;
import static io.slostream.alerting.AlertFixtures.tier;
import static io.slostream.alerting.definition.Severity.PAGE;
import static io.slostream.alerting.definition.Severity.TICKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.judge.Condition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 11 and 12 of Prometheus' states, and what we do instead: an edited definition takes up the state. */
class AdoptionTest {
    private static final Tier FAST = windows(PAGE, 5 * MINUTE);
    private static final Tier SLOW = windows(TICKET, HOUR);

    @ParameterizedTest
    @EnumSource(Compat.class)
    void shouldGoOnAsIfNothingHappenedUnderTheSameDefinition(Compat compat) {
        AlertDefinition alert = held(compat, 2, 2, FAST, SLOW);

        Run run = new Run(alert).play("MMMn", "nMMM").adopt(held(compat, 2, 2, FAST, SLOW));

        assertThat(run.play("nM", "MM").state).isEqualTo(new Run(alert).play("MMMnnM", "nMMMMM").state);
    }

    @ParameterizedTest
    @EnumSource(Compat.class)
    void shouldLetTheTimersRunOnUnderTheNewDurations(Compat compat) {
        Run pending = new Run(held(compat, 9, 0, FAST)).play("MMM").adopt(held(compat, 3, 0, FAST));
        assertThat(pending.play("M").told).containsExactly("0 pending page condition", "3 firing page condition");

        Run clearing = new Run(held(compat, 0, 9, FAST)).play("Mnn").adopt(held(compat, 0, 2, FAST));
        assertThat(clearing.play("n").told).containsExactly("0 firing page condition", "3 resolved page recovered");
    }

    /** Row 11: an alert that has not yet lasted for the new hold is pending again, and its keep-firing is forgotten. */
    @Test
    void shouldGoBackToPendingUnderALongerHoldAsInPrometheus() {
        Run run = new Run(held(Compat.PROMETHEUS, 1, 9, FAST)).play("MM").adopt(held(Compat.PROMETHEUS, 5, 9, FAST));

        assertThat(run.play("M").state.tiers()).containsExactly(TierState.pending(T0));
        assertThat(run.play("MMM").told)
                .containsExactly(
                        "0 pending page condition",
                        "1 firing page condition",
                        "2 resolved page redefined",
                        "5 firing page condition");
    }

    /** Row 11 while it is kept firing: pending at once, whatever the condition says, and dropped by the next evaluation. */
    @Test
    void shouldGoBackToPendingFromKeepFiringAsInPrometheus() {
        Run run = new Run(held(Compat.PROMETHEUS, 1, 9, FAST)).play("MMn").adopt(held(Compat.PROMETHEUS, 9, 9, FAST));

        assertThat(run.play("n").state.tiers()).containsExactly(TierState.pending(T0));
        assertThat(run.play("n").told).endsWith("3 resolved page redefined", "4 cancelled page recovered");
    }

    /** Row 11, its other half: one that has lasted long enough for the new hold goes on firing. */
    @Test
    void shouldGoOnFiringWhenItHasLastedForTheLongerHold() {
        Run run = new Run(held(Compat.PROMETHEUS, 1, 0, FAST)).play("MMMM").adopt(held(Compat.PROMETHEUS, 3, 0, FAST));

        assertThat(run.play("MM").told).containsExactly("0 pending page condition", "1 firing page condition");
    }

    /** Row 11, ours: nobody takes a page back by editing a file; the longer hold is for the next incident. */
    @Test
    void shouldGoOnFiringUnderALongerHold() {
        Run run = new Run(held(Compat.NONE, 1, 0, FAST)).play("MM").adopt(held(Compat.NONE, 5, 0, FAST));

        assertThat(run.play("MMnMMMMMM").told)
                .containsExactly(
                        "0 pending page condition",
                        "1 firing page condition",
                        "4 resolved page recovered",
                        "5 pending page condition",
                        "10 firing page condition");
    }

    /** Row 12: the expression is no part of a rule's identity. */
    @ParameterizedTest
    @EnumSource(Compat.class)
    void shouldKeepTheStateWhenAThresholdOrAWindowChanges(Compat compat) {
        Run run = new Run(held(compat, 1, 0, FAST)).play("MM").adopt(held(compat, 1, 0, windows(PAGE, 7 * MINUTE)));

        assertThat(run.play("M").told).containsExactly("0 pending page condition", "1 firing page condition");
    }

    /** Row 12: labels are, so another severity is another rule; the old one's alert ends. */
    @Test
    void shouldBeginAnewWithAnotherSeverityAsInPrometheus() {
        Run run = new Run(held(Compat.PROMETHEUS, 1, 0, FAST))
                .play("MM")
                .adopt(held(Compat.PROMETHEUS, 1, 0, windows(TICKET, 5 * MINUTE)));

        assertThat(run.play("MM").told)
                .containsExactly(
                        "0 pending page condition",
                        "1 firing page condition",
                        "2 resolved page redefined",
                        "3 firing ticket condition");
        assertThat(run.state.startedAtMs()).isEqualTo(T0 + 2 * MINUTE);
    }

    /** Row 12, ours: the alert is the alert; its severity changed. */
    @Test
    void shouldChangeTheSeverityOfTheAlertThatFires() {
        Run run = new Run(held(Compat.NONE, 1, 0, FAST))
                .play("MM")
                .adopt(held(Compat.NONE, 1, 0, windows(TICKET, 5 * MINUTE)));

        assertThat(run.play("M").told)
                .containsExactly("0 pending page condition", "1 firing page condition", "2 firing ticket severity");
        assertThat(run.state.startedAtMs()).isEqualTo(T0);
    }

    /** Row 12: rules of one name and label set are matched in their order, whatever they ask. */
    @Test
    void shouldMatchEqualSeveritiesInTheirOrderAsInPrometheus() {
        Tier other = windows(PAGE, 30 * MINUTE);
        AlertState fastFires = new Run(held(Compat.PROMETHEUS, 0, 0, FAST, other)).play("M", "n").state;

        AlertState swapped = Adoption.adopt(
                held(Compat.PROMETHEUS, 0, 0, FAST, other), held(Compat.PROMETHEUS, 0, 0, other, FAST), fastFires);
        AlertState shorter = Adoption.adopt(
                held(Compat.PROMETHEUS, 0, 0, FAST, other), held(Compat.PROMETHEUS, 0, 0, other), fastFires);

        assertThat(phases(swapped)).containsExactly(Phase.FIRING, Phase.INACTIVE);
        assertThat(phases(shorter)).containsExactly(Phase.FIRING);
    }

    @Test
    void shouldFollowATierByItsWindows() {
        Tier other = windows(PAGE, 30 * MINUTE);
        AlertDefinition before = held(Compat.NONE, 0, 0, FAST, other);
        AlertState fastFires = new Run(before).play("M", "n").state;

        assertThat(phases(Adoption.adopt(before, held(Compat.NONE, 0, 0, other, FAST), fastFires)))
                .containsExactly(Phase.INACTIVE, Phase.FIRING);
        assertThat(phases(Adoption.adopt(before, held(Compat.NONE, 0, 0, other), fastFires)))
                .as("the one that fires was taken out")
                .containsExactly(Phase.INACTIVE);
        assertThat(phases(Adoption.adopt(before, held(Compat.NONE, 0, 0, SLOW, other, FAST), fastFires)))
                .as("one was added")
                .containsExactly(Phase.INACTIVE, Phase.INACTIVE, Phase.FIRING);
        assertThat(phases(Adoption.adopt(before, held(Compat.NONE, 0, 0, other, SLOW), fastFires)))
                .as("one was replaced")
                .containsExactly(Phase.INACTIVE, Phase.FIRING);
        assertThat(phases(Adoption.adopt(
                        held(Compat.NONE, 0, 0, FAST, windows(TICKET, 5 * MINUTE)),
                        held(Compat.NONE, 0, 0, windows(TICKET, 5 * MINUTE), FAST),
                        fastFires)))
                .as("the severity tells two with the same windows apart")
                .containsExactly(Phase.INACTIVE, Phase.FIRING);
    }

    @Test
    void shouldResolveWhatWasTakenOut() {
        Run run = new Run(held(Compat.NONE, 0, 0, FAST, SLOW)).play("MM", "nn").adopt(held(Compat.NONE, 0, 0, SLOW));

        assertThat(run.play("n").told).containsExactly("0 firing page condition", "2 resolved page redefined");
        assertThat(run.state).isEqualTo(AlertState.initial(1));

        Run pending =
                new Run(held(Compat.NONE, 5, 0, FAST, SLOW)).play("M", "n").adopt(held(Compat.NONE, 5, 0, SLOW));
        assertThat(pending.play("n").told).containsExactly("0 pending page condition", "1 cancelled ticket redefined");
    }

    @Test
    void shouldResolveAnAlertOfSilenceWhenThePolicyIsTakenOut() {
        AlertDefinition silent = alert(Compat.NONE, 0, 0, new AlertAfter(MINUTE, PAGE), FAST);

        Run run = new Run(silent).play("--").adopt(held(Compat.NONE, 0, 0, FAST));

        assertThat(run.play("--").told)
                .containsExactly("0 no_data page no_data", "1 firing page no_data", "2 resolved page redefined");
    }

    @Test
    void shouldCountSilenceFromTheAdoptionOfThePolicy() {
        AlertDefinition silent = alert(Compat.NONE, 0, 0, new AlertAfter(2 * MINUTE, PAGE), FAST);

        Run run = new Run(held(Compat.NONE, 0, 0, FAST)).play("-----").adopt(silent);

        assertThat(run.play("---").told).containsExactly("0 no_data page no_data", "7 firing page no_data");
    }

    @Test
    void shouldTakeUpTheTimersOfTheOtherRules() {
        Run toPrometheus =
                new Run(held(Compat.NONE, 0, 3, FAST)).play("Mn---").adopt(held(Compat.PROMETHEUS, 0, 3, FAST));
        assertThat(toPrometheus.play("---").told)
                .containsExactly("0 firing page condition", "2 no_data page no_data", "7 resolved page recovered");

        Run toOurs = new Run(held(Compat.PROMETHEUS, 0, 3, FAST)).play("Mn-").adopt(held(Compat.NONE, 0, 3, FAST));
        assertThat(toOurs.play("-----nn").told)
                .containsExactly("0 firing page condition", "3 no_data page no_data", "9 resolved page recovered");
    }

    private static List<Phase> phases(AlertState state) {
        return state.tiers().stream().map(TierState::phase).toList();
    }

    private static Tier windows(Severity severity, long windowMs) {
        return tier(severity, new Tier.Bound(windowMs, Ratio.of("0.15")));
    }

    private static AlertDefinition held(Compat compat, long hold, long keep, Tier... tiers) {
        NoDataPolicy policy = compat == Compat.PROMETHEUS ? NoDataPolicy.NOT_MET : NoDataPolicy.FREEZE;
        return alert(compat, hold, keep, policy, tiers);
    }

    private static AlertDefinition alert(Compat compat, long hold, long keep, NoDataPolicy policy, Tier... tiers) {
        return new AlertDefinition(
                "Alert", List.of(tiers), hold * MINUTE, keep * MINUTE, 0, 0, Ratio.ZERO, policy, compat);
    }

    /** An alert along a timeline, a letter a minute, under one definition after another. */
    private static final class Run {
        private final List<String> told = new ArrayList<>();
        private AlertDefinition alert;
        private AlertState state;
        private long minute;

        Run(AlertDefinition alert) {
            this.alert = alert;
            state = AlertState.initial(alert.tiers().size());
        }

        Run adopt(AlertDefinition next) {
            state = Adoption.adopt(alert, next, state);
            alert = next;
            return this;
        }

        Run play(String... tiers) {
            for (int at = 0; at < tiers[0].length(); at++) {
                Condition[] conditions = new Condition[tiers.length];
                for (int tier = 0; tier < tiers.length; tier++) {
                    conditions[tier] = AlertTimeline.condition(tiers[tier].charAt(at));
                }
                AlertMachine.Step step = AlertMachine.next(alert, state, conditions, T0 + minute * MINUTE, MINUTE);
                state = step.state();
                step.transition()
                        .ifPresent(said -> told.add(String.join(
                                " ",
                                Long.toString(minute),
                                said.kind().word(),
                                said.severity().word(),
                                said.reason().word())));
                minute++;
            }
            return this;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.state;

import static io.slostream.alerting.AlertFixtures.MINUTE;
import static io.slostream.alerting.AlertFixtures.alert;
import static io.slostream.alerting.definition.Severity.PAGE;
import static io.slostream.alerting.definition.Severity.TICKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.definition.Severity;
import org.junit.jupiter.api.Test;

class AlertMachineTest {
    private static final AlertDefinition AT_ONCE = alert(0, 0, NoDataPolicy.FREEZE, PAGE, TICKET);
    private static final AlertDefinition HELD = alert(2 * MINUTE, 0, NoDataPolicy.FREEZE, PAGE, TICKET);

    @Test
    void shouldGoFromPendingThroughFiringToResolved() {
        AlertTimeline run = AlertTimeline.of(alert(2 * MINUTE, 0, NoDataPolicy.FREEZE, PAGE), "n M M M M n");

        assertThat(run.transitions())
                .containsExactly("1 pending page condition", "3 firing page condition", "5 resolved page recovered");
        assertThat(run.instants()).containsExactly("1 . .", "1 3 .", "1 3 5");
        assertThat(run.state()).isEqualTo(AlertState.initial(1));
    }

    @Test
    void shouldFireWithoutPendingWhenThereIsNoHold() {
        AlertTimeline run = AlertTimeline.of(AT_ONCE, "n M n", "n n n");

        assertThat(run.transitions()).containsExactly("1 firing page condition", "2 resolved page recovered");
        assertThat(run.instants()).containsExactly("1 1 .", "1 1 2");
    }

    @Test
    void shouldCancelWhatWasPending() {
        AlertTimeline run = AlertTimeline.of(HELD, "n M M n", "n n n n");

        assertThat(run.transitions()).containsExactly("1 pending page condition", "3 cancelled page recovered");
        assertThat(run.instants()).containsExactly("1 . .", "1 . .");
    }

    @Test
    void shouldBeOneAlertWhenTwoTiersFireAtTheSameBoundary() {
        AlertTimeline run = AlertTimeline.of(AT_ONCE, "n M n", "n M n");

        assertThat(run.transitions()).containsExactly("1 firing page condition", "2 resolved page recovered");
    }

    @Test
    void shouldRaiseAndLowerItsSeverityWithoutResolving() {
        AlertTimeline run = AlertTimeline.of(
                AT_ONCE, //
                "n n M n n",
                "n M M M n");

        assertThat(run.transitions())
                .containsExactly(
                        "1 firing ticket condition",
                        "2 firing page severity",
                        "3 firing ticket severity",
                        "4 resolved ticket recovered");
    }

    @Test
    void shouldKeepTheInstantsOfTheFirstFiringTierForTheIncident() {
        AlertTimeline run = AlertTimeline.of(
                HELD, //
                "M M M n n n n", // fires at 2, ends at 3
                "n M M M M M n"); // pending from 1, fires at 3

        assertThat(run.transitions())
                .containsExactly(
                        "0 pending page condition",
                        "2 firing page condition",
                        "3 firing ticket severity",
                        "6 resolved ticket recovered");
        assertThat(run.instants()).containsExactly("0 . .", "0 2 .", "0 2 .", "0 2 6");
    }

    @Test
    void shouldStayOneIncidentWhenOneTierHandsOverToAnotherOfTheSameSeverity() {
        AlertTimeline run = AlertTimeline.of(
                alert(0, 0, NoDataPolicy.FREEZE, PAGE, PAGE), //
                "M M n n",
                "n n M n");

        assertThat(run.transitions()).containsExactly("0 firing page condition", "3 resolved page recovered");
        assertThat(run.instants()).containsExactly("0 0 .", "0 0 3");
    }

    @Test
    void shouldResolveWhileAnotherTierIsStillPending() {
        AlertTimeline run = AlertTimeline.of(
                HELD, //
                "M M M n n n",
                "n n M M M n"); // pending from 2, fires at 4

        assertThat(run.transitions())
                .containsExactly(
                        "0 pending page condition",
                        "2 firing page condition",
                        "3 resolved page recovered",
                        "4 firing ticket condition",
                        "5 resolved ticket recovered");
        assertThat(run.instants()).containsExactly("0 . .", "0 2 .", "0 2 3", "2 4 .", "2 4 5");
    }

    /** Row 6 and 8 of the Prometheus states: nothing is said during the hold, nor when it is met again. */
    @Test
    void shouldSayNothingWhileItIsKeptFiring() {
        AlertTimeline run = AlertTimeline.of(alert(0, 3 * MINUTE, NoDataPolicy.FREEZE, PAGE), "M n n M n n n n n");

        assertThat(run.transitions()).containsExactly("0 firing page condition", "7 resolved page recovered");
        assertThat(run.instants()).containsExactly("0 0 .", "0 0 7");
    }

    @Test
    void shouldReportNoDataOncePerStretch() {
        AlertTimeline run = AlertTimeline.of(alert(0, 0, NoDataPolicy.FREEZE, PAGE), "n - - - n - - M");

        assertThat(run.transitions())
                .containsExactly("1 no_data page no_data", "5 no_data page no_data", "7 firing page condition");
    }

    @Test
    void shouldReportNoDataWhileFiringAndStayFiring() {
        AlertTimeline run = AlertTimeline.of(AT_ONCE, "n - - M n", "M - - M n");

        assertThat(run.transitions())
                .containsExactly(
                        "0 firing ticket condition",
                        "1 no_data ticket no_data",
                        "3 firing page severity",
                        "4 resolved page recovered");
        assertThat(run.instants()).containsExactly("0 0 .", "0 0 .", "0 0 .", "0 0 4");
    }

    @Test
    void shouldHaveDataWhileOneTierIsMet() {
        assertThat(AlertTimeline.of(AT_ONCE, "- -", "M M").transitions()).containsExactly("0 firing ticket condition");
        assertThat(AlertTimeline.of(AT_ONCE, "- -", "n n").transitions()).containsExactly("0 no_data page no_data");
    }

    @Test
    void shouldFreezeThePendingTimerWithoutData() {
        AlertTimeline run = AlertTimeline.of(alert(2 * MINUTE, 0, NoDataPolicy.FREEZE, PAGE), "M - - - M M");

        assertThat(run.transitions())
                .containsExactly("0 pending page condition", "1 no_data page no_data", "5 firing page condition");
    }

    @Test
    void shouldEndWithReasonNoDataWhenResetting() {
        AlertDefinition resetting = alert(MINUTE, 5 * MINUTE, NoDataPolicy.RESET, PAGE);

        assertThat(AlertTimeline.of(resetting, "M - M M - n").transitions())
                .containsExactly(
                        "0 pending page condition",
                        "1 cancelled page no_data",
                        "2 pending page condition",
                        "3 firing page condition",
                        "4 resolved page no_data");
    }

    @Test
    void shouldFireWhenSilenceLastsForTheDelayAndEndWhenDataAreBack() {
        AlertTimeline run = AlertTimeline.of(alertAfter(3, 0, 0), "n - - - - - n n");

        assertThat(run.transitions())
                .containsExactly("1 no_data page no_data", "4 firing ticket no_data", "6 resolved ticket data_back");
        assertThat(run.instants()).containsExactly(". . .", "1 4 .", "1 4 6");
        assertThat(run.state()).isEqualTo(AlertState.initial(1));
    }

    @Test
    void shouldSayThatItFiresAndNothingElseWhenTheDelayIsNone() {
        assertThat(AlertTimeline.of(alertAfter(0, 0, 0), "n - - n").transitions())
                .containsExactly("1 firing ticket no_data", "3 resolved ticket data_back");
    }

    @Test
    void shouldNotFireWhenSilenceEndsBeforeTheDelay() {
        assertThat(AlertTimeline.of(alertAfter(3, 0, 0), "n - - - n - - - n").transitions())
                .containsExactly("1 no_data page no_data", "5 no_data page no_data");
    }

    @Test
    void shouldKeepFiringAfterSilenceAsAfterAnythingElse() {
        assertThat(AlertTimeline.of(alertAfter(1, 0, 2), "- - n n - n n n").transitions())
                .containsExactly(
                        "0 no_data page no_data",
                        "1 firing ticket no_data",
                        "4 no_data ticket no_data",
                        "7 resolved ticket data_back");
    }

    /** The silence may be ours: an hour's window that was counted for a minute is empty without meaning anything. */
    @Test
    void shouldNotAlertBeforeTheSilentWindowsAreCovered() {
        assertThat(AlertTimeline.of(alertAfter(2, 0, 0), "~ ~ ~ ~ ~ - - - n").transitions())
                .containsExactly("0 no_data page no_data", "7 firing ticket no_data", "8 resolved ticket data_back");
        // coverage that is lost begins the delay anew, and ends no alert
        assertThat(AlertTimeline.of(alertAfter(2, 0, 0), "- - ~ - - - ~ ~ n").transitions())
                .containsExactly("0 no_data page no_data", "5 firing ticket no_data", "8 resolved ticket data_back");
    }

    /** Tiers freeze: what was firing before the silence is the same incident after it, whatever silence did. */
    @Test
    void shouldStayOneIncidentThroughSilence() {
        AlertTimeline run = AlertTimeline.of(alertAfter(2, 0, 0), "M - - - - M n");

        assertThat(run.transitions())
                .containsExactly("0 firing page condition", "1 no_data page no_data", "6 resolved page recovered");
        assertThat(run.instants()).endsWith("0 0 6");
    }

    @Test
    void shouldRaiseTheSeverityWhenSilenceIsTheGraverOne() {
        AlertDefinition alert = alert(0, 0, new AlertAfter(2 * MINUTE, PAGE), TICKET);

        assertThat(AlertTimeline.of(alert, "M - - - M n").transitions())
                .containsExactly(
                        "0 firing ticket condition",
                        "1 no_data ticket no_data",
                        "3 firing page severity",
                        "4 firing ticket severity",
                        "5 resolved ticket recovered");
    }

    /** It is pending still, with the time it had, when data come back bad; silence ends all the same. */
    @Test
    void shouldFireOverAPendingTierAndLeaveItPending() {
        AlertTimeline run = AlertTimeline.of(alertAfter(1, 2, 0), "M - - - M M n");

        assertThat(run.transitions())
                .containsExactly(
                        "0 pending page condition",
                        "1 no_data page no_data",
                        "2 firing ticket no_data",
                        "4 resolved ticket data_back",
                        "5 firing page condition",
                        "6 resolved page recovered");
        assertThat(run.instants()).containsExactly("0 . .", "0 . .", "1 2 .", "1 2 4", "0 5 .", "0 5 6");
    }

    @Test
    void shouldNotBeSilentWhileATierIsMetOrHeldBack() {
        assertThat(AlertTimeline.of(alertAfter(1, 5, 0, PAGE, TICKET), "- - - -", "M M M M")
                        .transitions())
                .containsExactly("0 pending ticket condition");
        assertThat(AlertTimeline.of(alertAfter(1, 5, 0, PAGE, TICKET), "- - - -", "F F F F")
                        .transitions())
                .containsExactly("0 suppressed ticket minimum_events");
    }

    @Test
    void shouldTakeSilenceForHealthAsPrometheusDoes() {
        AlertDefinition alert = alert(MINUTE, 2 * MINUTE, NoDataPolicy.NOT_MET, PAGE);

        assertThat(AlertTimeline.of(alert, "M - M M - - - -").transitions())
                .containsExactly(
                        "0 pending page condition",
                        "1 cancelled page recovered",
                        "2 pending page condition",
                        "3 firing page condition",
                        "6 resolved page recovered");
    }

    @Test
    void shouldReportSuppressionOncePerRunWithItsFirstReason() {
        AlertTimeline run = AlertTimeline.of(alert(0, 0, NoDataPolicy.FREEZE, PAGE), "U U F B n B B n F n");

        assertThat(run.transitions())
                .containsExactly(
                        "0 suppressed page coverage",
                        "5 suppressed page minimum_bad_events",
                        "8 suppressed page minimum_events");
    }

    @Test
    void shouldNotReportSuppressionWhilePendingOrFiring() {
        assertThat(AlertTimeline.of(AT_ONCE, "F F n", "n M n").transitions())
                .containsExactly(
                        "0 suppressed page minimum_events", "1 firing ticket condition", "2 resolved ticket recovered");
        assertThat(AlertTimeline.of(HELD, "F F F", "M M M").transitions())
                .containsExactly("0 pending ticket condition", "2 firing ticket condition");
    }

    @Test
    void shouldReportTheGreatestSuppressedSeverity() {
        assertThat(AlertTimeline.of(AT_ONCE, "B", "F").transitions())
                .containsExactly("0 suppressed page minimum_bad_events");
        assertThat(AlertTimeline.of(AT_ONCE, "n", "F").transitions())
                .containsExactly("0 suppressed ticket minimum_events");
    }

    @Test
    void shouldResolveAsRecoveredWhateverATierThatDidNotFireLacks() {
        assertThat(AlertTimeline.of(AT_ONCE, "M n", "n -").transitions())
                .containsExactly("0 firing page condition", "1 resolved page recovered");
        assertThat(AlertTimeline.of(AT_ONCE, "M n", "n U").transitions())
                .containsExactly("0 firing page condition", "1 resolved page recovered");
        assertThat(AlertTimeline.of(HELD, "M n", "n -").transitions())
                .containsExactly("0 pending page condition", "1 cancelled page recovered");
    }

    @Test
    void shouldResolveForNoDataWhateverATierThatDidNotFireSays() {
        AlertDefinition resetting = alert(0, 0, NoDataPolicy.RESET, PAGE, TICKET);

        assertThat(AlertTimeline.of(resetting, "M -", "n F").transitions())
                .containsExactly("0 firing page condition", "1 resolved page no_data");
    }

    @Test
    void shouldCancelForCoverage() {
        assertThat(AlertTimeline.of(HELD, "M U", "n n").transitions())
                .containsExactly("0 pending page condition", "1 cancelled page coverage");
    }

    /** Pages for the condition; a ticket for silence, unless there are other severities. */
    private static AlertDefinition alertAfter(long delay, long hold, long keep, Severity... severities) {
        return alert(
                hold * MINUTE,
                keep * MINUTE,
                new AlertAfter(delay * MINUTE, TICKET),
                severities.length == 0 ? new Severity[] {PAGE} : severities);
    }
}

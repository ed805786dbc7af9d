// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import static io.slostream.tests.promtool.Rule.OURS;
import static io.slostream.tests.promtool.Rule.PROMETHEUS;
import static io.slostream.tests.promtool.Rule.prometheus;
import static io.slostream.tests.promtool.Rule.slostream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.InvalidSloDefinitionException;
import io.slostream.alerting.judge.Condition;
import io.slostream.alerting.state.Adoption;
import io.slostream.alerting.state.AlertMachine;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.Phase;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows of the table "Beside Prometheus" in alerting/README.md, one method each: what Prometheus does there, that
 * {@code compat: prometheus} does it too, and what we do else. {@link PrometheusTableTest} keeps table and tests together.
 */
class PrometheusRowsTest {
    private static final long MINUTE = Timeline.MINUTE;
    private static final List<String> KINDS = List.of(PROMETHEUS, OURS);

    @TempDir
    private Path directory;

    /** Row 1. */
    @Test
    void shouldBePendingAtTheFirstTrueEvaluationAndFireAtOnceWithoutFor() {
        for (Rule held : List.of(prometheus("for: 5m"), slostream("for: 5m"))) {
            assertThat(held.play("gb").told()).containsExactly("1 pending condition");
            assertThat(held.instants()).containsExactly("1 . .");
        }
        for (Rule unheld : List.of(prometheus(), slostream())) {
            assertThat(unheld.play("gb").told()).containsExactly("1 firing condition");
        }
    }

    /** Row 2. */
    @Test
    void shouldFireOnceTheForHasPassedAndNoSooner() {
        for (Rule rule : List.of(prometheus("for: 2m"), slostream("for: 2m"))) {
            assertThat(rule.play("bbb").told()).containsExactly("0 pending condition", "2 firing condition");
            assertThat(rule.instants()).containsExactly("0 . .", "0 2 .");
        }
        // shorter than the interval: the second true evaluation
        for (Rule rule : List.of(prometheus("for: 20s"), slostream("for: 20s"))) {
            assertThat(rule.play("bb").told()).containsExactly("0 pending condition", "1 firing condition");
        }
    }

    /** Row 3. */
    @Test
    void shouldDropAPendingAlertAtOneFalseEvaluation() {
        String[] keys = {"for: 2m", "keepFiringFor: 9m"};
        for (Rule rule : List.of(prometheus(keys), slostream(keys))) {
            assertThat(rule.play("bbgbb").told())
                    .containsExactly("0 pending condition", "2 cancelled recovered", "3 pending condition");
            assertThat(rule.toldPagers()).isEmpty();
        }
    }

    /** Row 4. */
    @Test
    void shouldResolveAtTheFirstFalseEvaluationWithoutKeepFiringFor() {
        for (Rule rule : List.of(prometheus(), slostream())) {
            assertThat(rule.play("bbg").told()).containsExactly("0 firing condition", "2 resolved recovered");
            assertThat(rule.instants()).containsExactly("0 0 .", "0 0 2");
        }
    }

    /** Row 5, and its example: pending 0, firing 1–4, gone at 5. */
    @Test
    void shouldKeepFiringFromTheFirstFalseEvaluationOn() {
        String[] keys = {"for: 1m", "keepFiringFor: 1m"};
        for (Rule rule : List.of(prometheus(keys), slostream(keys))) {
            assertThat(rule.play("bbbbgg").told())
                    .containsExactly("0 pending condition", "1 firing condition", "5 resolved recovered");
        }
    }

    /** Row 6. */
    @Test
    void shouldForgetTheHoldWhenTrueAgain() {
        for (Rule rule : List.of(prometheus("keepFiringFor: 2m"), slostream("keepFiringFor: 2m"))) {
            assertThat(rule.play("bggbggg").told()).containsExactly("0 firing condition", "6 resolved recovered");
            assertThat(rule.toldPagers()).as("one page").hasSize(2);
            assertThat(rule.instants()).endsWith("0 0 6");
        }
    }

    /** Row 7. */
    @Test
    void shouldBeANewAlertWithTheFullForAfterItResolved() {
        for (Rule rule : List.of(prometheus("for: 2m"), slostream("for: 2m"))) {
            assertThat(rule.play("bbbgbbb").told())
                    .containsExactly(
                            "0 pending condition",
                            "2 firing condition",
                            "3 resolved recovered",
                            "4 pending condition",
                            "6 firing condition");
            assertThat(rule.instants()).endsWith("4 6 .");
        }
    }

    /** Row 8: the record of the last true evaluation stands, since nothing is told during the hold. */
    @Test
    void shouldSayNothingDuringTheHold() {
        for (Rule rule : List.of(prometheus("keepFiringFor: 9m"), slostream("keepFiringFor: 9m"))) {
            rule.play("bgggg");

            assertThat(rule.toldPagers()).containsExactly("0 firing condition");
            assertThat(rule.verdicts().get(0).windows().get(0).bad()).isEqualTo(1);
        }
    }

    /** Row 9: resolved is told once; the record stays, and whoever notifies repeats it. */
    @Test
    void shouldTellAResolutionOnceWithAllItsInstants() {
        for (Rule rule : List.of(prometheus(), slostream())) {
            rule.play("bbg" + "g".repeat(20));

            assertThat(rule.toldPagers()).containsExactly("0 firing condition", "2 resolved recovered");
            assertThat(rule.instants()).last().isEqualTo("0 0 2");
        }
    }

    /** Row 10: pending is for the audit; resending and expiry are the notifier's. */
    @Test
    void shouldNotTellPagersOfPending() {
        for (Rule rule : List.of(prometheus("for: 1m"), slostream("for: 1m"))) {
            assertThat(rule.play("bgbb").told()).hasSize(4).startsWith("0 pending condition");
            assertThat(rule.toldPagers()).containsExactly("3 firing condition");
        }
    }

    /** Row 11. */
    @Test
    void shouldTakeAFiringAlertBackToPendingUnderALongerForOnlyInCompat() {
        assertThat(reloaded(3, "for: 1m", "for: 9m", PROMETHEUS)).isEqualTo(Phase.PENDING);
        assertThat(reloaded(3, "for: 1m", "for: 3m", PROMETHEUS))
                .as("it has lasted so long")
                .isEqualTo(Phase.FIRING);
        assertThat(reloaded(3, "for: 1m", "for: 9m", OURS)).isEqualTo(Phase.FIRING);
    }

    /** Row 12. */
    @Test
    void shouldTakeUpTheStateByNameAndSeverityInCompatAndByNameElse() {
        String some = "when: { ratio: { below: 0.5, over: 1m } }";
        String other = "when: { ratio: { below: 0.8, over: 5m } }";
        for (String kind : KINDS) {
            assertThat(reloaded(2, some, other, kind, "for: 1m")).as(kind).isEqualTo(Phase.FIRING);
        }
        assertThat(reloaded(2, "severity: page", "severity: ticket", PROMETHEUS, "for: 1m"))
                .isEqualTo(Phase.PENDING);
        assertThat(reloaded(2, "severity: page", "severity: ticket", OURS, "for: 1m"))
                .isEqualTo(Phase.FIRING);
    }

    /** Row 13: there is no query that could fail; while the input stands still so do all states, and nothing expires. */
    @Test
    void shouldStandStillWhileTheInputDoes() {
        for (Rule rule : List.of(prometheus("for: 2m"), slostream("for: 2m"))) {
            List<String> before = rule.play("bbb").told();

            assertThat(rule.lag("g".repeat(600)).told()).isEqualTo(before);
            assertThat(rule.play("g").told())
                    .as("judged for its own minute when it is heard")
                    .hasSize(3)
                    .endsWith("3 resolved recovered");
        }
    }

    /** Row 14: refused when it is loaded, so that what runs runs on. */
    @Test
    void shouldRefuseTwoAlertsOfOneName() {
        assertThatThrownBy(() -> Rule.alert(List.of("for: 1m\n    - name: Rule")))
                .isInstanceOf(InvalidSloDefinitionException.class)
                .hasMessageContaining("this SLO has an alert named Rule on line");
    }

    /** Row 15: too many names become one; nobody's alert is dropped for it. */
    @Test
    void shouldFoldWhatIsTooMuchAndDropNothing() throws Exception {
        List<Telemetry> events = new ArrayList<>();
        for (int at = 0; at < 600; at++) {
            events.add(Telemetry.canary("declared", Timeline.T0 + at * 1_000, false));
            events.add(Telemetry.canary("hostile-" + at, Timeline.T0 + at * 1_000, false));
        }

        for (Rule rule : List.of(prometheus(), slostream())) {
            List<Verdict> verdicts = replay(rule, events, "declared");

            assertThat(verdicts)
                    .filteredOn(verdict -> verdict.transition().kind().concernsPagers())
                    .extracting(verdict -> verdict.key().group() + " "
                            + verdict.transition().kind().word())
                    .containsExactlyInAnyOrder("declared firing", EngineDefinition.OTHER + " firing");
        }
    }

    /** Row 16: none is skipped; what would not have fired live does not fire after an outage. */
    @Test
    void shouldJudgeEveryMinuteOfAnOutage() {
        for (String missed : List.of("g", "-", "b")) {
            for (String kind : KINDS) {
                Rule live = Rule.of(kind, "for: 10m").play("b" + missed.repeat(30) + "b");
                Rule late = Rule.of(kind, "for: 10m")
                        .play("b")
                        .lag(missed.repeat(30))
                        .play("b");

                assertThat(late.told()).as("%s, %s", kind, missed).isEqualTo(live.told());
                boolean fires = missed.equals("b");
                assertThat(late.toldPagers().isEmpty())
                        .as("%s, %s", kind, missed)
                        .isEqualTo(!fires);
            }
        }
        // As in Prometheus the time counts if an evaluation is missed after all.
        AlertDefinition alert = Rule.alert(List.of(PROMETHEUS, "for: 10m"));
        AlertState pending = next(alert, AlertState.initial(1), 0);
        assertThat(next(alert, pending, 30).phase()).isEqualTo(Phase.FIRING);
    }

    /** Row 17. */
    @Test
    void shouldTakeSilenceForHealthOnlyInCompat() {
        assertThat(prometheus("for: 1m").play("b-bb-").told())
                .containsExactly(
                        "0 pending condition",
                        "1 cancelled recovered",
                        "2 pending condition",
                        "3 firing condition",
                        "4 resolved recovered");
        assertThat(slostream("for: 1m").play("b-bb-" + "-".repeat(600)).told())
                .containsExactly("0 pending condition", "1 no_data no_data", "2 firing condition", "4 no_data no_data");
        assertThat(Rule.of("noData: { alertAfter: 2m }").play("g---g").told())
                .containsExactly("1 no_data no_data", "3 firing no_data", "4 resolved data_back");
    }

    /** Row 18, against a table; {@link PromtoolJudgeTest} has it against Prometheus. */
    @Test
    void shouldTellWhatAlertsAndAlertsForStateHold() {
        String[] keys = {"for: 2m", "keepFiringFor: 1m"};
        for (Rule rule : List.of(prometheus(keys), slostream(keys))) {
            Told series = rule.play("gbgbbbbggg").series();

            assertThat(series.state())
                    .containsExactly(
                            null, // nothing is judged at the start
                            null, // g
                            "pending", // b
                            null, // g: stale
                            "pending", // b
                            "pending", // b
                            "firing", // b: the series of pending is stale
                            "firing", // b
                            "firing", // g: kept
                            null, // g: stale
                            null);
            assertThat(series.startedMinute()[2]).isEqualTo(2);
            for (int minute = 4; minute <= 8; minute++) {
                assertThat(series.startedMinute()[minute]).isEqualTo(4);
            }
        }
    }

    /** Rows 19 and 20: state is in the log of the store; there is nothing to restore from series, and no arithmetic. */
    @Test
    void shouldGoOnAfterARestartAsIfNothingHappened() {
        String timeline = "gbbbbgggbbgb--bbbggg";
        String[] keys = {"for: 3m", "keepFiringFor: 2m"};
        for (String kind : List.of(PROMETHEUS, OURS, "noData: { alertAfter: 1m }")) {
            Rule undisturbed = Rule.of(kind, keys).play(timeline);
            Rule restarted = Rule.of(kind, keys);
            for (char letter : timeline.toCharArray()) {
                restarted.play(String.valueOf(letter)).restart();
            }

            assertThat(restarted.told()).as(kind).isEqualTo(undisturbed.told());
            assertThat(restarted.instants()).as(kind).isEqualTo(undisturbed.instants());
        }
    }

    /** Row 20, the time that an engine is down: the minutes of the outage are judged, whatever they held. */
    @Test
    void shouldJudgeTheMinutesInWhichItWasDown() {
        for (String kind : KINDS) {
            Rule down = Rule.of(kind, "for: 25m")
                    .play("bbb")
                    .lag("b".repeat(30))
                    .restart()
                    .play("b");

            assertThat(down.told()).containsExactly("0 pending condition", "25 firing condition");
        }
    }

    /** Row 21: not even when {@code for} is shorter than any grace period. */
    @Test
    void shouldNotLetAFiringAlertPendAgainAfterARestart() {
        for (Rule rule : List.of(prometheus("for: 1m"), slostream("for: 1m"))) {
            assertThat(rule.play("bbb").restart().play("bbb").told())
                    .containsExactly("0 pending condition", "1 firing condition");
        }
    }

    /** Row 22. */
    @Test
    void shouldKeepTheHoldThroughARestart() {
        for (Rule rule : List.of(prometheus("keepFiringFor: 3m"), slostream("keepFiringFor: 3m"))) {
            assertThat(rule.play("bgg").restart().play("gg").told())
                    .containsExactly("0 firing condition", "4 resolved recovered");
        }
    }

    /** Row 23: no offset that differs by group; the grace for late events is what {@code query_offset} is for. */
    @Test
    void shouldJudgeAtMultiplesOfTheInterval() {
        for (Rule rule : List.of(prometheus("for: 1m"), slostream("for: 1m"))) {
            assertThat(rule.play("gbbg").verdicts())
                    .hasSize(3)
                    .allSatisfy(verdict ->
                            assertThat(verdict.transition().atMs() % MINUTE).isZero());
        }
    }

    /** The phase after minutes that are true under one definition, and one more under another. */
    private static Phase reloaded(int minutes, String before, String after, String... both) {
        AlertDefinition old = Rule.alert(with(before, both));
        AlertDefinition edited = Rule.alert(with(after, both));
        AlertState state = AlertState.initial(1);
        for (int minute = 0; minute < minutes; minute++) {
            state = next(old, state, minute);
        }
        return next(edited, Adoption.adopt(old, edited, state), minutes).phase();
    }

    private static List<String> with(String key, String... others) {
        List<String> keys = new ArrayList<>(List.of(others));
        keys.add(key);
        return keys;
    }

    private List<Verdict> replay(Rule rule, List<Telemetry> events, String declared) throws IOException {
        Path file = directory.resolve("events.ndjson");
        Files.write(
                file,
                events.stream().map(event -> event.json("e", Optional.empty())).toList());
        EngineDefinition definition =
                new EngineDefinition(rule.definitions(), Optional.of(Set.of(declared)), TimeGrid.DEFAULT);
        List<Verdict> verdicts = new ArrayList<>();
        FileReplay.run(
                new ReplayOptions(
                        definition,
                        List.of(file),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Timeline.T0 + 600 * MINUTE),
                verdicts::add);
        return verdicts;
    }

    private static AlertState next(AlertDefinition alert, AlertState state, long minute) {
        Condition[] met = {Condition.MET};
        return AlertMachine.next(alert, state, met, Timeline.T0 + minute * MINUTE, MINUTE)
                .state();
    }
}

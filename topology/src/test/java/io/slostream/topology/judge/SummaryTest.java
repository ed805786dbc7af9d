// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.serving;
import static io.slostream.topology.TopologyFixtures.slo;
import static io.slostream.topology.judge.StageDriver.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.state.Standing;
import io.slostream.alerting.state.TierState;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final long WINDOW = 10 * SECOND;

    @Test
    void shouldSummariseAtMultiplesOfTheIntervalWhenSomethingChanged() {
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, steady(MINUTE)));

        stage.hear(0, T0 + 3 * MINUTE, counts("coder", 65, 0, 1))
                .hear(1, T0 + 3 * MINUTE)
                .evaluate();

        // known from 65; 75: the window [65, 75) is empty; 125: the period is empty; nothing after
        assertThat(said(stage)).containsExactly("70 inactive", "80 no_data", "130 no_data");
        assertThat(last(stage).windows()).allMatch(window -> window.total() == 0);
    }

    @Test
    void shouldSayThatWindowsAreEmptyAndThenBeSilent() {
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, steady(MINUTE)));
        stage.hear(0, T0 + 61 * MINUTE, counts("coder", 65, 1, 1)).hear(1, T0 + 61 * MINUTE);

        int steps = 0;
        while (!stage.evaluateOne()) {
            steps++;
        }

        assertThat(last(stage).atMs()).isEqualTo(T0 + 130 * SECOND);
        assertThat(stage.evaluatedUpTo()).isEqualTo(T0 + 61 * MINUTE);
        assertThat(steps).isEqualTo(15); // 65, 70, …, 130, the hour, when states are told, and the rest in one step
    }

    @Test
    void shouldGrowIntoItsWindowsByWholePercents() {
        StageDriver stage = new StageDriver(serving(TimeGrid.DEFAULT, Set.of("idle"), steady(HOUR)));
        stage.hear(0, T0 + 5 * HOUR).hear(1, T0 + 5 * HOUR);

        int steps = 0;
        while (!stage.evaluateOne()) {
            steps++;
        }

        // a percent is 36 s, some steps are lost to panes of a minute; none after the hour is covered
        assertThat(stage.summaries()).hasSizeBetween(80, 101);
        assertThat(last(stage).atMs()).isEqualTo(T0 + HOUR);
        assertThat(last(stage).windows()).allMatch(window -> window.coverage() == 1);
        assertThat(stage.summaries().get(1).windows().get(1).coverage()).isEqualTo(40.0 / 3_640);
        assertThat(steps).isLessThan(110);
    }

    @Test
    void shouldStandAsTheWorstAlertDoes() {
        SloDefinition two = slo(
                "correctness",
                passed(),
                MINUTE,
                alert("Slow", "0.15", 10 * SECOND, 0, NoDataPolicy.FREEZE, WINDOW),
                alert("Bad", "0.5", 0, 0, NoDataPolicy.FREEZE, WINDOW));
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, two));

        stage.hear(
                        0,
                        T0 + 50 * SECOND,
                        counts("coder", 5, 0, 1),
                        counts("coder", 15, 1, 1),
                        counts("coder", 20, 1, 1),
                        counts("coder", 35, 0, 1),
                        counts("coder", 40, 0, 1))
                .hear(1, T0 + 50 * SECOND)
                .evaluate();

        // 20: [10, 20) all bad, Bad fires since 15, Slow is pending   30: silence hides neither
        // 40: both over since 35   50: [40, 50) is empty
        assertThat(said(stage)).containsExactly("10 inactive", "20 firing", "30 firing", "40 inactive", "50 no_data");
        assertThat(alerts(stage, 1)).containsExactly("Slow pending 15", "Bad firing 15");
        assertThat(alerts(stage, 2)).containsExactly("Slow firing 25", "Bad firing 15");
        assertThat(alerts(stage, 3)).containsExactly("Slow inactive 35", "Bad inactive 35");
        assertThat(alerts(stage, 4)).containsExactly("Slow no_data 50", "Bad no_data 50");
    }

    @Test
    void shouldSummariseAnSloWithoutAlerts() {
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, slo("calm", passed(), MINUTE)));

        stage.hear(0, T0 + 10 * SECOND, counts("coder", 5, 1, 2))
                .hear(1, T0 + 10 * SECOND)
                .evaluate();

        SloStatus status = last(stage);
        assertThat(status.standing()).isEqualTo(Standing.INACTIVE);
        assertThat(status.alerts()).isEmpty();
        assertThat(status.windows()).hasSize(1);
    }

    @Test
    void shouldSummariseWhereEvaluationAndSummariesMeet() {
        StageDriver stage =
                new StageDriver(discovering(TimeGrid.DEFAULT.withEvaluationInterval(15 * SECOND), steady(10 * MINUTE)));

        stage.hear(0, T0 + 2 * MINUTE, counts("coder", 5, 1, 1), counts("coder", 50, 1, 1))
                .hear(1, T0 + 2 * MINUTE)
                .evaluate();

        assertThat(stage.summaries())
                .extracting(status -> (status.atMs() - T0) / SECOND)
                .containsExactly(30L, 60L, 90L, 120L);
    }

    @Test
    void shouldRefuseAnIntervalOfNothing() {
        assertThatThrownBy(() -> new VerdictStage(
                        discovering(TimeGrid.DEFAULT, steady(MINUTE)),
                        0,
                        1,
                        StartPoint.at(T0),
                        VerdictState.onHeap(),
                        0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 0");
    }

    private static SloDefinition steady(long periodMs) {
        return slo("correctness", passed(), periodMs, alert("Bad", "0.5", HOUR, 0, NoDataPolicy.RESET, WINDOW));
    }

    private static List<String> said(StageDriver stage) {
        return stage.summaries().stream()
                .map(status ->
                        (status.atMs() - T0) / SECOND + " " + status.standing().word())
                .toList();
    }

    private static List<String> alerts(StageDriver stage, int number) {
        return stage.summaries().get(number).alerts().stream()
                .map(alert -> alert.alert() + " " + alert.standing().word() + " "
                        + (alert.sinceMs() == TierState.NEVER ? "-" : (alert.sinceMs() - T0) / SECOND))
                .toList();
    }

    private static SloStatus last(StageDriver stage) {
        return stage.summaries().get(stage.summaries().size() - 1);
    }
}

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
import static io.slostream.topology.TopologyFixtures.ttftWithin;
import static io.slostream.topology.judge.StageDriver.counts;
import static io.slostream.topology.judge.StageDriver.visibleFrom;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.check.DefinitionCheck;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.state.AlertTransition.Reason;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictStageTest {
    private static final long WINDOW = 10 * SECOND;
    private static final long PERIOD = MINUTE;

    @Test
    void shouldWaitUntilAllSourcesHaveSpoken() {
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, atOnce()));

        stage.hear(0, T0 + MINUTE, counts("coder", 5, 1, 1)).evaluate();
        assertThat(stage.said()).isEmpty();
        assertThat(stage.evaluatedUpTo()).isEqualTo(T0);

        stage.hear(1, T0 + 5 * SECOND).evaluate();
        assertThat(stage.said()).containsExactly("5 coder firing");
        assertThat(stage.evaluatedUpTo()).isEqualTo(T0 + 5 * SECOND);
    }

    @Test
    void shouldWaitWithDeclaredSpecialistsBeforeAnySourceHasSpoken() {
        StageDriver stage = new StageDriver(serving(TimeGrid.DEFAULT, Set.of("coder"), atOnce()));

        stage.evaluate();

        assertThat(stage.said()).isEmpty();
        assertThat(stage.evaluatedUpTo()).isEqualTo(T0);
    }

    @Test
    void shouldGoAsFarAsTheSlowestSource() {
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, atOnce()));

        stage.hear(0, T0 + MINUTE, counts("coder", 30, 1, 1)).hear(1, T0 + 25 * SECOND);
        assertThat(stage.evaluate().said()).isEmpty();
        assertThat(stage.evaluatedUpTo()).isEqualTo(T0 + 25 * SECOND);

        stage.hear(1, T0 + 30 * SECOND, counts("coder", 30, 0, 9));
        assertThat(stage.evaluate().said()).isEmpty(); // 1 of 10 is within the bound
        assertThat(stage.evaluatedUpTo()).isEqualTo(T0 + 30 * SECOND);
    }

    @Test
    void shouldNotBeHeldBackByAPartOfASplitPacket() {
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, atOnce()));
        stage.hear(0, T0 + 5 * SECOND).hear(1, T0 + 5 * SECOND).evaluate();

        stage.hear(0, Packet.NO_WATERMARK, counts("coder", 10, 1, 1)).evaluate();
        assertThat(stage.evaluatedUpTo()).isEqualTo(T0 + 5 * SECOND);

        stage.hear(0, T0 + 10 * SECOND).hear(1, T0 + 10 * SECOND).evaluate();
        assertThat(stage.said()).containsExactly("10 coder firing");
    }

    @Test
    void shouldEvaluateBoundariesOneByOneInOrder() {
        SloDefinition held = slo("correctness", passed(), PERIOD, held(10 * SECOND, 5 * SECOND));
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, held));

        // one leap of a minute: bad from 5 to 25, good from then on
        stage.hear(
                        0,
                        T0 + MINUTE,
                        counts("coder", 5, 1, 1),
                        counts("coder", 10, 1, 1),
                        counts("coder", 15, 1, 1),
                        counts("coder", 20, 0, 100),
                        counts("coder", 25, 0, 100))
                .hear(1, T0 + MINUTE)
                .evaluate();

        // 20: the window [10, 20) is well, clear since then   25: five seconds clear   35: [25, 35) is empty
        assertThat(stage.said())
                .containsExactly("5 coder pending", "15 coder firing", "25 coder resolved", "35 coder no_data");
        assertThat(stage.verdicts().get(2).transition().startedAtMs()).isEqualTo(T0 + 5 * SECOND);
        assertThat(stage.verdicts().get(2).transition().firedAtMs()).isEqualTo(T0 + 15 * SECOND);
    }

    @Test
    void shouldNotSeeLateCountsBeforeTheirBoundary() {
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, atOnce()));

        stage.hear(0, T0 + 30 * SECOND, counts("coder", 5, 0, 1), visibleFrom(15, "coder", 10, 1, 1))
                .hear(1, T0 + 30 * SECOND)
                .evaluate();

        // the pane [5, 10) was within [0, 10) but its counts came for the boundary 15
        assertThat(stage.said()).containsExactly("15 coder firing", "20 coder no_data");
        assertThat(stage.verdicts().get(0).windows())
                .containsExactly(
                        new Verdict.Reading(Window.of(WINDOW), 0, 1, Optional.of(Ratio.of("0.1")), WINDOW, WINDOW));
    }

    @Test
    void shouldSumSourcesInWhicheverOrderTheyCome() {
        Packet[] packets = {
            packet(0, 5, counts("coder", 5, 1, 10)),
            packet(0, 10, counts("coder", 10, 1, 1)),
            packet(1, 5, counts("coder", 5, 0, 10)),
            packet(1, 10, counts("coder", 10, 5, 5)),
        };
        List<List<Integer>> orders =
                List.of(List.of(0, 1, 2, 3), List.of(0, 2, 1, 3), List.of(2, 0, 3, 1), List.of(2, 3, 0, 1));

        for (List<Integer> order : orders) {
            StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, atOnce()));
            order.forEach(number -> stage.accept(packets[number]).evaluate());
            assertThat(stage.said()).as("order %s", order).containsExactly("10 coder firing");
            assertThat(stage.verdicts().get(0).windows())
                    .as("order %s", order)
                    .containsExactly(new Verdict.Reading(
                            Window.of(WINDOW), 19, 26, Optional.of(Ratio.of("0.1")), WINDOW, WINDOW));
        }
    }

    @Test
    void shouldReportDeclaredSpecialistsThatNeverSpoke() {
        StageDriver stage = new StageDriver(serving(TimeGrid.DEFAULT, Set.of("coder", "writer"), atOnce()));

        stage.hear(0, T0 + MINUTE, counts("coder", 5, 0, 1))
                .hear(1, T0 + MINUTE)
                .evaluate();

        assertThat(stage.said()).containsExactly("5 writer no_data", "15 coder no_data");
    }

    @Test
    void shouldKnowUndeclaredSpecialistsFromTheirFirstCounts() {
        StageDriver stage = new StageDriver(serving(TimeGrid.DEFAULT, Set.of(), atOnce()));

        stage.hear(0, T0 + MINUTE, counts(EngineDefinition.OTHER, 30, 1, 1))
                .hear(1, T0 + MINUTE)
                .evaluate();

        assertThat(stage.said()).containsExactly("30 __other__ firing", "40 __other__ no_data");
    }

    @Test
    void shouldJudgeEachDeclaredSeriesOnOnePartition() {
        Set<String> specialists = Set.of("coder", "writer", "judge", "solver");
        EngineDefinition definition = serving(TimeGrid.DEFAULT, specialists, atOnce());
        List<String> groups = new ArrayList<>();

        IntStream.range(0, 3).forEach(partition -> {
            VerdictStage stage = new VerdictStage(definition, partition, 3, T0, VerdictState.onHeap());
            stage.accept(packet(0, 60));
            stage.accept(packet(1, 60));
            stage.evaluate(() -> true, verdict -> {
                groups.add(verdict.key().group());
                assertThat(new Series(0, verdict.key().group()).partition(3)).isEqualTo(partition);
            });
        });

        assertThat(groups).containsExactlyInAnyOrderElementsOf(specialists);
    }

    @Test
    void shouldTakeVerdictsAtMultiplesOfTheEvaluationInterval() {
        TimeGrid minutely = TimeGrid.DEFAULT.withEvaluationInterval(MINUTE);
        SloDefinition lookingBack =
                slo("correctness", passed(), 10 * MINUTE, alert("Bad", "0.15", 0, 0, NoDataPolicy.FREEZE, 2 * MINUTE));
        StageDriver stage = new StageDriver(discovering(minutely, lookingBack));

        stage.hear(0, T0 + 115 * SECOND, counts("coder", 5, 0, 1), counts("coder", 65, 9, 9))
                .hear(1, T0 + 115 * SECOND)
                .evaluate();
        assertThat(stage.evaluatedUpTo()).isEqualTo(T0 + MINUTE);
        assertThat(stage.said()).isEmpty();

        stage.hear(0, T0 + 4 * MINUTE).hear(1, T0 + 4 * MINUTE).evaluate();
        assertThat(stage.said()).containsExactly("120 coder firing", "240 coder no_data");
    }

    /** {@code check} says 1h10m after the last event; the pane of the last event here ends at 5 s. */
    @Test
    void shouldAlertForSilenceWhenCheckSaysSo() {
        SloDefinition slo = slo("correctness", passed(), 2 * HOUR, silent(10 * MINUTE, "0"));
        EngineDefinition definition = discovering(TimeGrid.DEFAULT, slo);
        long firesAfterMs = new DefinitionCheck(5 * SECOND)
                .report(definition.slos())
                .slos()
                .get(0)
                .alerts()
                .get(0)
                .silence()
                .orElseThrow()
                .firesAfterMs();

        StageDriver stage = new StageDriver(definition);
        stage.hear(0, T0 + 3 * HOUR, counts("coder", 5, 0, 1), counts("coder", 7_500, 0, 1))
                .hear(1, T0 + 3 * HOUR)
                .evaluate();

        assertThat(firesAfterMs).isEqualTo(70 * MINUTE);
        // the window of an hour has slots of a minute, so it empties up to a minute later
        assertThat(stage.said()).containsExactly("3660 coder no_data", "4260 coder firing", "7500 coder resolved");
        assertThat(stage.verdicts().get(2).transition().reason()).isEqualTo(Reason.DATA_BACK);
    }

    /** A series that never spoke rests from its first boundary on; what wakes it is its growing coverage alone. */
    @Test
    void shouldNotSleepOverTheBoundaryAtWhichSilenceIsCovered() {
        SloDefinition slo = slo("correctness", passed(), 2 * HOUR, silent(10 * MINUTE, "0.9"));
        EngineDefinition definition = serving(TimeGrid.DEFAULT, Set.of("coder"), slo);
        VerdictStage stage = new VerdictStage(definition, 0, 1, T0, VerdictState.onHeap());
        stage.accept(packet(0, 36_000));
        stage.accept(packet(1, 36_000));
        int[] evaluations = {1};
        List<String> said = new ArrayList<>();

        while (!stage.evaluate(
                () -> false,
                verdict -> said.add((verdict.transition().atMs() - T0) / SECOND + " "
                        + verdict.transition().kind().word()))) {
            evaluations[0]++;
        }

        // 54 of 60 minutes are covered at 3240, or at the next one if the window is a slot longer then
        assertThat(said).containsExactly("5 no_data", "3840 firing");
        assertThat(evaluations[0]).as("boundaries evaluated of 7200").isLessThan(30);
    }

    @Test
    void shouldNotSleepOverTheEndOfKeepFiringWherePrometheusResolves() {
        SloDefinition slo = slo(
                "correctness", passed(), PERIOD, alert("Bad", "0.15", 0, 30 * MINUTE, NoDataPolicy.NOT_MET, WINDOW));
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, slo));

        stage.hear(0, T0 + HOUR, counts("coder", 5, 1, 1)).hear(1, T0 + HOUR).evaluate();

        assertThat(stage.said()).containsExactly("5 coder firing", "1815 coder resolved");
    }

    @Test
    void shouldKeepACursorForEachKind() {
        SloDefinition latency = slo("latency", ttftWithin(500), PERIOD, held(0, 0));
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, atOnce(), latency));
        SourcePartition requests = new SourcePartition("telemetry.requests.v1", 0);
        Partial slow = new Partial(new Series(1, "coder"), 0, T0, T0 + 5 * SECOND, 0, 1);

        stage.accept(new Packet(requests, 1, Set.of(TelemetryKind.REQUEST), List.of(slow), T0 + MINUTE))
                .hear(0, T0 + MINUTE)
                .evaluate(); // the other source of evaluations is silent

        assertThat(stage.said()).containsExactly("5 coder firing", "15 coder no_data");
        assertThat(stage.stage().evaluatedUpTo(TelemetryKind.REQUEST)).hasValue(T0 + MINUTE);
        assertThat(stage.stage().evaluatedUpTo(TelemetryKind.EVALUATION)).hasValue(T0);
        assertThat(stage.stage().evaluatedUpTo(TelemetryKind.CANARY)).isEmpty();
    }

    @Test
    void shouldNotTellOneSloFromAnotherByTheSeriesTheyShare() {
        SloDefinition second = slo("strictness", passed(), 2 * PERIOD, held(5 * SECOND, 0));
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, atOnce(), second));

        stage.hear(0, T0 + 10 * SECOND, counts("coder", 5, 1, 1), counts("coder", 10, 1, 1))
                .hear(1, T0 + 10 * SECOND)
                .evaluate();

        assertThat(stage.verdicts())
                .extracting(verdict ->
                        verdict.key().slo() + " " + verdict.transition().kind().word())
                .containsExactly("correctness firing", "strictness pending", "strictness firing");
    }

    private static SloDefinition atOnce() {
        return slo("correctness", passed(), PERIOD, held(0, 0));
    }

    private static AlertDefinition held(long holdMs, long keepMs) {
        return alert("Bad", "0.15", holdMs, keepMs, NoDataPolicy.FREEZE, WINDOW);
    }

    /** More than 15 % bad over an hour; a page after this much silence. */
    private static AlertDefinition silent(long delayMs, String coverage) {
        AlertDefinition alert = alert("Bad", "0.15", 0, 0, new NoDataPolicy.AlertAfter(delayMs, Severity.PAGE), HOUR);
        return new AlertDefinition(
                alert.name(), alert.tiers(), 0, 0, 0, 0, Ratio.of(coverage), alert.noData(), alert.compat());
    }

    private static Packet packet(int source, long watermarkSecond, Partial... partials) {
        return new Packet(
                new SourcePartition("telemetry.evaluations.v1", source),
                2,
                Set.of(TelemetryKind.EVALUATION),
                List.of(partials),
                T0 + watermarkSecond * SECOND);
    }
}

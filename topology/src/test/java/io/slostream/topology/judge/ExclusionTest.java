// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static io.slostream.topology.judge.StageDriver.counts;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one exclusion does to goals, SLOs and summaries; that masks are exact is for brute force in the walks. */
class ExclusionTest {
    private static final StartPoint START = StartPoint.at(T0).withExclusions();

    private static AlertDefinition bad() {
        return alert("Bad", "0.15", 0, 0, NoDataPolicy.FREEZE, 10 * SECOND);
    }

    private static Packet filed(long boundarySecond, String slo, long fromSecond, long toSecond) {
        Exclusion exclusion = new Exclusion(
                new Exclusion.Key(T0 + boundarySecond * SECOND, 0, 0),
                Optional.of("coder"),
                Optional.ofNullable(slo),
                T0 + fromSecond * SECOND,
                T0 + toSecond * SECOND,
                "new driver",
                "ops");
        return exclusions(List.of(exclusion), T0 + HOUR);
    }

    private static Packet exclusions(List<Exclusion> exclusions, long watermarkMs) {
        return new Packet(
                new SourcePartition(TelemetryKind.EXCLUSION.topic(), 0),
                1,
                Set.of(TelemetryKind.EXCLUSION),
                VersionedDefinition.FILES,
                Long.MIN_VALUE,
                List.of(),
                List.of(),
                List.of(),
                exclusions,
                watermarkMs);
    }

    @Test
    void shouldWaitForTheTopicOfExclusions() {
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, slo("one", passed(), MINUTE, bad())), START);
        stage.hear(0, T0 + 30 * SECOND, counts("coder", 10, 1, 1)).hear(1, T0 + 30 * SECOND);

        assertThat(stage.evaluate().said()).isEmpty();
        stage.accept(exclusions(List.of(), T0 + 15 * SECOND));
        assertThat(stage.evaluate().said()).containsExactly("10 coder firing");
        assertThat(stage.evaluatedUpTo()).isEqualTo(T0 + 15 * SECOND);
    }

    @Test
    void shouldMaskOneSloAndLeaveAnotherOfTheSameSeries() {
        StageDriver stage = new StageDriver(
                discovering(
                        TimeGrid.DEFAULT,
                        slo("masked", passed(), MINUTE, bad()),
                        slo("other", passed(), MINUTE, bad())),
                START);
        stage.accept(filed(5, "masked", 5, 20))
                .hear(0, T0 + HOUR, counts("coder", 10, 3, 3))
                .hear(1, T0 + HOUR);
        stage.evaluate();

        assertThat(stage.verdicts())
                .extracting(verdict ->
                        verdict.key().slo() + " " + verdict.transition().kind().word())
                .startsWith("masked no_data", "other firing");
        SloStatus masked = stage.summaries().stream()
                .filter(status -> status.slo().equals("masked") && status.atMs() == T0 + 10 * SECOND)
                .findFirst()
                .orElseThrow();
        assertThat(masked.windows()).allMatch(window -> window.total() == 0);
        assertThat(masked.excludedEvents()).isEqualTo(3);
        assertThat(masked.exclusions()).extracting(Exclusion::reason).containsExactly("new driver");
        assertThat(stage.summaries())
                .filteredOn(status -> status.slo().equals("other"))
                .allMatch(status -> status.exclusions().isEmpty() && status.excludedEvents() == 0);
    }

    /** The window of a minute reaches [20, 30) up to the boundary 85; summaries are taken every ten seconds. */
    @Test
    void shouldListAnExclusionFromItsBeginningUntilNoWindowReachesIt() {
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, slo("one", passed(), MINUTE, bad())), START);
        stage.accept(filed(5, null, 20, 30))
                .hear(0, T0 + HOUR, counts("coder", 5, 0, 1))
                .hear(1, T0 + HOUR);
        stage.evaluate();

        assertThat(stage.summaries().stream()
                        .filter(status -> !status.exclusions().isEmpty())
                        .map(status -> (status.atMs() - T0) / SECOND))
                .startsWith(30L)
                .allMatch(second -> second < 90);
        assertThat(stage.summaries())
                .as("told when it has left")
                .anyMatch(status ->
                        status.atMs() == T0 + 90 * SECOND && status.exclusions().isEmpty());
    }

    @Test
    void shouldNotMissADeadlineWhileItLastsNorForgetAFreshEvent() {
        SloDefinition share = slo("fresh", passed(), MINUTE);
        SloDefinition fresh = new SloDefinition(
                "fresh",
                share.owner(),
                share.dashboard(),
                share.category(),
                "",
                share.indicator(),
                new Goal.Freshness(MINUTE),
                List.of(alert("Stale", "0.5", 0, 0, NoDataPolicy.FREEZE, MINUTE)));
        StageDriver stage = new StageDriver(discovering(TimeGrid.DEFAULT, fresh), START);
        // Good at 5: the deadline passes in the exclusion of [30, 100). Good again at 95, in a masked pane.
        stage.accept(filed(5, null, 30, 100))
                .hear(0, T0 + 200 * SECOND, counts("coder", 5, 0, 1), counts("coder", 95, 0, 1))
                .hear(1, T0 + 200 * SECOND);

        assertThat(stage.evaluate().said()).containsExactly("30 coder no_data", "155 coder firing");
        assertThat(stage.summaries()).allMatch(status -> status.excludedEvents() == 0);
    }
}

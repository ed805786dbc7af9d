// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static io.slostream.topology.judge.StageDriver.counts;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.AlertTransition.Kind;
import io.slostream.alerting.state.AlertTransition.Reason;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * An engine that begins with a history judges it all, and pages nobody for what has ended: at the first boundary for
 * pagers each alert that is firing is told once, from then on every change.
 */
class FirstForPagersTest {
    private static final long SEED = 77;
    private static final int SCRIPTS = 40;

    @Test
    void shouldTellWhatIsFiringOnceAndFromThenOnEveryChange() {
        int told = 0;
        int announced = 0;
        for (int number = 0; number < SCRIPTS; number++) {
            SplittableRandom random = new SplittableRandom(SEED + number);
            VerdictScript script = new VerdictScript(random);
            TimeGrid grid = script.definition.grid();
            long liveFromMs = grid.evaluationFloor(T0 + random.nextLong(script.endMs - T0));
            StageDriver stage =
                    new StageDriver(script.definition, new StartPoint(VerdictScript.START.boundaries(), liveFromMs));

            script.interleaved(random).forEach(packet -> {
                stage.accept(packet);
                if (random.nextInt(4) == 0) {
                    stage.evaluateOne();
                    stage.restart();
                }
            });
            stage.evaluate();

            List<String> expected = expected(stage.verdicts(), liveFromMs);
            assertThat(alerts(stage)).as("seed %d, script %d", SEED, number).isEqualTo(expected);
            told += expected.size();
            announced += (int) stage.alerts().stream()
                    .filter(verdict -> verdict.transition().reason() == Reason.START)
                    .count();
        }
        System.out.println("first for pagers: " + told + " alerts, " + announced + " of them firing already");
        assertThat(announced).isGreaterThan(SCRIPTS / 4);
    }

    @Test
    void shouldTellOfAnAlertThatWasFrozenWithoutDataLongBefore() {
        long live = T0 + DAY;
        StageDriver stage = new StageDriver(
                discovering(
                        TimeGrid.DEFAULT,
                        slo(
                                "correctness",
                                passed(),
                                HOUR,
                                alert("Bad", "0.5", 0, 0, NoDataPolicy.FREEZE, 10 * MINUTE))),
                new StartPoint(Map.of(TelemetryKind.EVALUATION, T0), live));
        stage.hear(0, live + HOUR, counts("coder", 600, 1, 1))
                .hear(1, live + HOUR)
                .evaluate();

        assertThat(stage.alerts()).hasSize(1);
        AlertTransition told = stage.alerts().get(0).transition();
        assertThat(told.kind()).isEqualTo(Kind.FIRING);
        assertThat(told.reason()).isEqualTo(Reason.START);
        assertThat(told.atMs()).isEqualTo(live);
        assertThat(told.firedAtMs()).isEqualTo(T0 + 10 * MINUTE);
    }

    /** The boundary at which silence makes it fire is the first one for pagers: it is told once, and why. */
    @Test
    void shouldTellWhyAnAlertFiresThatBeginsToAtTheFirstBoundary() {
        long live = T0 + 30 * MINUTE;
        StageDriver stage = new StageDriver(
                discovering(
                        TimeGrid.DEFAULT,
                        slo(
                                "correctness",
                                passed(),
                                HOUR,
                                alert("Bad", "0.5", 0, 0, new AlertAfter(10 * MINUTE, Severity.PAGE), 10 * MINUTE))),
                new StartPoint(Map.of(TelemetryKind.EVALUATION, T0), live));
        stage.hear(0, live + HOUR, counts("coder", 600, 0, 1))
                .hear(1, live + HOUR)
                .evaluate();

        assertThat(stage.alerts()).hasSize(1);
        AlertTransition told = stage.alerts().get(0).transition();
        assertThat(told.atMs()).isEqualTo(live);
        assertThat(told.firedAtMs()).isEqualTo(live);
        assertThat(told.reason()).isEqualTo(Reason.NO_DATA);
    }

    /** From the transitions alone, as a reader of the audit would say it. */
    private static List<String> expected(List<Verdict> transitions, long liveFromMs) {
        Map<String, List<String>> byKey = new TreeMap<>();
        Map<String, AlertTransition> firing = new TreeMap<>();
        for (Verdict verdict : transitions) {
            AlertTransition transition = verdict.transition();
            Kind kind = transition.kind();
            if (kind != Kind.FIRING && kind != Kind.RESOLVED) {
                continue;
            }
            if (transition.atMs() > liveFromMs) {
                byKey.computeIfAbsent(verdict.key().toString(), absent -> new ArrayList<>())
                        .add(transition.atMs() + " " + kind + " " + transition.firedAtMs());
            } else if (kind == Kind.FIRING) {
                firing.put(verdict.key().toString(), transition);
            } else {
                firing.remove(verdict.key().toString());
            }
        }
        firing.forEach((key, transition) -> byKey.computeIfAbsent(key, absent -> new ArrayList<>())
                .add(0, liveFromMs + " FIRING " + transition.firedAtMs()));
        return flat(byKey);
    }

    private static List<String> alerts(StageDriver stage) {
        Map<String, List<String>> byKey = new TreeMap<>();
        for (Verdict verdict : stage.alerts()) {
            AlertTransition transition = verdict.transition();
            byKey.computeIfAbsent(verdict.key().toString(), absent -> new ArrayList<>())
                    .add(transition.atMs() + " " + transition.kind() + " " + transition.firedAtMs());
        }
        return flat(byKey);
    }

    private static List<String> flat(Map<String, List<String>> byKey) {
        List<String> lines = new ArrayList<>();
        byKey.forEach((key, entries) -> entries.forEach(entry -> lines.add(key + " " + entry)));
        return lines;
    }
}

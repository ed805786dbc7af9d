// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.model.SpecialistSimulation.Intervals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An incident changes what it says, in its time, and nothing else. */
class IncidentTest {
    private static final long LENGTH_MS = Runs.HOUR_MS / 2;
    private static final long FROM = Runs.T0 + 10 * 60_000;
    private static final long TO = FROM + 15 * 60_000;
    private static final List<SimulatedEvent> HEALTHY = Runs.run(Ensemble.standard(), 9, LENGTH_MS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correctness:math@10m+15m=0.4",
                "canary:math@10m+15m",
                "capacity:math@10m+15m=0.1",
                "slowdown:math@10m+15m=0.3",
                "errors:math@10m+15m=0.5",
                "tools:math@10m+15m=0.9",
                "ecc:math@10m+15m=500",
                "cost:math@10m+15m=3",
                "stale:math@10m+15m=20",
                "silence:math@10m+15m"
            })
    void shouldLeaveOthersAndTheTimeBeforeAlone(String incident) {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, incident);

        Predicate<SimulatedEvent> untouched = event -> !event.specialist().equals("math") || event.atMs() < FROM;
        assertThat(lines(events, untouched)).isEqualTo(lines(HEALTHY, untouched));
        assertThat(lines(events, untouched.negate())).isNotEqualTo(lines(HEALTHY, untouched.negate()));
    }

    @Test
    void shouldLowerCorrectnessAlone() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "correctness:math@10m+15m=0.4");

        List<SimulatedEvent> during = during(events, TelemetryKind.EVALUATION);
        assertThat(during).hasSameSizeAs(during(HEALTHY, TelemetryKind.EVALUATION));
        assertThat(Runs.share(during, "passed", true)).isBetween(0.2, 0.6);
        Predicate<SimulatedEvent> other = event -> event.kind() != TelemetryKind.EVALUATION;
        assertThat(lines(events, other)).isEqualTo(lines(HEALTHY, other));
    }

    @Test
    void shouldFailCanariesAlone() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "canary:math@10m+15m=0");

        assertThat(during(events, TelemetryKind.CANARY))
                .isNotEmpty()
                .noneMatch(event -> Boolean.TRUE.equals(event.fields().get("passed")));
        Predicate<SimulatedEvent> other = event -> event.kind() != TelemetryKind.CANARY;
        assertThat(lines(events, other)).isEqualTo(lines(HEALTHY, other));
    }

    @Test
    void shouldMakeRequestsWaitWhenReplicasAreLost() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "capacity:math@10m+15m=0.1");

        List<SimulatedEvent> during = during(events, TelemetryKind.REQUEST);
        List<SimulatedEvent> healthy = during(HEALTHY, TelemetryKind.REQUEST);
        assertThat(Runs.mean(healthy, "queue_ms")).isLessThan(100);
        assertThat(Runs.mean(during, "queue_ms")).isGreaterThan(1_000);
        // The replica that is left steps as fast as ever: a fuller batch, but no slower machine.
        assertThat(Runs.mean(during, "tpot_ms")).isLessThan(1.5 * Runs.mean(healthy, "tpot_ms"));
    }

    @Test
    void shouldStreamMoreSlowlyWhenAcceleratorsDo() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "slowdown:math@10m+15m=0.4");

        assertThat(Runs.mean(during(events, TelemetryKind.REQUEST), "tpot_ms"))
                .isGreaterThan(2 * Runs.mean(during(HEALTHY, TelemetryKind.REQUEST), "tpot_ms"));
    }

    @Test
    void shouldFailRequests() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "errors:math@10m+15m=0.5");

        assertThat(Runs.share(during(events, TelemetryKind.REQUEST), "status_code", 500L))
                .isBetween(0.4, 0.6);
    }

    @Test
    void shouldFailToolCalls() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "tools:math@10m+15m=1");

        assertThat(during(events, TelemetryKind.REQUEST))
                .anyMatch(event -> !event.fields().get("tool_calls").equals(0L))
                .allSatisfy(event -> assertThat(event.fields().get("tool_call_failures"))
                        .isEqualTo(event.fields().get("tool_calls")));
    }

    @Test
    void shouldReportAsManyMemoryErrorsAsItSays() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "ecc:math@10m+15m=900");

        double[] errors = Runs.samples(during(events, TelemetryKind.SAMPLE), "hbm_ecc_errors");
        // 900 a day of eight accelerators are 70 in 14 minutes; each report rounds by chance.
        assertThat(DoubleStream.of(errors).sum()).isBetween(50.0, 90.0);
        assertThat(Runs.samples(during(HEALTHY, TelemetryKind.SAMPLE), "hbm_ecc_errors"))
                .containsOnly(0);
    }

    @Test
    void shouldCostAsManyTimesTheUsual() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "cost:math@10m+15m=3");

        double cost = DoubleStream.of(Runs.samples(during(events, TelemetryKind.SAMPLE), "cost_micro_usd"))
                .sum();
        double usual = DoubleStream.of(Runs.samples(during(HEALTHY, TelemetryKind.SAMPLE), "cost_micro_usd"))
                .sum();
        assertThat(cost / usual).isBetween(2.999, 3.001);
    }

    @Test
    void shouldMissFloorsAndWriteSlowlyAndChangeNothingElse() {
        Ensemble quiet = Ensemble.standard().scaled(0.02, 1).reportingEvery(new Intervals(600_000, 600_000, 1_800_000));
        List<SimulatedEvent> events =
                Runs.run(quiet, 9, 10 * Runs.HOUR_MS, "training:math@2h+8h=0", "storage:math@2h+8h=0.2");

        List<SimulatedEvent> ofMath = events.stream()
                .filter(event -> event.specialist().equals("math"))
                .toList();
        assertThat(Runs.of(ofMath, TelemetryKind.CHECKPOINT))
                .hasSize(20)
                .allSatisfy(event -> assertThat(
                                Runs.number(event, "evaluation_score") >= Runs.number(event, "declared_floor"))
                        .isEqualTo(event.eventTimeMs() < Runs.T0 + 2 * Runs.HOUR_MS));
        assertThat(DoubleStream.of(Runs.samples(ofMath, "checkpoint_write_ms")).filter(ms -> ms > 45_000))
                .hasSize(16);
        Predicate<SimulatedEvent> other = event -> event.kind() != TelemetryKind.CHECKPOINT
                && !"checkpoint_write_ms".equals(event.fields().get("name"));
        assertThat(lines(events, other)).isEqualTo(lines(Runs.run(quiet, 9, 10 * Runs.HOUR_MS), other));
    }

    @Test
    void shouldServeAnOldCheckpoint() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "stale:math@10m+15m=20");

        assertThat(Runs.samples(during(events, TelemetryKind.SAMPLE), "checkpoint_age_seconds"))
                .containsOnly(20 * 86_400);
        assertThat(DoubleStream.of(Runs.samples(HEALTHY, "checkpoint_age_seconds")))
                .allSatisfy(age -> assertThat(age).isBetween(0.0, 7 * 86_400.0));
    }

    @Test
    void shouldDriftAndCollapseOnOneExpert() {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "router:reasoning@10m+15m=2");

        List<SimulatedEvent> during = Runs.of(events, TelemetryKind.ROUTING).stream()
                .filter(event -> event.specialist().equals("reasoning"))
                .filter(event -> event.eventTimeMs() >= FROM && event.eventTimeMs() < TO)
                .toList();
        assertThat(Runs.mean(during, "router_z_loss")).isBetween(3.8, 4.2);
        assertThat(during)
                .filteredOn(event -> event.fields().get("expert").equals(0L))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(Runs.number(event, "tokens"))
                        .isGreaterThanOrEqualTo(Runs.number(event, "capacity")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"capacity:math@10m+15m=0.1", "errors:math@10m+15m=0.5", "slowdown:math@10m+15m=0.3"})
    void shouldLetClientsAskTheSameWhateverComesOfIt(String incident) {
        List<SimulatedEvent> events = Runs.run(Ensemble.standard(), 9, LENGTH_MS, incident);

        assertThat(asked(events)).isEqualTo(asked(HEALTHY)).hasSizeGreaterThan(500);
    }

    @Test
    void shouldBeSilentAndThenGoOn() {
        List<SimulatedEvent> all = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "silence:math@10m+15m");
        List<SimulatedEvent> canaries = Runs.run(Ensemble.standard(), 9, LENGTH_MS, "silence:math@10m+15m=canary");

        Predicate<SimulatedEvent> ofMath =
                event -> event.specialist().equals("math") && event.atMs() >= FROM && event.atMs() < TO;
        assertThat(lines(all, event -> true)).isEqualTo(lines(HEALTHY, ofMath.negate()));
        Predicate<SimulatedEvent> canaryOfMath = ofMath.and(event -> event.kind() == TelemetryKind.CANARY);
        assertThat(lines(canaries, event -> true)).isEqualTo(lines(HEALTHY, canaryOfMath.negate()));
    }

    @Test
    void shouldRefuseAnIncidentOfNobody() {
        assertThatThrownBy(() -> Runs.run(Ensemble.standard(), 9, LENGTH_MS, "silence:maths@1m+1m"))
                .hasMessageContaining("there is no specialist 'maths'; there are code, math");
    }

    /** Events of the specialist that happen in the middle of the incident. */
    private static List<SimulatedEvent> during(List<SimulatedEvent> events, TelemetryKind kind) {
        return Runs.of(events, kind).stream()
                .filter(event -> event.specialist().equals("math"))
                .filter(event -> event.eventTimeMs() >= FROM + 60_000 && event.eventTimeMs() < TO)
                .toList();
    }

    /** What each request asked for, by its id. */
    private static Map<String, List<Object>> asked(List<SimulatedEvent> events) {
        return Runs.of(events, TelemetryKind.REQUEST).stream()
                .filter(event -> event.specialist().equals("math"))
                .collect(Collectors.toMap(
                        SimulatedEvent::key,
                        event -> List.of(
                                event.fields().get("input_tokens"),
                                event.fields().get("trace_id"),
                                event.fields().getOrDefault("deadline_ms", "none"),
                                event.fields().get("router_confidence"))));
    }

    private static List<String> lines(List<SimulatedEvent> events, Predicate<SimulatedEvent> wanted) {
        return events.stream()
                .filter(wanted)
                .map(event -> new String(EventEncoder.ndjson(event), StandardCharsets.UTF_8))
                .toList();
    }
}

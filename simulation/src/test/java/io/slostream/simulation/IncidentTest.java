// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.model.SpecialistModel;
import io.slostream.simulation.model.SpecialistModel.Machines;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The laws that any queue must keep: latencies are no draws of their own, they follow from the load. */
class QueueingTest {
    private static final long LENGTH_MS = 2 * Runs.HOUR_MS;

    @Test
    void shouldKeepLittlesLaw() {
        for (String specialist : List.of("vision", "reasoning")) {
            SpecialistModel model = Runs.only(specialist, 1.5).models().get(0);
            List<SimulatedEvent> events = Runs.run(Runs.only(specialist, 1.5), 11, LENGTH_MS);
            List<SimulatedEvent> requests = Runs.of(events, TelemetryKind.REQUEST);

            // Mean in the system, read off the fleet every second; rate x mean time, from the requests.
            int slots = model.machines().replicas() * model.machines().slots();
            double inSystem = slots
                    * (1
                            - Arrays.stream(Runs.samples(events, "capacity_headroom"))
                                    .average()
                                    .orElseThrow());
            double rate = requests.size() / (double) LENGTH_MS;
            assertThat(inSystem)
                    .as(specialist)
                    .isCloseTo(rate * Runs.mean(requests, "e2e_ms"), within(inSystem * 0.03));
        }
    }

    @Test
    void shouldAddUpTimeToFirstTokenExactly() {
        List<SimulatedEvent> requests =
                Runs.of(Runs.run(Runs.only("vision", 2.5), 3, LENGTH_MS), TelemetryKind.REQUEST).stream()
                        .filter(event -> event.fields().containsKey("ttft_ms"))
                        .toList();

        assertThat(requests).hasSizeGreaterThan(1_000);
        assertThat(Runs.mean(requests, "queue_ms")).isPositive();
        for (SimulatedEvent event : requests) {
            assertThat(micros(event, "ttft_ms"))
                    .as("%s", event)
                    .isEqualTo(micros(event, "queue_ms") + micros(event, "admission_to_first_token_ms"));
            assertThat(micros(event, "e2e_ms")).isGreaterThanOrEqualTo(micros(event, "ttft_ms"));
        }
    }

    @Test
    void shouldWaitLongerTheMoreIsAsked() {
        double[] rates = {0.5, 1.5, 2.0, 2.5, 4.0};
        double[] ttft = Arrays.stream(rates)
                .map(rate -> Runs.mean(
                        Runs.of(Runs.run(Runs.only("vision", rate), 17, LENGTH_MS), TelemetryKind.REQUEST), "ttft_ms"))
                .toArray();

        for (int i = 1; i < rates.length; i++) {
            assertThat(ttft[i])
                    .as("mean TTFT at rates %s: %s", Arrays.toString(rates), Arrays.toString(ttft))
                    .isGreaterThan(ttft[i - 1]);
        }
        assertThat(ttft[4]).isGreaterThan(100 * ttft[0]);
    }

    @Test
    void shouldMakeOneEventOfEveryArrival() {
        List<SimulatedEvent> healthy = Runs.of(Runs.run(Runs.only("vision", 1), 23, LENGTH_MS), TelemetryKind.REQUEST);
        List<SimulatedEvent> troubled = Runs.of(
                Runs.run(
                        Runs.only("vision", 1),
                        23,
                        LENGTH_MS,
                        "capacity:vision@10m+1h=0.1",
                        "errors:vision@30m+1h=0.1"),
                TelemetryKind.REQUEST);

        assertThat(ids(healthy)).isEqualTo(firstIds(healthy.size()));
        assertThat(ids(troubled)).isEqualTo(firstIds(troubled.size())).isEqualTo(ids(healthy));
        assertThat(Runs.share(troubled, "disconnected", true)).isPositive();
        assertThat(Runs.share(troubled, "status_code", 500L)).isPositive();
        assertThat(Runs.share(troubled, "status_code", 499L)).isPositive();
    }

    @Test
    void shouldRefuseRatherThanQueueWithoutEnd() {
        List<SimulatedEvent> events = Runs.run(Runs.only("vision", 20), 29, Runs.HOUR_MS / 4);
        List<SimulatedEvent> requests = Runs.of(events, TelemetryKind.REQUEST);

        assertThat(ids(requests)).isEqualTo(firstIds(requests.size()));
        assertThat(Runs.share(requests, "error_type", "circuit_open")).isGreaterThan(0.1);
        assertThat(Arrays.stream(Runs.samples(events, "queue_depth")).max().orElseThrow())
                .isLessThanOrEqualTo(8 * 12);
        assertThat(Runs.samples(events, "circuit_breaker_open")).contains(1);
    }

    @Test
    void shouldPreemptOnlyWhenTheCacheIsFull() {
        SpecialistModel roomy = Runs.only("reasoning", 3).models().get(0);
        List<SimulatedEvent> relaxed = Runs.run(Runs.only(oneReplica(roomy, 10_000)), 31, Runs.HOUR_MS / 2);
        List<SimulatedEvent> pressed = Runs.run(Runs.only(oneReplica(roomy, 640)), 31, Runs.HOUR_MS / 2);

        assertThat(preempted(relaxed)).isEmpty();
        assertThat(Arrays.stream(Runs.samples(relaxed, "kv_block_utilization"))
                        .max()
                        .orElseThrow())
                .isLessThan(0.9);
        List<SimulatedEvent> preempted = preempted(pressed);
        assertThat(preempted).isNotEmpty().allSatisfy(event -> {
            assertThat(event.fields()).containsEntry("preempted_once", true);
            assertThat(Runs.number(event, "preemption_depth")).isPositive();
        });
        assertThat(Arrays.stream(Runs.samples(pressed, "kv_block_utilization"))
                        .max()
                        .orElseThrow())
                .isGreaterThan(0.95);
        List<SimulatedEvent> requests = Runs.of(pressed, TelemetryKind.REQUEST);
        assertThat(ids(requests)).isEqualTo(firstIds(requests.size()));
    }

    private static SpecialistModel oneReplica(SpecialistModel model, int blocks) {
        Machines old = model.machines();
        Machines machines = new Machines(
                1,
                40,
                blocks,
                old.prefillTokensPerSecond(),
                old.chunkTokens(),
                old.stepMs(),
                old.stepMsPerRequest(),
                old.accelerators(),
                old.resourceClass());
        return new SpecialistModel(model.name(), model.load(), machines, model.quality(), model.traits());
    }

    private static List<SimulatedEvent> preempted(List<SimulatedEvent> events) {
        return Runs.of(events, TelemetryKind.REQUEST).stream()
                .filter(event -> Runs.number(event, "preemptions") > 0)
                .toList();
    }

    private static long micros(SimulatedEvent event, String field) {
        return Math.round(Runs.number(event, field) * 1_000);
    }

    private static Set<String> ids(List<SimulatedEvent> requests) {
        Set<String> ids = requests.stream()
                .map(event -> event.key().replaceFirst(".*-r", ""))
                .collect(Collectors.toSet());
        assertThat(ids).as("an id for each event").hasSameSizeAs(requests);
        return ids;
    }

    private static Set<String> firstIds(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.toSet());
    }
}

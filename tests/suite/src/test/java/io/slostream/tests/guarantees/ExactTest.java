// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.testkit.oracle.Oracle;
import io.slostream.testkit.oracle.OracleSlo;
import io.slostream.topology.Series;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Promise 1: good and total are integer counts, and each event is counted once, through aborts, redelivery and
 * restarts. All packets and open counts of a fleet add up to a plain count of the events.
 */
class ExactTest {
    private static final int SEEDS = 150;

    @Test
    void shouldCountEachEventOnce() {
        long events = 0;
        int faults = 0;

        for (long seed = 1; seed <= SEEDS; seed++) {
            Scenario scenario = Scenario.draw(seed);
            SimulatedFleet fleet = new SimulatedFleet(scenario, seed, Mutation.NONE);

            fleet.run(scenario.endMs());

            Map<Series, List<Long>> expected = expected(scenario, fleet);
            assertThat(withEvents(fleet.counted())).as("seed %d", seed).isEqualTo(expected);
            events += expected.values().stream()
                    .mapToLong(counts -> counts.get(1))
                    .sum();
            faults += fleet.aborts() + fleet.restarts();
        }

        System.out.println("exact: " + SEEDS + " seeds, " + events + " counts, " + faults + " aborts and restarts");
        assertThat(faults).as("aborts and restarts happened").isGreaterThan(SEEDS);
    }

    @Test
    void shouldNoticeAnAbortThatKeptItsCounts() {
        Scenario scenario = Scenario.draw(1);
        SimulatedFleet fleet = new SimulatedFleet(scenario, 1, Mutation.ABORT_KEEPS_STATE);

        fleet.run(scenario.endMs());

        assertThat(withEvents(fleet.counted())).isNotEqualTo(expected(scenario, fleet));
    }

    private static Map<Series, List<Long>> expected(Scenario scenario, SimulatedFleet fleet) {
        Oracle oracle = new Oracle(Scenario.PANE_MS, Scenario.GRACE_MS, scenario.intervalMs(), scenario.startMs());
        Map<Series, List<Long>> expected = new TreeMap<>();
        for (OracleSlo slo : scenario.slos()) {
            int sli = fleet.sliOf(slo.name());
            oracle.counts(scenario.slos(), slo.sli(), scenario.events())
                    .forEach((specialist, counts) -> expected.put(new Series(sli, specialist), counts));
        }
        return expected;
    }

    private static Map<Series, List<Long>> withEvents(Map<Series, List<Long>> counts) {
        Map<Series, List<Long>> result = new TreeMap<>(counts);
        result.values().removeIf(count -> count.get(1) == 0);
        return result;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.testkit.Sli;
import io.slostream.testkit.oracle.Oracle;
import io.slostream.testkit.oracle.OracleTransition;
import io.slostream.topology.judge.SloStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Promise 2: the same log and the same definitions give every alert key the same sequence of transitions, whatever the
 * interleaving, batching, lag, aborts, restarts and number of internal partitions. The judge is an oracle that shares
 * no code with the engine: so this is promise 1, exactness, as well.
 */
class DeterministicTest {
    private static final int SEEDS = Integer.getInteger("slostream.oracle.seeds", 500);
    private static final long FIRST_SEED = Long.getLong("slostream.oracle.firstSeed", 1);
    /** All that an unchanged definition can give for a reason; coverage never shrinks here, so it cancels nothing. */
    private static final List<String> EVERY_REASON = List.of(
            "pending condition",
            "firing condition",
            "firing no_data",
            "firing severity",
            "resolved recovered",
            "resolved no_data",
            "resolved data_back",
            "cancelled recovered",
            "cancelled no_data",
            "no_data no_data",
            "suppressed coverage",
            "suppressed minimum_events",
            "suppressed minimum_bad_events");
    /** A mutant that survives this many histories has not been caught. */
    private static final int SEEDS_FOR_A_MUTANT = 60;

    @Test
    void shouldGiveTheOraclesSequencesUnderAnySchedule() {
        Map<String, Integer> seen = new TreeMap<>();
        Map<String, Integer> reasons = new TreeMap<>();
        int transitions = 0;
        int faults = 0;

        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            Scenario scenario = Scenario.draw(seed);
            Map<String, List<OracleTransition>> expected = oracle(scenario);
            SimulatedFleet fleet = new SimulatedFleet(scenario, seed, Mutation.NONE);

            Map<String, List<OracleTransition>> actual = fleet.run(scenario.endMs());

            assertThat(actual).as("seed %d", seed).isEqualTo(expected);
            for (List<OracleTransition> list : expected.values()) {
                transitions += list.size();
                list.forEach(transition -> {
                    seen.merge(transition.state(), 1, Integer::sum);
                    reasons.merge(transition.state() + " " + transition.reason(), 1, Integer::sum);
                });
            }
            faults += fleet.aborts() + fleet.restarts();
        }

        System.out.println("oracle: " + SEEDS + " seeds, " + transitions + " transitions " + seen + ", " + faults
                + " aborts and restarts; " + reasons);
        assertThat(seen).as("every state occurs").hasSize(6);
        assertThat(reasons.keySet()).as("every reason occurs").containsExactlyInAnyOrderElementsOf(EVERY_REASON);
        assertThat(faults).as("aborts and restarts happened").isGreaterThan(SEEDS);
    }

    @Test
    void shouldGiveTheSameSequencesUnderManySchedulesOfOneLog() {
        Scenario scenario = Scenario.draw(FIRST_SEED);
        Map<String, List<OracleTransition>> expected = oracle(scenario);

        for (long schedule = 0; schedule < 25; schedule++) {
            SimulatedFleet fleet = new SimulatedFleet(scenario, schedule, Mutation.NONE);

            assertThat(fleet.run(scenario.endMs())).as("schedule %d", schedule).isEqualTo(expected);
        }
    }

    /** Quantiles included: what a page shows is as reproducible as what a pager hears. */
    @Test
    void shouldGiveTheSameSummariesUnderManySchedulesOfOneLog() {
        Scenario scenario = scenarioWithQuantiles();
        Map<String, List<SloStatus>> first = summaries(scenario, 0);

        for (long schedule = 1; schedule < 15; schedule++) {
            assertThat(summaries(scenario, schedule))
                    .as("schedule %d", schedule)
                    .isEqualTo(first);
        }

        assertThat(first.values().stream()
                        .flatMap(List::stream)
                        .flatMap(status -> status.quantiles().stream())
                        .filter(quantile -> quantile.count() > 10)
                        .map(SloStatus.QuantileReading::value)
                        .distinct())
                .as("quantiles that differ")
                .hasSizeGreaterThan(1);
    }

    private static Scenario scenarioWithQuantiles() {
        long seed = FIRST_SEED;
        while (Scenario.draw(seed).slos().stream().noneMatch(slo -> slo.sli() == Sli.REQUEST_TTFT)) {
            seed++;
        }
        return Scenario.draw(seed);
    }

    private static Map<String, List<SloStatus>> summaries(Scenario scenario, long schedule) {
        SimulatedFleet fleet = new SimulatedFleet(scenario, schedule, Mutation.NONE);
        fleet.run(scenario.endMs());
        return fleet.summaries(scenario.endMs());
    }

    @ParameterizedTest
    @EnumSource(value = Mutation.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldCatchEveryMutant(Mutation mutation) {
        long caughtBy = -1;

        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS_FOR_A_MUTANT && caughtBy < 0; seed++) {
            Scenario scenario = Scenario.draw(seed);
            SimulatedFleet fleet = new SimulatedFleet(scenario, seed, mutation);
            if (!fleet.run(scenario.endMs()).equals(oracle(scenario))) {
                caughtBy = seed;
            }
        }

        System.out.println("oracle: mutant " + mutation + " caught by seed " + caughtBy);
        assertThat(caughtBy).as("a seed that catches %s", mutation).isNotNegative();
    }

    private static Map<String, List<OracleTransition>> oracle(Scenario scenario) {
        Oracle oracle = new Oracle(Scenario.PANE_MS, Scenario.GRACE_MS, scenario.intervalMs(), scenario.startMs());
        return oracle.judge(scenario.slos(), scenario.events(), scenario.exclusions(), scenario.endMs());
    }
}

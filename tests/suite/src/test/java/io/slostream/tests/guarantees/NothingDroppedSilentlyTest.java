// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.testkit.oracle.Oracle;
import io.slostream.topology.accumulate.Accounting;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Promise 4: records in = counted + late + dead-lettered + excluded, through aborts, redelivery and restarts. */
class NothingDroppedSilentlyTest {
    private static final int SEEDS = 150;

    @Test
    void shouldPutEveryRecordInItsOneClass() {
        Accounting sum = Accounting.NONE;

        for (long seed = 1; seed <= SEEDS; seed++) {
            Scenario scenario = Scenario.draw(seed);
            SimulatedFleet fleet = new SimulatedFleet(scenario, seed, Mutation.NONE);

            fleet.run(scenario.endMs());

            Accounting accounting = fleet.accounting();
            assertThat(accounting).as("seed %d", seed).isEqualTo(expected(scenario));
            assertThat(accounting.addsUp()).as("seed %d", seed).isTrue();
            assertThat(fleet.deadLetters())
                    .as("dead letters written, seed %d", seed)
                    .isEqualTo((int) accounting.deadLettered());
            sum = sum.plus(accounting);
        }

        System.out.println("accounting: " + SEEDS + " seeds, " + sum);
        assertThat(sum.late()).as("late events occurred").isPositive();
        assertThat(sum.deadLettered()).as("dead letters occurred").isPositive();
    }

    private static Accounting expected(Scenario scenario) {
        Map<String, Long> classes = new Oracle(
                        Scenario.PANE_MS, Scenario.GRACE_MS, scenario.intervalMs(), scenario.startMs())
                .classes(scenario.slos(), scenario.events());
        return new Accounting(
                scenario.events().size() + scenario.exclusions().size() + scenario.garbage(),
                classes.getOrDefault("counted", 0L) + scenario.exclusions().size(),
                classes.getOrDefault("late", 0L),
                classes.getOrDefault("dead_lettered", 0L) + scenario.garbage(),
                classes.getOrDefault("excluded", 0L));
    }
}

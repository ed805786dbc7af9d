// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineSignsTest {
    private final EngineSigns signs = new EngineSigns(120_000);

    @Test
    void shouldSayNothingBeforeOffsetsMove() {
        assertThat(signs.isAlive(0)).isFalse();
        signs.seen(Map.of("p-0", 5L), 1_000);
        assertThat(signs.isAlive(1_000)).isFalse();
        signs.seen(Map.of("p-0", 5L), 2_000);
        assertThat(signs.isAlive(2_000)).isFalse();
    }

    @Test
    void shouldTakeStandingOffsetsForSilence() {
        signs.seen(Map.of("p-0", 5L, "p-1", 9L), 0);
        signs.seen(Map.of("p-0", 6L, "p-1", 9L), 10_000);

        assertThat(signs.isAlive(130_000)).isTrue();
        signs.seen(Map.of("p-0", 6L, "p-1", 9L), 130_000);
        assertThat(signs.isAlive(130_001)).isFalse();
        signs.seen(Map.of("p-0", 7L, "p-1", 9L), 140_000);
        assertThat(signs.isAlive(140_000)).isTrue();
    }

    @Test
    void shouldNotTakeNoAnswerForALifeSign() {
        signs.seen(Map.of(), 0);
        signs.seen(Map.of(), 1_000);

        assertThat(signs.isAlive(1_000)).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void shouldGrowToItsCapWithFullJitter() {
        for (int failures = 0; failures < 40; failures++) {
            long most = 0;
            long least = Long.MAX_VALUE;
            Random random = new Random(failures);
            for (int draw = 0; draw < 1_000; draw++) {
                long pause = Backoff.jitter(failures, random);
                most = Math.max(most, pause);
                least = Math.min(least, pause);
            }
            long bound = failures < 6 ? 1_000L << failures : 60_000;
            assertThat(most).as("failure " + failures).isBetween(bound * 9 / 10, bound);
            assertThat(least).isBetween(100L, Math.max(100, bound / 10));
        }
    }

    @Test
    void shouldWaitAtLeastAsLongAsAskedAndBeginAnewAfterSuccess() {
        Backoff backoff = new Backoff(new Random(1));

        assertThat(backoff.failed(OptionalLong.of(30_000))).isBetween(30_000L, 31_000L);
        backoff.failed(OptionalLong.empty());
        assertThat(backoff.failures()).isEqualTo(2);
        backoff.succeeded();
        assertThat(backoff.failed(OptionalLong.empty())).isBetween(100L, 1_000L);
    }
}

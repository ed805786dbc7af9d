// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void shouldLetABurstThroughAndThenTheRate() {
        RateLimit rate = new RateLimit(60, 0);
        int taken = 0;
        for (long now = 0; now < 60_000; now += 10) {
            taken += rate.take(now) ? 1 : 0;
        }

        assertThat(taken).isBetween(64, 66); // a burst of 6, then one a second
    }

    @Test
    void shouldSayHowLongToWait() {
        RateLimit rate = new RateLimit(6, 0);

        assertThat(rate.take(0)).isTrue();
        assertThat(rate.take(0)).isFalse();
        assertThat(rate.waitMs(0)).isEqualTo(10_000);
        assertThat(rate.waitMs(4_000)).isEqualTo(6_000);
        assertThat(rate.take(10_000)).isTrue();
    }
}

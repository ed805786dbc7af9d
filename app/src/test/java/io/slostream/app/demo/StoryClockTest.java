// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A tick has the clock's time, so the clock may never pass a record that is on its way. */
class StoryClockTest {
    private final StoryClock clock = new StoryClock(100);

    @Test
    void shouldStandAtTheOldestRecordOnItsWay() {
        StoryClock.Sent first = clock.send(200);
        StoryClock.Sent second = clock.send(300);
        clock.reach(400);
        assertThat(clock.nowMs()).isEqualTo(200);

        second.acknowledge();
        assertThat(clock.nowMs()).as("acknowledged out of order").isEqualTo(200);

        first.acknowledge();
        assertThat(clock.nowMs()).isEqualTo(400);
    }

    @Test
    void shouldNeverGoBack() {
        clock.reach(500);
        clock.reach(400);
        assertThat(clock.nowMs()).isEqualTo(500);
    }

    @Test
    void shouldRunOnInSilence() {
        clock.send(200).acknowledge();
        assertThat(clock.nowMs()).isEqualTo(200);
        clock.reach(900);
        assertThat(clock.nowMs()).isEqualTo(900);
    }
}

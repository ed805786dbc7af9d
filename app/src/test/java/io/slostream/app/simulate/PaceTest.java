// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.app.UsageException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long NANOS_OF_SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void shouldBeAsFastAsLifeUnlessARateIsGiven() {
        Pace pace = Pace.of(null);

        assertThat(pace.isLife()).isTrue();
        assertThat(pace.dueNanos(0, 9)).isZero();
        assertThat(pace.dueNanos(1_500, 9)).isEqualTo(NANOS_OF_SECOND * 3 / 2);
    }

    @ParameterizedTest
    @CsvSource({"250, 0, 0", "250, 500, 2", "0.5, 1, 2", "10000000, 30000000, 3"})
    void shouldSpaceEventsEvenlyWhateverTheirTimes(String rate, long number, long seconds) {
        Pace pace = Pace.of(rate);

        assertThat(pace.isLife()).isFalse();
        assertThat(pace.dueNanos(0, number)).isEqualTo(seconds * NANOS_OF_SECOND);
        assertThat(pace.dueNanos(7_200_000, number)).isEqualTo(seconds * NANOS_OF_SECOND);
    }

    @Test
    void shouldNotWaitAtAll() {
        Pace pace = Pace.of("max");

        assertThat(pace.isLife()).isFalse();
        assertThat(pace.dueNanos(7_200_000, 1_000_000)).isZero();
        assertThat(Pace.atOnce().dueNanos(7_200_000, 1_000_000)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10000001", "NaN", "Infinity", "fast", "MAX", ""})
    void shouldRefuseWhatIsNoRate(String rate) {
        assertThatThrownBy(() -> Pace.of(rate))
                .isInstanceOf(UsageException.class)
                .hasMessage("--rate " + rate + ": write events a second, a number above 0, at most 10000000, or max");
    }
}

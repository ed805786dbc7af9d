// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailurePolicyTest {
    private static final TopicPartition SOURCE = new TopicPartition("telemetry.requests.v1", 3);
    private static final Throwable PASSING = new StreamsException(new RegistryUnavailableException("no answer", null));

    private final List<EngineEnd> ends = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final List<String> released = new ArrayList<>();
    private long nanos;
    private final FailurePolicy policy = new FailurePolicy(7, released::add, () -> nanos, waits::add, ends::add);

    @Test
    void shouldReplaceThreadsWithGrowingWaitsUpToTenSeconds() {
        for (int failure = 0; failure < 7; failure++) {
            assertThat(policy.handle(PASSING)).isEqualTo(REPLACE_THREAD);
        }

        assertThat(waits).containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L);
        assertThat(released).hasSize(7).containsOnly(Thread.currentThread().getName());
        assertThat(ends).isEmpty();
    }

    @Test
    void shouldEndWithCodeThreeWhenTheBudgetOfAnHourIsUsedUp() {
        for (int failure = 0; failure < 7; failure++) {
            policy.handle(PASSING);
        }

        assertThat(policy.handle(PASSING)).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(ends)
                .containsExactly(new EngineEnd(
                        EngineEnd.FAILED,
                        "stream threads failed more than 7 times within an hour (restarts.budget); the last time: "
                                + PASSING.getMessage()));
    }

    @Test
    void shouldForgetFailuresAfterAnHour() {
        for (int failure = 0; failure < 50; failure++) {
            assertThat(policy.handle(PASSING)).isEqualTo(REPLACE_THREAD);
            nanos += Duration.ofMinutes(9).toNanos();
        }

        assertThat(waits).containsOnly(250L);
    }

    static List<Throwable> hopeless() {
        return List.of(
                new StreamsException("no valid", new OffsetOutOfRangeException("gone", Map.of(SOURCE, 110L))),
                new StreamsException("no valid", new NoOffsetForPartitionException(Set.of(SOURCE))),
                new StreamsException(
                        "Existing internal topic x-changelog has invalid partitions: expected: 8; actual: 4."),
                new StreamsException(new TopicAuthorizationException(Set.of("slo.alerts.v1"))));
    }

    @ParameterizedTest
    @MethodSource("hopeless")
    void shouldEndWithCodeTwoAtOnceWhenTryingAgainCannotHelp(Throwable failure) {
        assertThat(policy.handle(failure)).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(waits).isEmpty();
        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.exitCode()).isEqualTo(EngineEnd.REFUSED);
            assertThat(end.reason()).isNotBlank();
        });
    }
}

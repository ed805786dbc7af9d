// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "7 | 7000",
                "Tue, 24 Nov 2026 10:00:30 GMT | 30000",
                "Tue, 24 Nov 2026 09:00:00 GMT | 0",
                "999999999 | 900000",
                "Tue, 24 Nov 2099 10:00:30 GMT | 900000"
            })
    void shouldReadRetryAfterAndBoundIt(String header, long ms) {
        assertThat(HttpAnswers.retryAfter(Optional.of(header), NOW)).hasValue(ms);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999"})
    void shouldPassOverWhatIsNoRetryAfter(String header) {
        assertThat(HttpAnswers.retryAfter(Optional.of(header), NOW)).isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> WORDS =
            List.of("for", "when", "burnRate", "keepFiringFor", "minimumEvents", "minimumBadEvents", "ttft_ms", "in");

    @ParameterizedTest
    @CsvSource({
        "fro, for",
        "foor, for",
        "FOR, for",
        "wen, when",
        "burnrate, burnRate",
        "burn_rate, burnRate",
        "keep_firing_for, keepFiringFor",
        "minimumEvent, minimumEvents",
        "minimEvents, minimumEvents",
        "ttft, ttft_ms",
        "ni, ",
        "bar, ",
        "threshold, ",
        "x, "
    })
    void shouldFindNearest(String word, String nearest) {
        assertThat(Suggestions.nearest(word, WORDS).orElse(null)).isEqualTo(nearest);
    }

    @Test
    void shouldNotMeasureVeryLongWords() {
        assertThat(Suggestions.nearest("for".repeat(100_000), WORDS)).isEmpty();
    }
}

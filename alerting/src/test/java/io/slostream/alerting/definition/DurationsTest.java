// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "500ms, 500",
        "30s, 30000",
        "60m, 3600000",
        "1h, 3600000",
        "0.5h30m, 3600000",
        "1.5s, 1500",
        "1h30m, 5400000",
        "1d12h, 129600000",
        "24h, 86400000",
        "30d, 2592000000",
        "2w, 1209600000",
        "1w2d3h4m5s6ms, 788645006"
    })
    void shouldParse(String text, long ms) {
        assertThat(Durations.parseMs(text)).isEqualTo(ms);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "5 m",
                "m",
                "-5m",
                "+5m",
                "5M",
                "1m1h",
                "5m5m",
                "1y",
                "1us",
                "1e3s",
                "1.s",
                ".5s",
                "0.1ms",
                "1h,",
                "99999999999999999999d",
                "999999999999w",
                "٣m"
            })
    void shouldRefuse(String text) {
        assertThatThrownBy(() -> Durations.parseMs(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("; write");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "1500, 1s500ms",
        "300000, 5m",
        "5400000, 1h30m",
        "86400000, 24h",
        "129600000, 36h",
        "259200000, 3d",
        "2592000000, 30d",
        "2592001000, 720h1s"
    })
    void shouldFormat(long ms, String text) {
        assertThat(Durations.format(ms)).isEqualTo(text);
    }

    @Test
    void shouldParseWhatItFormats() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long ms = random.nextLong(1L << 1 + random.nextInt(40));

            assertThat(Durations.parseMs(Durations.format(ms))).isEqualTo(ms);
        }
    }

    @Test
    void shouldNotFormatNegative() {
        assertThatThrownBy(() -> Durations.format(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}

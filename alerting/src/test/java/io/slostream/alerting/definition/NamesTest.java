// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "web/availability, web-availability",
        "1st, slo-1st",
        "9, slo-9",
        "a | b, a-b",
        "-dash-, dash",
        "café, caf",
        "fine, fine"
    })
    void shouldProposeANameNearToTheText(String text, String near) {
        assertThat(Names.near(text)).isEqualTo(near);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "---", "日本", "\ud83d", "0/"})
    void shouldProposeANameForAnyText(String text) {
        assertThat(Names.isName(Names.near(text))).as(Names.near(text)).isTrue();
    }

    @Test
    void shouldProposeANameOfTheLengthThatNamesHave() {
        String near = Names.near("1" + "x-".repeat(500));

        assertThat(near).hasSizeLessThanOrEqualTo(63).startsWith("slo-1x");
        assertThat(Names.isName(near)).isTrue();
    }
}

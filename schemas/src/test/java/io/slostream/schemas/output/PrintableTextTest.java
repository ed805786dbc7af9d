// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
    @Test
    void shouldKeepWhatIsSeen() {
        assertThat(PrintableText.of("coder-7 äöü 漢字 😀")).isEqualTo("coder-7 äöü 漢字 😀");
    }

    @Test
    void shouldReplaceWhatMovesTheCursorOrHides() {
        assertThat(PrintableText.of("a\u001b[2Jb\r\nc\u009bd\u2028e\u202ef\u200bg\ud800h\u0000"))
                .isEqualTo("a\ufffd[2Jb\ufffd\ufffdc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh\ufffd");
    }
}

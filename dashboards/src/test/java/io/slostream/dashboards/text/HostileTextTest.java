// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that mean harm come out as texts. */
class HostileTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "null",
                "no",
                "0x1f",
                "1_000",
                "2026-01-05",
                "a: b",
                "- a",
                "# no comment",
                "*alias",
                "!tag",
                "%directive",
                "'\"",
                "back\\slash",
                "two\nlines",
                "two\nlines\n",
                "  indented\n lines\n",
                "\n",
                "...\n---\nkind: SLO\n",
                "{{ fail }}\n{{ end }}",
                "tab\tand \u0007 and \u2028 and \u202e",
                "\ud83d\ude00"
            })
    void shouldBeReadBackAsWritten(String text) throws Exception {
        String yaml = YamlText.of("a comment\nof two lines", Map.of("list", List.of(Map.of("key", text))));

        assertThat(yaml).startsWith("# a comment\n# of two lines\n");
        assertThat(new YAMLMapper().readTree(yaml).at("/list/0/key").textValue())
                .isEqualTo(text);
    }

    @Test
    void shouldBeAParagraphOfMarkdown() {
        assertThat(Markdown.of(" a\n\nb *c* [d](e) <f> ${g} [[h]] &amp; \u202e"))
                .isEqualTo("a b \\*c\\* \\[d\\](e) \\<f\\> &#36;{g} \\[\\[h\\]\\] &amp;amp; \ufffd");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.slostream.alerting.yaml.FileError;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hostile files cost little and are refused with a message. */
class DefinitionLimitsTest {
    private static final String CANARY = "{ of: canary, good: { passed: true } }";

    @Test
    void shouldRefuseAliasBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(errors(bomb.toString()))
                .singleElement()
                .satisfies(e -> assertThat(e.problem()).contains("aliases"));
    }

    @Test
    void shouldReadWhatFewAliasesMultiplyWithinItsOwnBounds() {
        String tier = "{ long: 1h, short: 5m, rate: 0, severity: page }";
        String tiers = "&t [ " + (tier + ", ").repeat(9) + tier + " ]";
        String alerts = "[ &a { burnRate: { tiers: " + tiers + " } }" + ", *a".repeat(19) + " ]";

        List<FileError> errors = errors(DefinitionFixtures.document("bomb", CANARY, "0.9", "30d", alerts));

        assertThat(errors).hasSize(201);
        assertThat(errors.get(200).problem()).isEqualTo("19 more errors are not shown");
    }

    @Test
    void shouldRefuseListThatHoldsItself() {
        assertThat(errors("apiVersion: slostream/v1\nkind: SLO\nmetadata: &m { name: *m, owner: *m }\nspec: &s [*s]\n"))
                .extracting(FileError::path)
                .containsExactly("metadata.name", "metadata.owner", "spec");
    }

    @Test
    void shouldRefuseDepth() {
        assertThat(errors("[".repeat(5_000))).hasSize(1);
        assertThat(errors("a: ".repeat(1) + "[".repeat(60) + "]".repeat(60)))
                .singleElement()
                .satisfies(e -> assertThat(e.problem()).contains("Nesting Depth"));
    }

    @Test
    void shouldRefuseSize() {
        assertThat(errors("# " + "x".repeat(3_000_000)))
                .singleElement()
                .satisfies(e -> assertThat(e.problem()).isEqualTo("the file has more than 3000000 characters"));
    }

    @Test
    void shouldReadMonthsOfEveryZoneOfTheDatabase() {
        assertThat(ZoneId.getAvailableZoneIds())
                .hasSizeGreaterThan(500)
                .allSatisfy(zone -> assertThat(errors(DefinitionFixtures.document(
                                "monthly", CANARY, "0.9", "{ calendar: month, zone: " + zone + " }", "[]")))
                        .isEmpty());
    }

    @Test
    void shouldRefuseTooManyAlertsTiersAndValues() {
        String tier = "{ long: 1h, short: 5m, rate: 2, severity: page }";
        String alert = "{ burnRate: { tiers: [ " + (tier + ", ").repeat(11) + " ] } }";
        String many = "[ " + (alert + ", ").repeat(21) + " ]";
        String values = "{ of: canary, good: { probe_id: { in: [ " + "a, ".repeat(101) + " ] } } }";

        assertThat(problems("[ " + alert + " ]", CANARY)).containsExactly("11 entries are too many");
        assertThat(problems(many, CANARY)).containsExactly("21 entries are too many");
        assertThat(problems("[]", values)).contains("101 entries are too many");
    }

    @Test
    void shouldStayQuickOnManyUnknownKeysAndLongWords() {
        String keys = "k" + "e".repeat(60);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(keys).append(i).append(": ").append("x".repeat(50)).append('\n');
        }
        text.append("x".repeat(1_000)).append(": 1\n");

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(errors(text.toString())).hasSize(201));
    }

    @Test
    void shouldNotEchoControlCharacters() {
        String text = DefinitionFixtures.document("x", CANARY, "\"\\e[31m\\u202e\\r\\n\"", "\"\\0\"", "[]");

        assertThat(errors(text))
                .hasSize(2)
                .allSatisfy(e -> assertThat(e.toString().chars()).allMatch(c -> c >= ' ' && c != 0x202e));
    }

    private static List<String> problems(String alerts, String ratio) {
        return errors(DefinitionFixtures.document("x", ratio, "0.9", "30d", alerts)).stream()
                .map(FileError::problem)
                .toList();
    }

    private static List<FileError> errors(String text) {
        return DefinitionParser.parse("limits.yaml", text).errors();
    }
}

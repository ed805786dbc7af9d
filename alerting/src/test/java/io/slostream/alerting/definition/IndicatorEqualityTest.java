// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equal indicators share a series, so every spelling of one condition must give one value. */
class IndicatorEqualityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ passed: true } | { passed: { equals: true } }",
                "{ score: { lte: 0.9 } } | { score: { lte: 0.900 } }",
                "{ score: { gte: 0 } } | { score: { gte: -0.0 } }",
                "{ score: { gte: 0.5, lt: 1 } } | { score: { lt: 1.0, gte: 0.5 } }",
                "{ passed: true, score: { gt: 0.5 } } | { score: { gt: 0.5 }, passed: true }",
                "{ checkpoint: { in: [b, a] } } | { checkpoint: { in: [ 'a', \"b\" ] } }",
                "{ checkpoint: { in: [a] } } | { checkpoint: a }",
                "{ checkpoint: { in: [a], equals: a } } | { checkpoint: a }",
            })
    void shouldBeEqualForEverySpelling(String left, String right) {
        assertThat(indicator("{ of: evaluation, good: " + left + " }"))
                .isEqualTo(indicator("{ good: " + right + ", of: evaluation, groupBy: specialist }"));
    }

    @Test
    void shouldSortByFieldThenOperator() {
        Indicator indicator =
                indicator("{ of: evaluation, good: { score: { gte: 0, lt: 1, exists: true }, passed: true } }");

        assertThat(((Measure.Share) indicator.measure()).matchers())
                .extracting(m -> m.field() + " " + m.operator())
                .containsExactly("passed EQUALS", "score LT", "score GTE", "score EXISTS");
    }

    @Test
    void shouldDifferWhenSomethingElseIsCounted() {
        Indicator plain = indicator("{ of: request, good: { ttft_ms: { lte: 500 } } }");

        assertThat(List.of(
                        indicator("{ of: request, good: { ttft_ms: { lt: 500 } } }"),
                        indicator("{ of: request, good: { ttft_ms: { lte: 500.1 } } }"),
                        indicator("{ of: request, good: { tpot_ms: { lte: 500 } } }"),
                        indicator("{ of: request, where: { tenant: a }, good: { ttft_ms: { lte: 500 } } }"),
                        indicator("{ of: request, good: { ttft_ms: { lte: 500 } }, includeShadow: true }"),
                        indicator("{ of: request, good: { ttft_ms: { lte: 500 } }, includeClientErrors: true }")))
                .doesNotContain(plain)
                .doesNotHaveDuplicates();
    }

    private static Indicator indicator(String ratio) {
        return DefinitionFixtures.slo(ratio, "0.9", "30d", "[]").indicator();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.definition.Goal;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.yaml.FileError;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hostile files cost little, and numbers stay what they are. */
class OpenSloLimitsTest {
    private static final String SLI = """
            apiVersion: openslo/v1
            kind: SLI
            metadata: { name: sli }
            spec:
              ratioMetric:
                good: { metricSource: { type: slostream, spec: { where: { passed: true } } } }
                total: { metricSource: { type: slostream, spec: { of: canary, where: %s } } }
            """;
    private static final String SLO = """
            ---
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: s%d, labels: { owner: me, dashboard: serving } }
            spec:
              indicatorRef: sli
              timeWindow: [{ duration: 30d, isRolling: true }]
              budgetingMethod: Occurrences
              objectives: [{ target: %s }]
            """;
    private static final String ALERT = """
              alertPolicies:
                - kind: AlertPolicy
                  spec:
                    alertWhenBreaching: true
                    conditions:
                      - kind: AlertCondition
                        metadata: { name: a }
                        spec:
                          severity: page
                          condition: { op: gt, threshold: %s, lookbackWindow: 1h }
            """;
    private static final String WHERE = "{ error_type: { exists: false } }";

    @Test
    void shouldRefuseAnIndicatorThatManySlosWouldMultiply() {
        String where = IntStream.range(0, 600)
                .mapToObj(i -> "f" + i + ": { in: [\"" + "x".repeat(50) + "\"] }")
                .collect(Collectors.joining(", ", "{ ", " }"));
        String slos =
                IntStream.range(0, 2_000).mapToObj(i -> SLO.formatted(i, "0.9")).collect(Collectors.joining());

        assertThat(errors(SLI.formatted(where) + slos))
                .extracting(FileError::problem)
                .contains("up to here the definitions have more than 3000000 characters");
    }

    @Test
    void shouldRefuseBlocksThatAliasesMultiply() {
        String list = "&v [" + "a, ".repeat(99) + "a]";
        String where = IntStream.range(0, 30)
                .mapToObj(i -> "f" + i + ": { in: " + (i == 0 ? list : "*v") + " }")
                .collect(Collectors.joining(", ", "{ ", " }"));

        assertThat(errors(SLI.formatted(where) + SLO.formatted(1, "0.9")))
                .singleElement()
                .satisfies(e -> assertThat(e.problem()).isEqualTo("this is nested too deep or too long"));
    }

    @Test
    void shouldRefuseBlocksThatHoldThemselves() {
        assertThat(errors(SLI.formatted("&w { passed: *w }") + SLO.formatted(1, "0.9")))
                .singleElement()
                .satisfies(e -> assertThat(e.problem()).isEqualTo("this is nested too deep or too long"));
    }

    @Test
    void shouldFireAboveExactlyTheBurnRateThatWasAskedFor() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            BigDecimal target = BigDecimal.valueOf(1 + random.nextInt(9_999), 4);
            BigDecimal threshold = BigDecimal.valueOf(random.nextInt(30_000), 1 + random.nextInt(4));
            OpenSloConversion conversion = OpenSloConversion.of(new DefinitionText(
                    "t.yaml",
                    SLI.formatted(WHERE)
                            + SLO.formatted(1, target.toPlainString())
                            + ALERT.formatted(threshold.toPlainString())));
            Ratio budget = Ratio.of(BigDecimal.ONE.subtract(target));
            Ratio limit = Ratio.of(threshold).times(budget);

            if (limit.compareTo(Ratio.ONE) >= 0) {
                assertThat(conversion.errors())
                        .as("%s at %s", threshold, target)
                        .isNotEmpty();
            } else {
                assertThat(conversion.errors())
                        .as("%s at %s", threshold, target)
                        .isEmpty();
                SloDefinition slo = DefinitionLoader.load(List.of(new DefinitionText("out.yaml", conversion.yaml())))
                        .slos()
                        .get(0);
                assertThat(slo.goal().errorBudget()).contains(budget);
                assertThat(slo.goal()).isInstanceOf(Goal.Share.class);
                assertThat(slo.alerts().get(0).tiers().get(0).bounds().get(0).limit())
                        .as("%s at %s", threshold, target)
                        .isEqualTo(limit);
            }
        }
    }

    private static List<FileError> errors(String text) {
        return OpenSloConversion.of(new DefinitionText("test.yaml", text)).errors();
    }
}

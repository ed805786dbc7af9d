// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.alerting.budget.Ratio;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertDefinitionTest {
    private static final String CANARY = "{ of: canary, good: { passed: true } }";
    private static final String WHEN = "{ name: A, when: { ratio: { below: 0.85, over: 1h } }, severity: ticket";

    @Test
    void shouldRefusePrometheusWithoutTheRestOfIt() {
        assertThatThrownBy(() -> definition(0, Ratio.ZERO, NoDataPolicy.FREEZE, Compat.PROMETHEUS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("compat PROMETHEUS with noData Freeze");
        assertThatThrownBy(() -> definition(1, Ratio.ZERO, NoDataPolicy.NOT_MET, Compat.PROMETHEUS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minimumEvents 1");
        assertThatThrownBy(() -> definition(0, Ratio.of("0.9"), NoDataPolicy.NOT_MET, Compat.PROMETHEUS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minimumCoverage 9/10");
        assertThatThrownBy(() -> definition(0, Ratio.ZERO, NoDataPolicy.NOT_MET, Compat.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ours are not NOT_MET");
        assertThat(definition(0, Ratio.ZERO, NoDataPolicy.NOT_MET, Compat.PROMETHEUS)
                        .compat())
                .isEqualTo(Compat.PROMETHEUS);
    }

    /** Each decides verdicts, so each has its own hash. */
    @Test
    void shouldHashEveryPolicyDifferently() {
        List<String> hashes = Stream.of(
                        " }",
                        ", noData: reset }",
                        ", noData: { alertAfter: 10m } }",
                        ", noData: { alertAfter: 11m } }",
                        ", noData: { alertAfter: 10m, severity: page } }",
                        ", compat: prometheus }")
                .map(AlertDefinitionTest::hash)
                .toList();

        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void shouldHashWhatMeansTheSameAlike() {
        assertThat(hash(", noData: freeze }")).isEqualTo(hash(" }"));
        assertThat(hash(", noData: { severity: ticket, alertAfter: 600s } }"))
                .isEqualTo(hash(", noData: { alertAfter: 10m } }"));
    }

    /** Of an alert with several tiers silence takes the greatest severity. */
    @Test
    void shouldAlertForSilenceWithTheGreatestSeverity() {
        SloDefinition slo = DefinitionFixtures.slo(
                CANARY, "0.99", "30d", "[ { burnRate: google-30d, noData: { alertAfter: 5m } } ]");

        assertThat(slo.alerts().get(0).noData()).isEqualTo(new NoDataPolicy.AlertAfter(300_000, Severity.PAGE));
    }

    private static String hash(String rest) {
        return DefinitionSet.hashOf(DefinitionFixtures.slo(CANARY, "0.9", "30d", "[ " + WHEN + rest + " ]"));
    }

    private static AlertDefinition definition(long events, Ratio coverage, NoDataPolicy noData, Compat compat) {
        return new AlertDefinition("A", List.of(), 0, 0, events, 0, coverage, noData, compat);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanonicalTextTest {
    private static final String SLO = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: skew, owner: me }
            spec:
              dashboard: infra
              category: component
              indicator: { ratio: { of: routing, good: { router_z_loss: { lte: 5 } } } }
              objective: 0.9
              period: 7d
            """;

    @Test
    void shouldSayWhatIsDistributed() {
        assertThat(text("  distribution: { field: router_z_loss }"))
                .contains(("'distribution':{'quantity':{'is':'field','field':'router_z_loss'},'overMs':300000,"
                                + "'quantiles':['1/2','19/20','99/100']}")
                        .replace('\'', '"'));
        assertThat(text("  distribution: { field: tokens, per: capacity, cap: 4, over: 1h, quantiles: [0.99] }"))
                .contains(
                        ("'distribution':{'quantity':{'is':'cappedratio','field':'tokens','per':'capacity','cap':4.0},"
                                        + "'overMs':3600000,'quantiles':['99/100']}")
                                .replace('\'', '"'));
        assertThat(text("")).contains("\"distribution\":null");
    }

    /** What is shown is part of the definition, so a change of it is a new version. */
    @Test
    void shouldDifferInItsHashWhenSomethingElseIsShown() {
        assertThat(List.of(
                        definition("").hash(),
                        definition("  distribution: { field: router_z_loss }").hash(),
                        definition("  distribution: { field: router_z_loss, over: 10m }")
                                .hash(),
                        definition("  distribution: { field: router_z_loss, quantiles: [0.5] }")
                                .hash()))
                .doesNotHaveDuplicates();
    }

    private static String text(String distribution) {
        return CanonicalText.of(definition(distribution));
    }

    private static EngineDefinition definition(String distribution) {
        return new EngineDefinition(
                DefinitionLoader.load(List.of(new DefinitionText("skew.yaml", SLO + distribution + "\n"))),
                Optional.of(Set.of("coder")),
                TimeGrid.DEFAULT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.Dashboard;
import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanelsTest {
    private static final String SLO = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: %s, owner: %s }
            spec:
              dashboard: %s
              category: %s
              indicator: { ratio: { of: canary, good: { passed: true }, groupBy: specialist } }
              objective: 0.%s
              period: 30d
            %s""";

    private static Panels panels(String... slos) {
        List<DefinitionText> texts = new ArrayList<>();
        for (String slo : slos) {
            texts.add(new DefinitionText("slo" + texts.size() + ".yaml", slo));
        }
        return Panels.of(DefinitionLoader.load(texts));
    }

    @Test
    void shouldShowEachSloWhereItsCategoryMayStand() {
        Panels panels = panels(
                SLO.formatted("a-component", "serving-oncall", "serving", "component", "91", ""),
                SLO.formatted("b-objective", "serving-oncall", "serving", "slo", "92", ""),
                SLO.formatted("c-outcome", "serving-oncall", "serving", "outcome", "93", ""),
                SLO.formatted("d-outcome", "training-oncall", "training", "outcome", "94", ""));

        assertThat(panels.on(Dashboard.SERVING))
                .extracting(panel -> panel.slo().name())
                .containsExactly("c-outcome", "b-objective", "a-component");
        assertThat(panels.on(Dashboard.SERVING))
                .extracting(Panel::place)
                .containsExactly(Place.OUTCOME_BAR, Place.PANEL, Place.DRILL_DOWN);
        assertThat(panels.outcomeBar())
                .extracting(panel -> panel.slo().name())
                .containsExactly("c-outcome", "d-outcome");
        assertThat(panels.ownerOf(Dashboard.TRAINING)).contains("training-oncall");
        assertThat(panels.ownerOf(Dashboard.INFRA)).isEmpty();
    }

    @Test
    void shouldTakeTheWindowOfTheFirstAlertForAGlance() {
        Panels panels = panels(
                SLO.formatted("alerting", "serving-oncall", "serving", "slo", "95", """
                          alerts:
                            - name: Red
                              when: { ratio: { below: 0.85, over: 1h } }
                              severity: page
                            - burnRate: google-30d
                        """),
                SLO.formatted("silent", "serving-oncall", "serving", "slo", "92", ""));

        assertThat(panels.on(Dashboard.SERVING))
                .extracting(panel -> panel.headline().name())
                .containsExactly("1h", "30d");
    }
}

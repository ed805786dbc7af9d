// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.dashboards.prometheus.ProjectNames.ProjectName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectNamesTest {
    /** The part of an SLO that decides over its name. */
    private static String slo(String name, String ratio, String over) {
        return """
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: %s, owner: serving-oncall }
                spec:
                  dashboard: serving
                  category: outcome
                  indicator: { ratio: { %s } }
                  objective: 0.95
                  period: 30d
                  alerts: [ { when: { ratio: { below: 0.85, over: %s } }, severity: page, name: Red } ]
                """.formatted(name, ratio, over);
    }

    private static ProjectNames names(String... slos) {
        List<DefinitionText> texts = new ArrayList<>();
        for (String slo : slos) {
            texts.add(new DefinitionText("slo" + texts.size() + ".yaml", slo));
        }
        return ProjectNames.of(DefinitionLoader.load(texts));
    }

    @Test
    void shouldKnowTheMissionsOwnNames() {
        assertThat(names(
                                slo("correctness", "of: evaluation, good: { passed: true }, groupBy: specialist", "1h"),
                                slo("canary", "of: canary, good: { passed: true }, groupBy: all", "15m"))
                        .bySlo())
                .containsEntry("correctness", new ProjectName("project:correctness_pass_rate:1h", "1h", "specialist"))
                .containsEntry("canary", new ProjectName("project:canary_correctness:15m", "15m", ""));
    }

    @Test
    void shouldNameOthersByTheirSlo() {
        String some = "of: evaluation, where: { evaluation_name: { equals: maths } }, good: { passed: true },"
                + " groupBy: specialist";

        assertThat(names(slo("maths.only-1", some, "1h")).bySlo())
                .containsEntry("maths.only-1", new ProjectName("project:maths_only_1:1h", "1h", "specialist"));
    }

    @Test
    void shouldTellOutcomesApartByTheirSloWhereTheyWouldShareAName() {
        String all = "of: evaluation, good: { passed: true }, groupBy: ";

        assertThat(names(slo("each", all + "specialist", "1h"), slo("ensemble", all + "all", "1h"))
                        .bySlo()
                        .values())
                .extracting(ProjectName::name)
                .containsExactly("project:each:1h", "project:ensemble:1h");
    }

    @Test
    void shouldRefuseNamesThatDifferInNothing() {
        String some = "of: evaluation, where: { evaluation_name: { equals: %s } }, good: { passed: true },"
                + " groupBy: specialist";

        assertThatThrownBy(
                        () -> names(slo("a-b", some.formatted("one"), "1h"), slo("a_b", some.formatted("two"), "1h")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the outcomes a-b and a_b would both be project:a_b:1h; rename one of them");
    }
}

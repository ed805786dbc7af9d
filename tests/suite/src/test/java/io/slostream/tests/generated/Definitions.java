// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.generated;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.app.DefinitionSources;
import java.nio.file.Path;
import java.util.List;

/** What files are generated from here: the shipped SLOs, and some whose texts mean harm. */
final class Definitions {
    /** Quotes, colons, templates, variables, markup and what looks like YAML, in one owner. */
    static final String HOSTILE_OWNER = "a: \"b' {{ fail }} $specialist\\ #c, <b>d</b> [e](f) *g";

    private Definitions() {}

    static DefinitionSet shipped() {
        return DefinitionLoader.load(
                DefinitionSources.read(List.of(Path.of("../../slos"))).texts());
    }

    static DefinitionSet hostile() {
        return DefinitionLoader.load(List.of(new DefinitionText("hostile.yaml", """
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: correctness, owner: "%s" }
                spec:
                  dashboard: infra
                  category: outcome
                  description: "one: {{ fail }} ${datasource} [[datasource]] 'x' \\"y\\" <script>z</script>"
                  indicator: { ratio: { of: evaluation, good: { passed: true }, groupBy: specialist } }
                  objective: 0.95
                  period: 30d
                  alerts:
                    - name: Red
                      when: { ratio: { below: 0.85, over: 1h } }
                      severity: page
                ---
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: other, owner: "~" }
                spec:
                  dashboard: training
                  category: slo
                  indicator: { ratio: { of: canary, good: { passed: true }, groupBy: all } }
                  objective: 0.9
                  period: 30d
                """.formatted(
                        HOSTILE_OWNER.replace("\\", "\\\\").replace("\"", "\\\"")))));
    }
}

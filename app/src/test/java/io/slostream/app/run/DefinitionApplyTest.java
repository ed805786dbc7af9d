// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.app.UsageException;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DefinitionApplyTest {
    private static final String CANARY = "canary, good: { passed: true }";
    private static final String OTHERS = "canary, good: { passed: false }";
    private static final String REQUEST = "request, good: { ttft_ms: { lte: 500 } }";
    private static final DefinitionEntry START = new DefinitionEntry(
            1,
            DefinitionEntry.START,
            "engine",
            "",
            "",
            "",
            "",
            Map.of("telemetry.canaries.v1", 0L, "telemetry.requests.v1", 0L),
            OptionalLong.of(0),
            Map.of());

    @Test
    void shouldTakeBackANameForTheSameKind() {
        DefinitionVersions versions = versions(set(slo("a", CANARY), slo("b", OTHERS)), set(slo("b", OTHERS)));

        assertThatCode(() -> DefinitionApply.check(versions, set(slo("a", CANARY), slo("b", OTHERS)), START))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseANameThatReadAnotherKindUnderTheVersionInForce() {
        DefinitionVersions versions = versions(set(slo("a", CANARY)));

        assertThatThrownBy(() -> DefinitionApply.check(versions, set(slo("a", REQUEST)), START))
                .isInstanceOf(UsageException.class)
                .hasMessage("version 0 stays in force:\nSLO a would read request events; in version 0 it reads canary"
                        + " events, and alerts and summaries of the two would share their keys: choose another name");
    }

    @Test
    void shouldRefuseANameThatWasGivenUpWhileItReadAnotherKind() {
        // Some partition may still judge "a" on canaries, and its alerts and summaries would have the keys of the new
        // one.
        DefinitionVersions versions = versions(
                set(slo("a", CANARY), slo("b", OTHERS)),
                set(slo("b", OTHERS)),
                set(slo("b", OTHERS), slo("c", REQUEST)));

        assertThatThrownBy(() -> DefinitionApply.check(versions, set(slo("a", REQUEST), slo("b", OTHERS)), START))
                .isInstanceOf(UsageException.class)
                .hasMessage("version 2 stays in force:\nSLO a would read request events; in version 0 it reads canary"
                        + " events, and alerts and summaries of the two would share their keys: choose another name");
    }

    private static DefinitionVersions versions(EngineDefinition first, EngineDefinition... others) {
        DefinitionVersions versions = new DefinitionVersions(VersionedDefinition.first(0, first), Duration.ZERO);
        for (int i = 0; i < others.length; i++) {
            versions.add(i + 1, others[i]);
        }
        return versions;
    }

    private static EngineDefinition set(DefinitionText... slos) {
        return new EngineDefinition(
                DefinitionLoader.load(Stream.of(slos).toList()), Optional.of(Set.of("math")), TimeGrid.DEFAULT);
    }

    private static DefinitionText slo(String name, String indicator) {
        return new DefinitionText(name + ".yaml", """
                apiVersion: slostream/v1
                kind: SLO
                metadata: { name: %s, owner: test }
                spec:
                  dashboard: serving
                  category: slo
                  indicator: { ratio: { of: %s, groupBy: specialist } }
                  objective: 0.99
                  period: 1h
                """.formatted(name, indicator));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.testkit.oracle.OracleSlo;
import io.slostream.testkit.oracle.OracleTransition;
import io.slostream.tests.support.Rendering;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Runs file replays in tests and gives what they said in comparable form. */
final class ReplayScenario {
    /**
     * What a replay said.
     *
     * @param verdicts in the order in which they were reported
     * @param accounting where the lines went
     */
    record Result(List<Verdict> verdicts, Accounting accounting) {

        /** The transitions of each alert key, as the oracle writes them. */
        Map<String, List<OracleTransition>> byKey() {
            Map<String, List<OracleTransition>> result = new TreeMap<>();
            for (Verdict verdict : verdicts) {
                OracleTransition transition = Rendering.of(verdict);
                result.computeIfAbsent(transition.key(), absent -> new ArrayList<>())
                        .add(transition);
            }
            return result;
        }
    }

    private ReplayScenario() {}

    static EngineDefinition definition(List<OracleSlo> slos, long intervalMs) {
        return new EngineDefinition(
                DefinitionLoader.load(slos.stream()
                        .map(slo -> new DefinitionText(slo.name() + ".yaml", slo.yaml()))
                        .toList()),
                Optional.empty(),
                TimeGrid.DEFAULT.withEvaluationInterval(intervalMs));
    }

    static Result replay(EngineDefinition definition, List<Path> inputs, long nowMs) throws IOException {
        return replay(new ReplayOptions(definition, inputs, OptionalLong.empty(), OptionalLong.empty(), nowMs));
    }

    static Result replay(ReplayOptions options) throws IOException {
        List<Verdict> verdicts = new ArrayList<>();
        Accounting accounting = FileReplay.run(options, verdicts::add);
        return new Result(verdicts, accounting);
    }
}

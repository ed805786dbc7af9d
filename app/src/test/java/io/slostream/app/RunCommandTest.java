// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineRunner;
import io.slostream.topology.streams.EngineClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunCommandTest {
    /** Nobody listens there. */
    private static final String NOBODY = "127.0.0.1:1";

    private static final String SLO = """
            apiVersion: slostream/v1
            kind: SLO
            metadata: { name: good, owner: me }
            spec:
              dashboard: serving
              category: outcome
              indicator: { ratio: { of: evaluation, good: { passed: true } } }
              objective: 0.95
              period: 30d
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private EngineConfig seen;

    @Test
    void shouldFailWhenNoBrokerAnswers() throws IOException {
        assertThat(run(engine())).isEqualTo(3);

        assertThat(err.toString()).startsWith("no broker answered at " + NOBODY + " within 1 s; check spec.bootstrap");
        assertThat(out.toString()).startsWith("in 0 = counted 0");
    }

    @Test
    void shouldTakeTheEvaluationIntervalOfTheOption() throws IOException {
        assertThat(run(engine(), "--evaluation-interval", "30s")).isEqualTo(3);
        assertThat(seen.evaluationIntervalMs()).isEqualTo(30_000);

        assertThat(run(engine(), "--evaluation-interval", "7s")).isEqualTo(2);
        assertThat(err.toString()).contains("--evaluation-interval 7s: ");
    }

    private Path engine() throws IOException {
        Files.writeString(folder.resolve("slo.yaml"), SLO);
        return Files.writeString(folder.resolve("engine.yaml"), """
                apiVersion: slostream/v1
                kind: Engine
                metadata: { name: test-engine }
                spec:
                  bootstrap: %s
                  stateDir: state
                  slos: [slo.yaml]
                  specialists: [math, code]
                  outputFormat: json
                  http: { port: 0 }
                """.formatted(NOBODY));
    }

    private int run(Path config, String... options) {
        CommandLine command = new CommandLine(new RunCommand(engine -> {
                    seen = engine;
                    return new EngineRunner(engine, EngineClock.WALL, Duration.ofSeconds(1));
                }))
                .setExecutionExceptionHandler(Main::explain)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return command.execute(Stream.concat(Stream.of("-c", config.toString()), Stream.of(options))
                .toArray(String[]::new));
    }
}

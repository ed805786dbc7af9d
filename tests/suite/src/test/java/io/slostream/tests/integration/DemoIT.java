// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code slostream demo}, faster than by default: the whole story through a real broker, registry and engine. The first
 * test runs the built artefact, which has to hold all that these need.
 */
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoIT {
    @TempDir
    private Path directory;

    @Test
    void shouldRaiseExactlyTheAlertsThatTheModelExpects() throws Exception {
        try (EngineProcess demo =
                EngineProcess.startArtefact(directory, "demo", "--seed", "3", "--speed", "400", "--format", "json")) {
            assertThat(demo.awaitExit(360)).as(demo.stderr()).isZero();

            assertThat(demo.stdout())
                    .matches("(?s)\\{\"seed\":3,\"events\":\\{\"in\":[1-9][0-9]{4,},.*\"dead_lettered\":0,.*"
                            + "\"seconds\":\\{\"broker_ready\":[0-9.]+,\"engine_running\":[0-9.]+,"
                            + "\"first_verdict\":[0-9.]+,\"first_alert\":[0-9.]+,\"total\":[0-9.]+}}\\s*")
                    .contains("\"slo\":\"correctness\",\"specialist\":\"code\",\"alert\":\"OutcomeBarRed\"")
                    .contains("\"slo\":\"canary-15m\",\"specialist\":\"math\",\"alert\":\"CanaryFailing\"")
                    .contains("\"slo\":\"ttft\",\"specialist\":\"vision\",\"alert\":\"google-30d\"")
                    .doesNotContain("\"specialist\":\"agent\"")
                    .doesNotContain("\"expected\":false");
            assertThat(demo.stderr())
                    .contains("--- agent: no telemetry for 20 minutes")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldTellThePublicTraceAndSayWhatIsReal() throws Exception {
        Path traces = Path.of(System.getProperty("slostream.traces", "../../../shared/data/azure-llm-2023"));
        Assumptions.assumeTrue(
                Files.isDirectory(traces),
                "SKIPPED: no folder " + traces.toAbsolutePath().normalize()
                        + "; set -Dslostream.traces to the Azure LLM inference trace 2023");
        String files = "code=" + traces.resolve("AzureLLMInferenceTrace_code.csv") + ",conversation="
                + traces.resolve("AzureLLMInferenceTrace_conv.csv");
        try (EngineProcess demo = EngineProcess.start(directory, "demo", "--trace", files, "--speed", "200")) {
            assertThat(demo.awaitExit(360)).as(demo.stderr()).isZero();

            // Its hour is covered after 54 minutes; the fault ends two minutes later.
            assertThat(demo.stdout().lines().filter(line -> line.matches(".+ / .+ not predicted")))
                    .singleElement()
                    .asString()
                    .matches("ttft / google-30d +conversation +19:10:00 +19:1[5-9]:[0-5][05] +not predicted");
            assertThat(demo.stdout())
                    .contains("late 0 + dead-lettered 0")
                    .contains("real: arrivals and sizes of the requests, from the traces")
                    .contains("modelled: machines, latencies, deadlines, answers, canaries and the fault");
            assertThat(demo.stderr())
                    .contains("--- conversation: a fifth of the replicas is left for 26 minutes")
                    .doesNotContain("\tat ");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                EngineProcess.startArtefact(directory, "demo", "--seed", "3", "--speed", "1000", "--format", "json")) {
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
    void shouldKeepTheTopicsForAnyClientUntilItIsStopped() throws Exception {
        try (EngineProcess demo = EngineProcess.start(directory, "demo", "--keep", "--speed", "2000")) {
            Await.until(
                    "the line to type",
                    Duration.ofSeconds(300),
                    () -> typed(demo).isPresent() || !demo.isAlive());
            String line = typed(demo).orElseThrow(() -> new AssertionError("it ended"));
            assertPageIsServed(demo);
            assertThat(line).matches("kcat -b 127\\.0\\.0\\.1:\\d+ -t slo\\.alerts\\.v1 -C -e -q");
            Assumptions.assumeTrue(
                    isInstalled("kcat"), "SKIPPED: kcat is not installed (Debian: apt-get install kcat)");

            Process kcat = new ProcessBuilder("bash", "-c", line).start();
            String printed = new String(kcat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(kcat.waitFor()).isZero();
            assertThat(printed.lines().filter(alert -> alert.contains("\"state\":\"firing\"")))
                    .hasSize(4);
            assertThat(printed.lines().filter(alert -> alert.contains("\"state\":\"resolved\"")))
                    .hasSize(4);
            demo.terminate();
        }
        assertThat(ours()).as("left behind").isEmpty();
    }

    /** Where it says, of the story that was told. */
    private static void assertPageIsServed(EngineProcess demo) throws Exception {
        Matcher said = Pattern.compile("page http://127\\.0\\.0\\.1:(\\d+)/").matcher(demo.stderr());
        assertThat(said.find()).as(demo.stderr()).isTrue();
        PageClient page = new PageClient(Integer.parseInt(said.group(1)), "");
        assertThat(demo.stdout())
                .contains("page, broker and registry stay up until Ctrl-C: http://127.0.0.1:" + said.group(1) + "/, ");
        assertThat(page.json("/api/v1/definitions").path("clock").asText()).isEqualTo("story");
        assertThat(page.json("/api/v1/alerts").path("alerts")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"demo, ", "broker, --port=0 --registry-port=0"})
    void shouldLeaveNothingBehindWhenItIsStoppedWhileItStarts(String command, String options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(options == null ? List.of() : List.of(options.split(" ")));
        try (EngineProcess starting = EngineProcess.start(directory, arguments.toArray(new String[0]))) {
            Await.until("it has something to leave", Duration.ofSeconds(60), () -> !ours().isEmpty());

            starting.terminate();

            assertThat(ours()).as("left behind").isEmpty();
            assertThat(starting.stderr()).doesNotContain("\tat ");
        }
    }

    /** What our processes have among the temporary files. */
    private List<Path> ours() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("tmp"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("slostream-"))
                    .toList();
        }
    }

    private static Optional<String> typed(EngineProcess demo) throws IOException {
        return demo.stdout()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("kcat "))
                .findFirst();
    }

    private static boolean isInstalled(String program) throws Exception {
        boolean installed = new ProcessBuilder("bash", "-c", "command -v " + program)
                        .start()
                        .waitFor()
                == 0;
        assertThat(installed || System.getenv("CI") == null)
                .as(program + " is installed where CI is set")
                .isTrue();
        return installed;
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
            assertThat(demo.stdout().lines().filter(line -> line.matches("(?!SLO).+ / .+ -")))
                    .singleElement()
                    .asString()
                    .matches("ttft / google-30d +conversation +19:10:00 +19:1[5-9]:[0-5][05] +-");
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

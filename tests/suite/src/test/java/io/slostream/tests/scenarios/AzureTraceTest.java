// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.simulation.trace.AzureTrace;
import io.slostream.testkit.Telemetry;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.judge.Verdict;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour of real traffic: arrivals and prompt sizes of the Azure trace, as two specialists in two files. Latency is
 * modelled (it is not in the trace): 60 ms + 0.05 ms a prompt token, eight times that for conversations from the 40th
 * minute on. The TTFT objective must page for conversations, as soon as its hour is covered, and for nobody else.
 */
class AzureTraceTest {
    private static final Path TRACE =
            Path.of(System.getProperty("slostream.traces", "../../../shared/data/azure-llm-2023"));
    private static final long MINUTE = 60_000;
    private static final double LIMIT_MS = 500;

    @TempDir
    private Path directory;

    @Test
    void shouldPageForTheSlowSpecialistOnRealArrivals() throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(TRACE),
                "SKIPPED: no folder " + TRACE.toAbsolutePath().normalize()
                        + "; set -Dslostream.traces to the Azure LLM inference trace 2023");
        List<AzureTrace.Request> code = AzureTrace.read(TRACE.resolve("AzureLLMInferenceTrace_code.csv"));
        List<AzureTrace.Request> conversation = AzureTrace.read(TRACE.resolve("AzureLLMInferenceTrace_conv.csv"));
        long start = conversation.get(0).arrivalMs();
        long fault = start + 40 * MINUTE;
        Path codeFile = write("code", code, Long.MAX_VALUE);
        Path conversationFile = write("conversation", conversation, fault);

        ReplayScenario.Result result =
                ReplayScenario.replay(ttftObjective(), List.of(codeFile, conversationFile), 1_800_000_000_000L);

        assertThat(result.accounting().counted()).isEqualTo(code.size() + conversation.size());
        List<Verdict> firing = result.verdicts().stream()
                .filter(verdict -> verdict.transition().kind() == AlertTransition.Kind.FIRING)
                .toList();
        assertThat(firing).hasSize(1);
        Verdict page = firing.get(0);
        assertThat(page.key().group()).isEqualTo("conversation");
        // 90 % of the hour's panes: 54 minutes after the first event's pane, give or take the window's own edge.
        assertThat(page.transition().atMs()).isBetween(start + 53 * MINUTE, start + 55 * MINUTE);
        for (Verdict.Reading window : page.windows()) {
            if (window.windowMs() <= 60 * MINUTE) {
                assertThat(new long[] {window.good(), window.total()})
                        .as("window of %d ms", window.windowMs())
                        .isEqualTo(
                                recount(conversation, fault, page.transition().atMs(), window.windowMs()));
            }
        }
        System.out.println("azure trace: " + result.accounting() + ", page at "
                + (page.transition().atMs() - start) / MINUTE + " min with " + page.windows());
    }

    private static long[] recount(List<AzureTrace.Request> requests, long fault, long boundary, long window) {
        long resolution = window <= 30 * MINUTE ? 5_000 : MINUTE;
        long edge = Math.floorDiv(boundary - window, resolution) * resolution;
        long good = 0;
        long total = 0;
        for (AzureTrace.Request request : requests) {
            if (request.arrivalMs() >= edge && request.arrivalMs() < boundary) {
                total++;
                good += ttft(request, fault) <= LIMIT_MS ? 1 : 0;
            }
        }
        return new long[] {good, total};
    }

    private static double ttft(AzureTrace.Request request, long fault) {
        double healthy = 60 + 0.05 * request.contextTokens();
        return request.arrivalMs() >= fault ? 8 * healthy : healthy;
    }

    private Path write(String specialist, List<AzureTrace.Request> requests, long fault) throws IOException {
        Path file = directory.resolve(specialist + ".ndjson");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            int number = 0;
            for (AzureTrace.Request request : requests) {
                Telemetry event = Telemetry.request(
                        specialist, request.arrivalMs(), 200, Optional.of(ttft(request, fault)), false);
                out.write(event.json(specialist + number++, Optional.empty()));
                out.newLine();
            }
        }
        return file;
    }

    private static EngineDefinition ttftObjective() throws IOException {
        Path ttft = Path.of("../../slos/ttft.yaml");
        return new EngineDefinition(
                DefinitionLoader.load(List.of(new DefinitionText("ttft.yaml", Files.readString(ttft)))),
                Optional.empty(),
                TimeGrid.DEFAULT);
    }
}

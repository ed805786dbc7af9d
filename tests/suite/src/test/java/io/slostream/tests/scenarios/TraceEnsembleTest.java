// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.state.AlertTransition.Kind;
import io.slostream.simulation.Ensemble;
import io.slostream.simulation.EventSource;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.incident.IncidentText;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour of real arrivals and sizes through the queueing model: on machines sized for it nothing fires; with a fifth of
 * the replicas from half way on, the TTFT objective pages for that specialist, as soon as its hour is covered.
 */
class TraceEnsembleTest {
    private static final Path TRACE =
            Path.of(System.getProperty("slostream.traces", "../../../shared/data/azure-llm-2023"));
    private static final long MINUTE = 60_000;
    private static final long SEED = 20_231_116;

    @TempDir
    private Path directory;

    @Test
    void shouldServeTheTraceHealthily() throws IOException {
        Ensemble ensemble = traces();

        assertThat(pages(replay(ensemble, List.of()))).isEmpty();
        for (String specialist : ensemble.names()) {
            // Nothing could page before its hour is covered, so look at the requests too.
            assertThat(slowShare(ensemble, specialist)).as(specialist).isLessThan(0.002);
        }
    }

    /** Share of a specialist's requests whose first token takes longer than half a second. */
    private static double slowShare(Ensemble ensemble, String specialist) {
        EventSource events = ensemble.events(
                SEED,
                ensemble.traceStartMs().orElseThrow(),
                ensemble.traceLengthMs().orElseThrow(),
                List.of());
        int slow = 0;
        int all = 0;
        while (events.hasNext()) {
            SimulatedEvent event = events.next();
            if (event.specialist().equals(specialist) && event.fields().get("ttft_ms") instanceof Double ttft) {
                all++;
                slow += ttft > 500 ? 1 : 0;
            }
        }
        assertThat(all).isGreaterThan(8_000);
        return (double) slow / all;
    }

    @Test
    void shouldPageForTheSpecialistThatLosesReplicasHalfWay() throws IOException {
        Ensemble ensemble = traces();
        long start = ensemble.traceStartMs().orElseThrow();

        List<Verdict> pages = pages(replay(ensemble, List.of(IncidentText.parse("capacity:conversation@29m+31m=0.2"))));

        assertThat(pages)
                .isNotEmpty()
                .allMatch(verdict -> verdict.key().group().equals("conversation"))
                .anySatisfy(verdict -> {
                    assertThat(verdict.key().slo()).isEqualTo("ttft");
                    assertThat(verdict.transition().kind()).isEqualTo(Kind.FIRING);
                    assertThat(verdict.transition().atMs()).isBetween(start + 53 * MINUTE, start + 55 * MINUTE);
                });
    }

    private static Ensemble traces() throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(TRACE),
                "SKIPPED: no folder " + TRACE.toAbsolutePath().normalize()
                        + "; set -Dslostream.traces to the Azure LLM inference trace 2023");
        return Ensemble.ofTraces(Map.of(
                "code", TRACE.resolve("AzureLLMInferenceTrace_code.csv"),
                "conversation", TRACE.resolve("AzureLLMInferenceTrace_conv.csv")));
    }

    private ReplayScenario.Result replay(Ensemble ensemble, List<Incident> incidents) throws IOException {
        long start = ensemble.traceStartMs().orElseThrow();
        long length = ensemble.traceLengthMs().orElseThrow();
        Path file = directory.resolve("trace.ndjson");
        SimulatedFiles.write(file, ensemble.events(SEED, start, length, incidents));
        ReplayScenario.Result result =
                ReplayScenario.replay(ShippedDefinitions.all(), List.of(file), start + 2 * length);
        // Every request of both files, and none twice.
        assertThat(Files.readString(file).lines().filter(line -> line.startsWith("{\"type\":\"request\"")))
                .hasSize(8_819 + 19_366);
        return result;
    }

    private static List<Verdict> pages(ReplayScenario.Result result) {
        return result.verdicts().stream()
                .filter(verdict -> verdict.transition().kind().concernsPagers())
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.replay.ReplayOptions;
import io.slostream.testkit.RandomTelemetry;
import io.slostream.testkit.Sli;
import io.slostream.testkit.Telemetry;
import io.slostream.testkit.oracle.OracleAlert;
import io.slostream.testkit.oracle.OracleSlo;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.Verdict;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million events through one replay: every one is accounted for, and each window's integers are the recount's. */
class MillionEventsTest {
    private static final int EVENTS = 1_000_000;
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long HOUR = 3_600_000;
    private static final long SPACING_MS = 8;

    @TempDir
    private Path directory;

    /** What one event adds, kept for the recount. */
    private record Kept(long eventTimeMs, int specialist, long good, long total) {}

    @Test
    void shouldCountEveryEventOnce() throws IOException {
        SplittableRandom random = new SplittableRandom(20_260_105);
        Path file = directory.resolve("million.ndjson");
        List<Kept> availability = new ArrayList<>(EVENTS);
        long wanted = write(file, random, availability);
        long end = T0 + EVENTS * SPACING_MS;

        ReplayScenario.Result result = ReplayScenario.replay(new ReplayOptions(
                ReplayScenario.definition(objectives(), 60_000),
                List.of(file),
                OptionalLong.empty(),
                OptionalLong.empty(),
                end));

        assertThat(result.accounting()).isEqualTo(new Accounting(EVENTS, wanted, 0, 0, EVENTS - wanted));
        List<Verdict> checked = result.verdicts().stream()
                .filter(verdict -> verdict.key().slo().equals("available"))
                .toList();
        assertThat(checked).isNotEmpty();
        for (Verdict verdict : checked) {
            int specialist = verdict.key().group().charAt(1) - '0';
            Verdict.Reading window = verdict.windows().get(0);
            assertThat(new long[] {window.good(), window.total()})
                    .as("%s", verdict)
                    .isEqualTo(recount(
                            availability, specialist, verdict.transition().atMs()));
        }
        System.out.println("million events: " + result.accounting() + ", "
                + result.verdicts().size() + " transitions, " + checked.size() + " windows recounted");
    }

    private static long write(Path file, SplittableRandom random, List<Kept> availability) throws IOException {
        long wanted = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < EVENTS; i++) {
                long time = T0 + i * SPACING_MS;
                int specialist = random.nextInt(8);
                String type = i % 20 == 0 ? "evaluation" : i % 20 == 1 ? "canary" : "request";
                double bad = specialist == 3 && i > EVENTS / 3 && i < EVENTS / 2 ? 0.9 : 0.02;
                Telemetry event = RandomTelemetry.draw(random, type, "s" + specialist, time, bad);
                wanted += event.outcomes().isEmpty() ? 0 : 1;
                Telemetry.Outcome outcome = event.outcomes().get(Sli.REQUEST_AVAILABLE);
                if (outcome != null) {
                    availability.add(new Kept(time, specialist, outcome.good(), outcome.total()));
                }
                out.write(event.json("e" + i, Optional.empty()));
                out.newLine();
            }
        }
        return wanted;
    }

    private static long[] recount(List<Kept> kept, int specialist, long boundary) {
        long edge = Math.floorDiv(boundary - HOUR, 60_000) * 60_000;
        long[] counts = new long[2];
        for (Kept event : kept) {
            if (event.specialist() == specialist && event.eventTimeMs() >= edge && event.eventTimeMs() < boundary) {
                counts[0] += event.good();
                counts[1] += event.total();
            }
        }
        return counts;
    }

    private static List<OracleSlo> objectives() {
        return List.of(
                objective("available", Sli.REQUEST_AVAILABLE),
                objective("fast", Sli.REQUEST_TTFT),
                objective("correct", Sli.EVALUATION_PASSED),
                objective("canary", Sli.CANARY_PASSED));
    }

    private static OracleSlo objective(String name, Sli sli) {
        OracleAlert alert = new OracleAlert(
                "Low",
                List.of(new OracleAlert.Tier("page", List.of(HOUR), null, new BigDecimal("0.9"))),
                0,
                0,
                0,
                0,
                new BigDecimal("0.5"),
                OracleAlert.NoData.FREEZE);
        return new OracleSlo(name, sli, new BigDecimal("0.95"), 720 * HOUR, List.of(alert));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineRunner;
import io.slostream.tests.integration.NotifyBench.Case;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signs of life, beside a real engine. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyWatchdogIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Several signs would have come by then. */
    private static final long A_WHILE_MS = 4_000;

    @TempDir
    private Path directory;

    @Test
    void shouldGiveSignsOfLifeAsLongAsTheEngineWorks() throws Exception {
        try (NotifyBench bench = new NotifyBench(directory);
                Case test = bench.begin("watchdog")) {
            Pager pager = test.pager();
            EngineConfig config = new EngineFiles(directory, bench.broker().bootstrap()).read();
            String spec = """
                    watchdog: { engine: %s, every: 1s, staleAfter: 10s }
                    sinks:
                      - webhook: { url: "%s" }
                    """.formatted(config.applicationId(), pager.uri());
            try (EngineRunner engine = new EngineRunner(config)) {
                engine.start();
                assertThat(engine.awaitRunning(SOON)).isTrue();
                test.notifierOf(spec);
                Await.until("signs of life, though no telemetry comes", SOON, () -> signs(pager) > 3);
            }
            long stopped = System.nanoTime();
            Await.until("silence", SOON, () -> {
                long before = signs(pager);
                Thread.sleep(A_WHILE_MS);
                return signs(pager) == before;
            });
            System.out.println("notifier: silent "
                    + Duration.ofNanos(System.nanoTime() - stopped).toSeconds() + " s after the engine, "
                    + A_WHILE_MS / 1_000 + " of them to be sure");
        }
    }

    private static long signs(Pager pager) {
        return pager.events().stream()
                .filter(event -> event.startsWith("io.slostream.watchdog"))
                .count();
    }
}

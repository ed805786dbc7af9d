// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineEnd;
import io.slostream.app.run.EngineFailedException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NotifyRunnerTest {
    /** Names a port where no broker listens. */
    private static final Path CONFIG = Path.of("src/test/resources/notify/nobody.good.yaml");

    @Test
    @Timeout(30)
    void shouldStopAtOnceWhileNoClusterAnswers() throws Exception {
        try (NotifyRunner runner = new NotifyRunner(NotifyConfigReader.read(CONFIG))) {
            CompletableFuture<Boolean> started = CompletableFuture.supplyAsync(() -> {
                try {
                    runner.start();
                    return true;
                } catch (EngineFailedException e) {
                    return false;
                }
            });
            Thread.sleep(1_000);

            runner.stop();

            assertThat(started.get(10, TimeUnit.SECONDS)).isFalse();
            assertThat(runner.awaitEnd().exitCode()).isEqualTo(EngineEnd.STOPPED);
        }
    }
}

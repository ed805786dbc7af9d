// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineEnd;
import io.slostream.app.run.EngineFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NotifyRunnerTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(30)
    void shouldStopAtOnceWhileNoClusterAnswers() throws Exception {
        // Takes connections and says nothing: whoever asks for the cluster waits.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                NotifyRunner runner = new NotifyRunner(NotifyConfigReader.read(config(silent.getLocalPort())))) {
            CompletableFuture<Boolean> started = CompletableFuture.supplyAsync(() -> {
                try {
                    runner.start();
                    return true;
                } catch (EngineFailedException e) {
                    return false;
                }
            });
            silent.accept().close();

            runner.stop();

            assertThat(started.get(10, TimeUnit.SECONDS)).isFalse();
            assertThat(runner.awaitEnd().exitCode()).isEqualTo(EngineEnd.STOPPED);
        }
    }

    private Path config(int port) throws IOException {
        return Files.writeString(folder.resolve("notify.yaml"), """
                apiVersion: slostream/v1
                kind: Notify
                metadata: { name: pager }
                spec:
                  bootstrap: 127.0.0.1:%d
                  http: { port: 0 }
                  sinks: [ { webhook: { url: "http://127.0.0.1:1/" } } ]
                """.formatted(port));
    }
}

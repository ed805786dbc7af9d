// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slostream demo}, faster than by default: the whole story through a real broker, registry and engine. */
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoIT {
    @TempDir
    private Path directory;

    @Test
    void shouldRaiseExactlyTheAlertsThatTheModelExpects() throws Exception {
        try (EngineProcess demo =
                EngineProcess.start(directory, "demo", "--seed", "3", "--speed", "400", "--format", "json")) {
            assertThat(demo.awaitExit(360)).as(demo.stderr()).isZero();

            assertThat(demo.stdout())
                    .matches("(?s)\\{\"seed\":3,\"events\":\\{\"in\":[1-9][0-9]{4,},.*\"dead_lettered\":0,.*"
                            + "\"seconds\":\\{\"broker_ready\":[0-9.]+,\"engine_running\":[0-9.]+,"
                            + "\"first_alert\":[0-9.]+,\"total\":[0-9.]+}}\\s*")
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
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code slostream run} where no broker is. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartTroubleIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** Nobody listens there. */
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path directory;

    @Test
    void shouldStopAtOnceWhileNobodyAnswers() throws Exception {
        String config = new EngineFiles(directory, NOBODY).write().toString();
        try (EngineProcess engine = EngineProcess.start(directory, "run", "-c", config)) {
            Await.until(
                    "trying", SOON, () -> engine.stderr().contains("No answer from " + NOBODY) || !engine.isAlive());

            assertThat(engine.terminate()).as(engine.stderr()).isZero();
            assertThat(engine.stderr()).doesNotContain("\tat ").doesNotContain("NetworkClient");
            assertThat(engine.stdout()).startsWith("in 0 = counted 0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "metadata.max.age.ms: 300000,metadata.max.age.ms: soon",
        "session.timeout.ms: 6000,commit.interval.ms: 60000"
    })
    void shouldRefuseAPropertyThatKafkaDoesNotTakeBeforeItConnects(String right, String wrong) throws Exception {
        Path config = new EngineFiles(directory, NOBODY).write();
        Files.writeString(config, Files.readString(config).replace(right, wrong));

        try (EngineProcess engine = EngineProcess.start(directory, "run", "-c", config.toString())) {
            assertThat(engine.awaitExit(60)).as(engine.stderr()).isEqualTo(2);
            assertThat(engine.stderr())
                    .contains("Kafka refuses a property under spec.kafka")
                    .contains(wrong.substring(0, wrong.indexOf(':')))
                    .doesNotContain("No answer")
                    .doesNotContain("\tat ");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slostream run} as a process of its own: signals, exit codes, what is printed. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunCommandIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private EngineFiles files;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.builder().start();
        files = new EngineFiles(directory, broker.bootstrap());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldStopCleanlyOnSigtermAndPrintWhereEventsWent() throws Exception {
        new Topics(broker).create(List.of(TopicCatalog.ALERTS));
        Process process = run("run", "-c", files.write().toString(), "--format", "json");
        try (CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
            Await.until("running", SOON, () -> stderr().contains("-> RUNNING") || !process.isAlive());
            try (Canaries canaries = Canaries.start(broker, 4)) {
                alerts.await("an alert", SOON, alert -> true);
                canaries.stop();
            }

            process.destroy();

            assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).as(stderr()).isZero();
            assertThat(stdout())
                    .matches("(?s)\\{\"events\":\\{\"in\":[1-9][0-9]*,\"counted\":[1-9][0-9]*,\"late\":0,"
                            + "\"dead_lettered\":[1-9][0-9]*,\"excluded\":0},"
                            + "\"alerts\":\\[\\{\"slo\":\"canary-fast\",\"specialist\":\"math\","
                            + "\"alert\":\"CanaryFailing\",\"severity\":\"page\",\"started_at\":\"20[^\"]*Z\","
                            + "\"fired_at\":\"20[^\"]*Z\",\"resolved_at\":[^}]*}],"
                            + "\"seconds\":\\{\"engine_running\":[0-9.]+,\"total\":[0-9.]+}}\\s*");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldEndWithCodeTwoAndAListWhenTopicsAreMissing() throws Exception {
        Process process =
                run("run", "-c", files.topics("{ create: false }").write().toString());
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(stderr()).contains("topic slo.alerts.v1 is missing").doesNotContain("\tat ");
        } finally {
            process.destroyForcibly();
        }
    }

    private Process run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.slostream.app.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
    }

    private String stdout() throws Exception {
        return Files.readString(directory.resolve("stdout"), StandardCharsets.UTF_8);
    }

    private String stderr() throws Exception {
        return Files.readString(directory.resolve("stderr"), StandardCharsets.UTF_8);
    }
}

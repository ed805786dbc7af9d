// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        EngineProcess engine =
                EngineProcess.start(directory, "run", "-c", files.write().toString(), "--format", "json");
        try (engine;
                CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
            Await.until("running", SOON, () -> engine.isRunning() || !engine.isAlive());
            try (Canaries canaries = Canaries.start(broker, 4)) {
                alerts.await("an alert", SOON, alert -> true);
                canaries.stop();
            }

            assertThat(engine.terminate()).as(engine.stderr()).isZero();
            assertThat(engine.stdout())
                    .matches("(?s)\\{\"events\":\\{\"in\":[1-9][0-9]*,\"counted\":[1-9][0-9]*,\"late\":0,"
                            + "\"dead_lettered\":[1-9][0-9]*,\"excluded\":0},"
                            + "\"alerts\":\\[\\{\"slo\":\"canary-fast\",\"specialist\":\"math\","
                            + "\"alert\":\"CanaryFailing\",\"severity\":\"page\",\"started_at\":\"20[^\"]*Z\","
                            + "\"fired_at\":\"20[^\"]*Z\",\"resolved_at\":[^}]*}],"
                            + "\"seconds\":\\{\"engine_running\":[0-9.]+,\"total\":[0-9.]+}}\\s*");
        }
    }

    @Test
    void shouldEndWithCodeThreeWhenAnotherClusterAnswersAndBeginAnewWhenStartedAgain() throws Exception {
        String config = files.write().toString();
        try (EngineProcess engine = EngineProcess.start(directory, "run", "-c", config)) {
            Await.until("running", SOON, () -> engine.isRunning() || !engine.isAlive());
            int port = Integer.parseInt(broker.bootstrap().replaceFirst(".*:", ""));
            broker.close();
            broker = EmbeddedBroker.builder().port(port).start();

            assertThat(engine.awaitExit(60)).as(engine.stderr()).isEqualTo(3);
            assertThat(engine.stderr())
                    .contains("another cluster answers at 127.0.0.1:" + port)
                    .contains("Started again, the engine begins anew");
        }
        try (EngineProcess again = EngineProcess.start(directory, "run", "-c", config)) {
            Await.until("running", SOON, () -> again.isRunning() || !again.isAlive());

            assertThat(again.terminate()).as(again.stderr()).isZero();
        }
    }

    @Test
    void shouldEndWithCodeTwoAndAListWhenTopicsAreMissing() throws Exception {
        String config = files.topics("{ create: false }").write().toString();
        try (EngineProcess engine = EngineProcess.start(directory, "run", "-c", config)) {
            assertThat(engine.awaitExit(60)).isEqualTo(2);
            assertThat(engine.stderr())
                    .contains("topic slo.alerts.v1 is missing")
                    .doesNotContain("\tat ");
        }
    }
}

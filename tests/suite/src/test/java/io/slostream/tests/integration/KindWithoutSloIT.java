// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.DefinitionApply;
import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.testkit.oracle.OracleSlo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine whose last SLO of a kind is removed goes on reading the kind, over restarts, and can have it back. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KindWithoutSloIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<OracleSlo> BOTH = FaultSlos.canariesAndEvaluations();
    private static final List<OracleSlo> EVALUATIONS = BOTH.subList(1, 2);

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldRestartWithoutTheSloAndTakeItBack() throws Exception {
        running(BOTH).close();
        try (Canaries canaries = Canaries.start(broker, 4)) {
            try (EngineRunner first = running(BOTH);
                    CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
                alerts.await("the alert", SOON, alert -> is(alert, "firing"));
                awaitReady(first);
            }

            // No partition has adopted the new version yet: the old one judges on after the restart.
            long without = apply(EVALUATIONS);
            try (EngineRunner second = running(EVALUATIONS);
                    CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
                GenericRecord resolved = alerts.await("its end", SOON, alert -> is(alert, "resolved"));
                assertThat(resolved.get("reason")).hasToString("removed");
                awaitReady(second);
            }

            // Now nothing but the start record knows that canaries are read.
            try (EngineRunner third = running(EVALUATIONS);
                    CommittedReader summaries = new CommittedReader(broker, TopicCatalog.SUMMARIES)) {
                awaitReady(third);
                long back = apply(BOTH);
                assertThat(back).isGreaterThan(without);
                summaries.await(
                        "what the SLO that came back has counted",
                        SOON,
                        summary -> summary.get("slo").toString().equals("canary-faults")
                                && summary.get("definition_version").equals(back));
                canaries.stop();
            }
            running(BOTH).close();
        }
    }

    private EngineConfig config(List<OracleSlo> slos) {
        return new EngineFiles(directory, broker.bootstrap()).slos(slos).read();
    }

    private EngineRunner running(List<OracleSlo> slos) throws Exception {
        EngineRunner runner = new EngineRunner(config(slos));
        try {
            runner.start();
            assertThat(runner.awaitRunning(SOON)).as("running").isTrue();
        } catch (Throwable e) {
            runner.close();
            throw e;
        }
        return runner;
    }

    private long apply(List<OracleSlo> slos) {
        EngineConfig config = config(slos);
        return new DefinitionApply(config)
                .apply(config.definitions(), false, System.currentTimeMillis())
                .version()
                .orElseThrow();
    }

    private static void awaitReady(EngineRunner runner) throws Exception {
        HttpRequest ready = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + runner.healthPort() + "/health/ready"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        Await.until(
                "ready",
                SOON,
                () -> client.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode() == 200);
    }

    private static boolean is(GenericRecord alert, String state) {
        return alert.get("slo").toString().equals("canary-faults")
                && alert.get("alert").toString().equals(FaultSlos.IMMEDIATE)
                && alert.get("state").toString().equals(state)
                && alert.get("group").toString().equals("math");
    }
}

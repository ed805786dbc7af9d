// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.DefinitionApply;
import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may write telemetry can write what looks like an engine's control records. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForgedAdoptionIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;

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
    void shouldPassOverVersionsThatNobodyAppliedAndFollowTheOneThatIs() throws Exception {
        EngineFiles files = new EngineFiles(directory, broker.bootstrap());
        try (EngineRunner engine = running(files);
                Canaries canaries = Canaries.start(broker, PARTITIONS);
                CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
            // The start wrote offsets 0 and 1: 2 is the next version, which nobody has applied yet.
            forge("slostream-adopt/test-engine/2");
            forge("slostream-adopt/test-engine/2/00000000-0000-0000-0000-000000000000");
            forge("slostream-adopt/test-engine/999999999");
            GenericRecord fired = alerts.await("the alert", SOON, alert -> is(alert, EngineFiles.ALERT));
            assertThat(fired.get("definition_version")).isEqualTo(0L);

            EngineConfig changed = files.alert("CanaryBroken").read();
            assertThat(new DefinitionApply(changed)
                            .apply(changed.definitions(), false, System.currentTimeMillis())
                            .version())
                    .hasValue(2);
            GenericRecord next = alerts.await("the new alert", SOON, alert -> is(alert, "CanaryBroken"));
            assertThat(next.get("definition_version")).isEqualTo(2L);
            assertThat(engine.hasEnded()).isFalse();
            canaries.stop();
        }
        // What was forged is read again by nobody; what is forged now, after the version exists, is old or unknown.
        forge("slostream-adopt/test-engine/2");
        forge("slostream-adopt/test-engine/3");
        try (EngineRunner again = running(files);
                Canaries canaries = Canaries.start(broker, PARTITIONS)) {
            Await.until("events read", SOON, () -> again.accounting().in() > 0);
            long before = again.accounting().in();
            Await.until("events are read on", SOON, () -> again.accounting().in() > before + 40);
            canaries.stop();
        }
    }

    private static EngineRunner running(EngineFiles files) throws Exception {
        EngineRunner runner = new EngineRunner(files.read());
        try {
            runner.start();
            assertThat(runner.awaitRunning(SOON)).as("running").isTrue();
        } catch (Throwable e) {
            runner.close();
            throw e;
        }
        return runner;
    }

    private void forge(String key) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                RecordHeaders headers = new RecordHeaders();
                headers.add("slostream-engine", "test-engine".getBytes(StandardCharsets.UTF_8));
                producer.send(new ProducerRecord<>(
                                EngineFiles.TOPIC, partition, key.getBytes(StandardCharsets.UTF_8), null, headers))
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static boolean is(GenericRecord alert, String name) {
        return alert.get("alert").toString().equals(name)
                && alert.get("state").toString().equals("firing")
                && alert.get("group").toString().equals("math");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.schemas.wire.TelemetryEncoder;
import io.slostream.schemas.wire.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Avro from end to end through {@code slostream run}: a producer that registers its schema with the real Apicurio
 * registry, the engine, and a pager that decodes alerts by a registry client of its own. {@link RealRegistryIT} has the
 * wire format and the evolution of schemas.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AvroRunIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TopicSpec CANARIES = TopicCatalog.telemetry(TelemetryKind.CANARY);

    @TempDir
    private Path directory;

    @Test
    void shouldFireInAvroOnTelemetryInAvro() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start();
                ApicurioRegistry registry = ApicurioRegistry.start()) {
            String config = new EngineFiles(directory, broker.bootstrap())
                    .avro(registry.url())
                    .write()
                    .toString();
            try (EngineProcess engine = EngineProcess.start(directory, "run", "-c", config, "--format", "json")) {
                Await.until("running", SOON, () -> engine.isRunning() || !engine.isAlive());
                assertThat(engine.isAlive()).as(engine.stderr()).isTrue();
                SchemaRegistry producers = client(registry);
                int id = producers.register(CANARIES.valueSubject(), CANARIES.valueSchema());

                GenericRecord alert = alertOn(broker, client(registry), id);

                assertThat(alert.get("slo")).hasToString(EngineFiles.SLO);
                assertThat(alert.get("state")).hasToString("firing");
                assertThat(alert.get("severity")).hasToString("page");
                assertThat(engine.terminate()).as(engine.stderr()).isZero();
                // Every fortieth probe or so is followed by a record that is no event; nothing else is refused.
                assertThat(engine.stdout()).containsPattern("\"counted\":[1-9][0-9]*,\"late\":0,");
            }
            assertOutputsAreAvro(broker, client(registry));
        }
    }

    private static GenericRecord alertOn(EmbeddedBroker broker, SchemaRegistry pagers, int id) throws Exception {
        Canaries.Encoder avro = (event, time, specialist, passed) -> TelemetryEncoder.encode(
                id,
                CANARIES.valueSchema(),
                Map.of(
                        "event_id", event,
                        "event_time", time,
                        "specialist", specialist,
                        "probe_id", "p",
                        "passed", passed));
        try (Canaries canaries = Canaries.start(broker.clientConfig(), 4, avro);
                CommittedReader alerts = new CommittedReader(broker.clientConfig(), TopicCatalog.ALERTS, pagers);
                CommittedReader summaries =
                        new CommittedReader(broker.clientConfig(), TopicCatalog.SUMMARIES, pagers)) {
            GenericRecord alert = alerts.await(
                    "an alert", SOON, record -> record.get("group").toString().equals("math"));
            summaries.await("a summary, due every ten seconds", SOON, record -> true);
            canaries.stop();
            return alert;
        }
    }

    private static void assertOutputsAreAvro(EmbeddedBroker broker, SchemaRegistry pagers) {
        for (TopicSpec topic : List.of(
                TopicCatalog.ALERTS, TopicCatalog.TRANSITIONS, TopicCatalog.SUMMARIES, TopicCatalog.DEAD_LETTERS)) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int partition = 0; partition < topic.defaultPartitions(); partition++) {
                records.addAll(new Topics(broker).consume(topic.name(), partition));
            }
            int id = pagers.register(topic.valueSubject(), topic.valueSchema());
            assertThat(records).as(topic.name()).isNotEmpty().allSatisfy(record -> {
                assertThat(record.value()[0]).isEqualTo(WireFormat.MAGIC);
                assertThat(WireFormat.schemaId(record.value())).isEqualTo(id);
            });
        }
    }

    /** A client that has seen nothing yet. */
    private static SchemaRegistry client(ApicurioRegistry registry) {
        return new ConfluentSchemaRegistry(registry.url(), Map.of());
    }
}

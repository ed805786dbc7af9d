// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.registry.RegistryUnavailableException;
import io.slostream.schemas.registry.SchemaCache;
import io.slostream.schemas.registry.SchemaRefusedException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.registry.WriterSchema;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.schemas.wire.TelemetryEncoder;
import io.slostream.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our wire format between genuine peers: Kafka's clients and broker, Confluent's client, Apicurio's registry. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealRegistryIT {
    private static final TopicSpec CANARIES = TopicCatalog.telemetry(TelemetryKind.CANARY);

    private static EmbeddedBroker broker;
    private static ApicurioRegistry server;
    private static SchemaRegistry registry;
    private static Topics topics;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.builder().start();
        server = ApicurioRegistry.start();
        registry = new ConfluentSchemaRegistry(server.url(), Map.of());
        topics = new Topics(broker);
        topics.create(TopicCatalog.all());
    }

    @AfterAll
    static void stop() {
        broker.close();
        server.close();
    }

    @Test
    void shouldRegisterEverySchemaOnceAndReadItBack() {
        for (TopicSpec topic : TopicCatalog.all()) {
            int id = registry.register(topic.valueSubject(), topic.valueSchema());

            assertThat(id).isPositive();
            assertThat(new ConfluentSchemaRegistry(server.url(), Map.of())
                            .register(topic.valueSubject(), topic.valueSchema()))
                    .isEqualTo(id);
            assertThat(new ConfluentSchemaRegistry(server.url(), Map.of()).writerSchema(id))
                    .isEqualTo(new WriterSchema.Known(topic.valueSchema()));
        }
    }

    @Test
    void shouldCarryAnEventOfEveryKind() throws Exception {
        for (TelemetryKind kind : TelemetryKind.values()) {
            if (kind == TelemetryKind.CANARY) {
                continue; // Has a test of its own below, and one topic is one test's.
            }
            TopicSpec topic = TopicCatalog.telemetry(kind);
            int id = registry.register(topic.valueSubject(), topic.valueSchema());
            Map<String, Object> event = GoodEvents.of(kind);

            topics.produce(topic.name(), List.of(TelemetryEncoder.encode(id, topic.valueSchema(), event)));
            List<ConsumerRecord<byte[], byte[]>> records = topics.consume(topic.name());

            assertThat(records).hasSize(1);
            assertThat(WireFormat.schemaId(records.get(0).value())).isEqualTo(id);
            // The broker's clock: arrival is out of a producer's hands.
            assertThat(records.get(0).timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            assertDecodes(
                    new TelemetryDecoder(anotherClient()), kind, records.get(0).value(), event);
        }
    }

    @Test
    void shouldPutConfluentsBytesOnTheWire() throws Exception {
        int id = registry.register(CANARIES.valueSubject(), CANARIES.valueSchema());
        Map<String, Object> event =
                Map.of("event_id", "e1", "event_time", 0L, "specialist", "math", "probe_id", "p", "passed", true);

        topics.produce(CANARIES.name(), List.of(TelemetryEncoder.encode(id, CANARIES.valueSchema(), event)));
        byte[] value = topics.consume(CANARIES.name()).get(0).value();

        // Written by hand from Avro's specification: lengths and union branches are zigzag numbers.
        byte[] avro = HexFormat.ofDelimiter(" ")
                .parseHex(
                        "04 65 31" // event_id, 2 bytes
                                + " 00" // event_time
                                + " 08 6d 61 74 68" // specialist, 4 bytes
                                + " 02 70" // probe_id, 1 byte
                                + " 02 01" // passed: branch 1, true
                                + " 00 00 00"); // passed_count, probe_count, error_type: branch 0, null
        assertThat(value)
                .isEqualTo(ByteBuffer.allocate(1 + 4 + avro.length)
                        .put((byte) 0)
                        .putInt(id)
                        .put(avro)
                        .array());
        assertDecodes(new TelemetryDecoder(registry), TelemetryKind.CANARY, value, event);
    }

    @Test
    void shouldReadAWriterThatAddsAFieldWithADefault() {
        String subject = "added.defaulted.v1-value";
        int before = registry.register(subject, CANARIES.valueSchema());
        Schema newer = canaryWith("{\"name\":\"region\",\"type\":[\"null\",\"string\"],\"default\":null}");

        int id = registry.register(subject, newer);
        Map<String, Object> event = new HashMap<>(GoodEvents.of(TelemetryKind.CANARY));
        byte[] value = TelemetryEncoder.encode(id, newer, plus(event, "region", "eu"));

        assertThat(id).isNotEqualTo(before);
        assertDecodes(new TelemetryDecoder(anotherClient()), TelemetryKind.CANARY, value, event);
    }

    @Test
    void shouldReadAWriterThatTheRegistryWouldNotHaveInOurSubject() {
        String subject = "added.required.v1-value";
        registry.register(subject, CANARIES.valueSchema());
        Schema newer = canaryWith("{\"name\":\"region\",\"type\":\"string\"}");

        assertThatThrownBy(() -> registry.register(subject, newer))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining(subject);

        // Its readers could not read our old records; we can read its new ones all the same.
        int id = registry.register("someone.elses.v1-value", newer);
        Map<String, Object> event = GoodEvents.of(TelemetryKind.CANARY);
        byte[] value = TelemetryEncoder.encode(id, newer, plus(event, "region", "eu"));
        assertDecodes(new TelemetryDecoder(anotherClient()), TelemetryKind.CANARY, value, event);
    }

    @Test
    void shouldCallAnIdThatTheRegistryLacksUnknown() {
        byte[] value = TelemetryEncoder.encode(987_654, CANARIES.valueSchema(), GoodEvents.of(TelemetryKind.CANARY));

        DecodeResult result = new TelemetryDecoder(registry).decode(TelemetryKind.CANARY, value, new TelemetryEvent());

        assertThat(result)
                .isInstanceOfSatisfying(
                        DecodeResult.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.UNKNOWN_SCHEMA_ID));
    }

    @Test
    void shouldGoOnWithSchemasOnceSeenWhenTheRegistryIsGone(@TempDir Path directory) throws Exception {
        Map<String, Object> event = GoodEvents.of(TelemetryKind.CANARY);
        String url;
        byte[] seen;
        byte[] unseen;
        SchemaCache cache;
        try (ApicurioRegistry shortLived = ApicurioRegistry.start()) {
            url = shortLived.url();
            SchemaRegistry client = new ConfluentSchemaRegistry(url, Map.of());
            Schema other = canaryWith("{\"name\":\"region\",\"type\":\"string\"}");
            seen = TelemetryEncoder.encode(
                    client.register(CANARIES.valueSubject(), CANARIES.valueSchema()), CANARIES.valueSchema(), event);
            unseen = TelemetryEncoder.encode(
                    client.register("someone.elses.v1-value", other), other, plus(event, "region", "eu"));
            cache = new SchemaCache(new ConfluentSchemaRegistry(url, Map.of()), url, directory);
            assertDecodes(new TelemetryDecoder(cache), TelemetryKind.CANARY, seen, event);
        }

        SchemaCache afterRestart = new SchemaCache(new ConfluentSchemaRegistry(url, Map.of()), url, directory);
        for (SchemaCache still : List.of(cache, afterRestart)) {
            TelemetryDecoder decoder = new TelemetryDecoder(still);
            assertDecodes(decoder, TelemetryKind.CANARY, seen, event);
            // Not a dead letter: the record may be good, so it waits.
            assertThatThrownBy(() -> decoder.decode(TelemetryKind.CANARY, unseen, new TelemetryEvent()))
                    .isInstanceOf(RegistryUnavailableException.class);
        }
    }

    private static void assertDecodes(
            TelemetryDecoder decoder, TelemetryKind kind, byte[] value, Map<String, Object> expected) {
        TelemetryEvent event = new TelemetryEvent();

        assertThat(decoder.decode(kind, value, event)).isEqualTo(DecodeResult.ACCEPTED);
        assertThat(GoodEvents.fields(event)).isEqualTo(expected);
    }

    /** A client that has seen nothing yet, as in another process. */
    private static SchemaRegistry anotherClient() {
        return new ConfluentSchemaRegistry(server.url(), Map.of());
    }

    private static Map<String, Object> plus(Map<String, Object> event, String field, Object value) {
        Map<String, Object> more = new HashMap<>(event);
        more.put(field, value);
        return more;
    }

    /** The canary schema with one more field at the end. */
    private static Schema canaryWith(String field) {
        String text = CANARIES.valueSchema().toString();
        int end = text.lastIndexOf("]}");
        Schema added = new Schema.Parser().parse(text.substring(0, end) + "," + field + "]}");
        assertThat(added.getFields()).hasSize(CANARIES.valueSchema().getFields().size() + 1);
        return added;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.app.run.EngineRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.sinks.console.ConsoleFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slostream tail} as a process of its own, beside a running engine. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TailCommandIT {
    private static final Duration SOON = Duration.ofSeconds(60);

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

    /** A tail, and how a committed record looks in it. */
    private record Tail(TopicSpec topic, EngineProcess process, Function<GenericRecord, String> line) {}

    @Test
    void shouldShowWhatACommittedReaderSeesAndEndWithZeroOnSigterm() throws Exception {
        List<Tail> tails = new ArrayList<>();
        try (EngineRunner engine = new EngineRunner(new EngineFiles(directory, broker.bootstrap()).read())) {
            engine.start();
            assertThat(engine.awaitRunning(SOON)).isTrue();
            ConsoleFormat text = new ConsoleFormat(false);
            tails.add(new Tail(TopicCatalog.ALERTS, tail("alerts"), text::line));
            tails.add(new Tail(TopicCatalog.DEAD_LETTERS, tail("dead-letters"), text::line));
            // A record prints as its JSON, whatever the order of its fields in the topic.
            tails.add(new Tail(TopicCatalog.TRANSITIONS, tail("transitions", "--format", "ndjson"), Object::toString));
            tails.add(new Tail(TopicCatalog.SUMMARIES, tail("summaries", "--format", "ndjson"), Object::toString));
            try (Canaries canaries = Canaries.start(broker, 4);
                    CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
                alerts.await("an alert", SOON, alert -> true);
                canaries.stop();
            }
            writeAlertAndAbort();
            engine.shutDown();

            for (Tail tail : tails) {
                assertShowsAllThatIsCommitted(tail);
            }
            for (Tail tail : tails) {
                assertThat(tail.process().terminate()).as("exit code").isZero();
                assertThat(tail.process().stderr()).isEmpty();
            }
        } finally {
            tails.forEach(tail -> tail.process().close());
        }
    }

    private void assertShowsAllThatIsCommitted(Tail tail) throws Exception {
        List<String> committed;
        try (CommittedReader reader = new CommittedReader(broker, tail.topic())) {
            committed = reader.all().stream().map(tail.line()).toList();
        }
        assertThat(committed).as(tail.topic().name()).isNotEmpty();
        Await.until(
                committed.size() + " lines of " + tail.topic().name(),
                SOON,
                () -> tail.process().stdout().lines().count() >= committed.size());
        List<String> shown = tail.process().stdout().lines().toList();
        assertThat(
                        shown.get(0).startsWith("{")
                                ? shown.stream().map(line -> reread(tail, line)).toList()
                                : shown)
                .as(tail.topic().name())
                .containsExactlyInAnyOrderElementsOf(committed);
    }

    private static String reread(Tail tail, String json) {
        RecordDecoder decoder = new RecordDecoder(SchemaRegistry.none());
        return decoder.decode(tail.topic(), json.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** An alert of group {@code ghost} whose transaction is aborted: it is in the log and was never said. */
    private void writeAlertAndAbort() {
        String topic = TopicCatalog.ALERTS.name();
        byte[] alert = read(topic).stream()
                .filter(record -> record.value() != null)
                .findFirst()
                .orElseThrow()
                .value();
        byte[] ghost = new String(alert, StandardCharsets.UTF_8)
                .replace("\"group\":\"math\"", "\"group\":\"ghost\"")
                .getBytes(StandardCharsets.UTF_8);
        Map<String, Object> config = broker.clientConfig();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "ghost");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int partition = 0; partition < TopicCatalog.ALERTS.defaultPartitions(); partition++) {
                producer.send(new ProducerRecord<>(topic, partition, new byte[] {1}, ghost));
            }
            producer.flush();
            producer.abortTransaction();
        }
        assertThat(read(topic))
                .as("a reader of uncommitted records sees it")
                .anySatisfy(record -> assertThat(record.value()).isEqualTo(ghost));
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int partition = 0; partition < TopicCatalog.ALERTS.defaultPartitions(); partition++) {
            records.addAll(new Topics(broker).consume(topic, partition));
        }
        return records;
    }

    @Test
    void shouldSayOnceThatKafkaIsAwayAndGoOnWhenItIsBack() throws Exception {
        Topics topics = new Topics(broker);
        topics.create(List.of(TopicCatalog.DEAD_LETTERS));
        topics.produce(TopicCatalog.DEAD_LETTERS.name(), List.of(deadLetter(1)));
        try (EngineProcess tail = tail("dead-letters")) {
            Await.until("the first", SOON, () -> tail.stdout().contains("@1 "));

            broker.stop();
            Await.until("it is said", SOON, () -> tail.stderr().contains("Kafka has not answered since"));
            broker.restart();
            topics.produce(TopicCatalog.DEAD_LETTERS.name(), List.of(deadLetter(2)));
            Await.until("the second", SOON, () -> tail.stdout().contains("@2 "));

            assertThat(tail.terminate()).isZero();
            assertThat(tail.stdout().lines()).hasSize(2);
            // And none of the client's own words on each attempt.
            assertThat(tail.stderr().lines())
                    .satisfiesExactly(
                            away -> assertThat(away).startsWith("Kafka has not answered since "),
                            back -> assertThat(back).isEqualTo("Kafka answers again"));
        }
    }

    @Test
    void shouldEndWithTwoAndOneSentenceWhenNobodyAnswers() throws Exception {
        broker.stop();
        try (EngineProcess tail = tail("alerts")) {
            assertThat(tail.awaitExit(60)).isEqualTo(2);
            assertThat(tail.stderr().lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("Kafka did not answer within 10 s")
                            .contains("check --bootstrap"));
        }
    }

    private static byte[] deadLetter(int offset) {
        return ("{\"topic\":\"telemetry.canaries.v1\",\"partition\":0,\"offset\":" + offset
                        + ",\"arrival_time\":0,\"reason\":\"empty\",\"detail\":\"no bytes\",\"schema_id\":null,"
                        + "\"key\":null,\"value\":null,\"value_size\":0}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private EngineProcess tail(String topic, String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("tail", topic, "--bootstrap", broker.bootstrap(), "--from-beginning"));
        arguments.addAll(List.of(options));
        return EngineProcess.start(directory, arguments.toArray(String[]::new));
    }
}

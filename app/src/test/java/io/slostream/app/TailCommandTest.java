// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TailCommandTest {
    private static final String TOPIC = TopicCatalog.ALERTS.name();
    private static final long T0 = 1_795_478_400_000L;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, Object> settings = new HashMap<>();
    private final Broker broker = new Broker();

    @TempDir
    Path folder;

    @Test
    void shouldShowWhatTheTopicHoldsInOrderOfTime() {
        broker.hold(alert(0, 5, T0 + 10_000, "late"), alert(1, 7, T0, "early"));

        assertThat(tail("alerts", "--from-beginning", "--limit", "2")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "2026-11-24T00:00:00Z  firing     page   correctness Burning early  [condition]"
                                + "  5m 4/10 bad (burn 4.00)",
                        "2026-11-24T00:00:10Z  firing     page   correctness Burning late  [condition]"
                                + "  5m 4/10 bad (burn 4.00)");
        assertThat(err.toString()).isEmpty();
        assertThat(broker.closed()).isTrue();
    }

    @Test
    void shouldShowOnlyWhatComesFromNowOn() {
        broker.hold(alert(0, 5, T0, "old"));
        broker.updateEndOffsets(Map.of(partition(0), 6L, partition(1), 0L));
        broker.schedulePollTask(() -> broker.addRecord(alert(0, 6, T0 + 5_000, "new")));

        assertThat(tail("alerts", "--limit", "1")).isZero();

        assertThat(out.toString()).contains(" new ").doesNotContain(" old ");
    }

    @Test
    void shouldBeginBySince() {
        broker.offsetsForTimes = times -> {
            assertThat(times.get(partition(0)))
                    .isBetween(System.currentTimeMillis() - 7_210_000, System.currentTimeMillis() - 7_200_000);
            return Map.of(partition(0), new OffsetAndTimestamp(6, T0, Optional.empty()));
        };
        broker.updateEndOffsets(Map.of(partition(0), 7L, partition(1), 0L));
        broker.hold(alert(0, 5, T0, "before"), alert(0, 6, T0, "since"));

        assertThat(tail("alerts", "--since", "2h", "--limit", "1")).isZero();

        assertThat(out.toString()).contains(" since ").doesNotContain(" before ");
    }

    @Test
    void shouldWriteRecordsAsTheyAreForScripts() {
        broker.hold(alert(0, 0, T0, "coder"));

        assertThat(tail("alerts", "--from-beginning", "--limit", "1", "--format", "ndjson"))
                .isZero();

        assertThat(out.toString())
                .startsWith("{\"slo\":\"correctness\",\"alert\":\"Burning\",\"group\":\"coder\",\"state\":\"firing\"")
                .endsWith("}" + System.lineSeparator());
    }

    @Test
    void shouldColourOnlyWhenAskedTo() {
        broker.hold(alert(0, 0, T0, "coder"));

        assertThat(tail("alerts", "--from-beginning", "--limit", "1", "--color"))
                .isZero();

        assertThat(out.toString()).contains("\u001b[1;31mfiring");
    }

    @Test
    void shouldGoOnAfterARecordThatIsNoneAndPassOverRemovedKeys() {
        broker.hold(
                record(0, 0, T0, null),
                record(0, 1, T0, "\u001bnonsense".getBytes(StandardCharsets.UTF_8)),
                record(0, 2, T0, "{\"slo\":1}".getBytes(StandardCharsets.UTF_8)),
                alert(0, 3, T0, "coder"));

        assertThat(tail("alerts", "--from-beginning", "--limit", "1")).isZero();

        assertThat(out.toString().lines()).hasSize(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "slo.alerts.v1-0@1: unreadable: neither Avro nor JSON in slo.alerts.v1",
                        "slo.alerts.v1-0@2: unreadable: found VALUE_NUMBER_INT, needed VALUE_STRING");
    }

    @Test
    void shouldEndWhenWokenUp() {
        broker.hold(alert(0, 0, T0, "coder"));
        broker.schedulePollTask(() -> {});
        broker.schedulePollTask(broker::wakeup);

        assertThat(tail("alerts", "--from-beginning")).isZero();

        assertThat(out.toString().lines()).hasSize(1);
        assertThat(broker.closed()).isTrue();
    }

    @Test
    void shouldAskForARegistryWhenRecordsAreAvro() {
        broker.hold(record(0, 4, T0, new byte[] {0, 0, 0, 0, 1, 2}));

        assertThat(tail("alerts", "--from-beginning")).isEqualTo(2);

        assertThat(err.toString().strip())
                .isEqualTo("slo.alerts.v1-0@4 is Avro; give the schema registry with --registry URL");
    }

    @Test
    void shouldSayWhenTheTopicIsMissing() {
        broker.updatePartitions(TOPIC, List.of());

        assertThat(tail("alerts")).isEqualTo(2);

        assertThat(err.toString().strip())
                .isEqualTo("the cluster has no topic slo.alerts.v1; the engine creates it on its first start: check"
                        + " --bootstrap, or start the engine");
    }

    @Test
    void shouldSayWhenTheClusterDoesNotAnswerOrRefuses() {
        assertThat(tailFailing(new TimeoutException("metadata")))
                .isEqualTo("Kafka did not answer within 10 s about slo.alerts.v1; check --bootstrap, and --properties"
                        + " when the cluster asks for TLS or a password");
        assertThat(tailFailing(new SaslAuthenticationException("invalid credentials")))
                .startsWith("Kafka refused the credentials: invalid credentials; check --properties");
        assertThat(tailFailing(new TopicAuthorizationException(TOPIC)))
                .startsWith("Kafka does not let this user read slo.alerts.v1");
        assertThat(tailFailing(new KafkaException("broken")))
                .isEqualTo("reading slo.alerts.v1 from Kafka failed: broken");
    }

    @Test
    void shouldSayWhenTheClientCannotStart() {
        TailCommand command = new TailCommand(given -> {
            throw new KafkaException("Failed to construct", new ConfigException("No resolvable bootstrap urls"));
        });

        assertThat(run(command, "alerts", "--bootstrap", "nowhere:1")).isEqualTo(2);

        assertThat(err.toString().strip())
                .isEqualTo("the Kafka client cannot start: No resolvable bootstrap urls; check --bootstrap and"
                        + " --properties");
    }

    @Test
    void shouldGiveSettingsToTheClientAndKeepItsOwn() throws IOException {
        broker.hold(alert(0, 0, T0, "coder"));
        Path file = Files.writeString(
                folder.resolve("client.properties"),
                "security.protocol=SASL_SSL\nbootstrap.servers=other:1\ngroup.id=pagers\nisolation.level=read_uncommitted\n"
                        + "basic.auth.user.info=a:b\n");

        assertThat(tail("alerts", "--from-beginning", "--limit", "1", "--properties", file.toString()))
                .isZero();

        assertThat(settings)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("allow.auto.create.topics", false)
                .doesNotContainKeys("group.id", "basic.auth.user.info");
    }

    @Test
    void shouldAskTheBrokerOnThisMachineWhenNoneIsNamed() {
        broker.hold(alert(0, 0, T0, "coder"));

        assertThat(run(new TailCommand(this::connect), "alerts", "--from-beginning", "--limit", "1"))
                .isZero();

        assertThat(settings).containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void shouldRefuseWhatCannotBeMeant() throws IOException {
        assertThat(tail("alerts", "--limit", "0")).isEqualTo(2);
        assertThat(tail("alerts", "--since", "yesterday")).isEqualTo(2);
        assertThat(tail("alerts", "--since", "2h", "--from-beginning")).isEqualTo(2);
        assertThat(tail("alerts", "--properties", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(tail("panes")).isEqualTo(2);
        assertThat(tail("alert")).isEqualTo(2);
        String empty = Files.writeString(folder.resolve("empty.properties"), "").toString();
        assertThat(run(new TailCommand(this::connect), "alerts", "--properties", empty))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("--limit 0: write a number of 1 or more")
                .contains("--since yesterday: is no duration")
                .contains("mutually exclusive")
                .contains("none: there is no such readable file")
                .contains("alerts, transitions, summaries, dead-letters")
                .contains("\"alert\" is no topic; did you mean alerts? There are: alerts, transitions,")
                .doesNotContain("ALERTS")
                .contains("no broker named; give --bootstrap HOST:PORT");
    }

    private String tailFailing(KafkaException failure) {
        err.getBuffer().setLength(0);
        broker.failure = failure;
        assertThat(tail("alerts")).isEqualTo(2);
        return err.toString().strip();
    }

    private int tail(String... args) {
        String[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--bootstrap";
        all[args.length + 1] = "kafka:9092";
        return run(new TailCommand(this::connect), all);
    }

    private MockConsumer<byte[], byte[]> connect(Map<String, Object> given) {
        settings.putAll(given);
        return broker;
    }

    private int run(TailCommand command, String... args) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main.commandLine().getExecutionExceptionHandler())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private static ConsumerRecord<byte[], byte[]> alert(int partition, long offset, long atMs, String group) {
        String json = "{'slo':'correctness','alert':'Burning','group':'%s','state':'firing','severity':'page',"
                + "'at':%d,'sequence':%d,'reason':'condition','owner':'o','dashboard':'serving','category':'slo',"
                + "'summary':'s','windows':[{'window':'5m','good':6,'total':10,'ratio':0.6,'burn_rate':4.0,"
                + "'coverage':1.0}],'coverage':1.0,'evidence':[],'link':'/','definition_hash':'abc',"
                + "'definition_version':-1}";
        return record(
                partition,
                offset,
                atMs,
                json.formatted(group, atMs, atMs).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, long atMs, byte[] value) {
        return new ConsumerRecord<>(
                TOPIC,
                partition,
                offset,
                atMs,
                TimestampType.CREATE_TIME,
                0,
                value == null ? 0 : value.length,
                new byte[0],
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    /** Two partitions of the alerts topic. */
    private static final class Broker extends MockConsumer<byte[], byte[]> {
        private Function<Map<TopicPartition, Long>, Map<TopicPartition, OffsetAndTimestamp>> offsetsForTimes;
        private KafkaException failure;

        Broker() {
            super("earliest");
            updatePartitions(
                    TOPIC,
                    List.of(
                            new PartitionInfo(TOPIC, 0, null, null, null),
                            new PartitionInfo(TOPIC, 1, null, null, null)));
            updateBeginningOffsets(Map.of(partition(0), 0L, partition(1), 0L));
            updateEndOffsets(Map.of(partition(0), 0L, partition(1), 0L));
        }

        @SafeVarargs
        final void hold(ConsumerRecord<byte[], byte[]>... records) {
            schedulePollTask(() -> {
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (record.offset() >= position(partition(record.partition()))) {
                        addRecord(record);
                    }
                }
            });
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            if (failure != null) {
                throw failure;
            }
            return super.partitionsFor(topic, timeout);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times, Duration timeout) {
            return offsetsForTimes.apply(times);
        }

        @Override
        public void close() {
            // Stays usable for the next call of a test; that it was closed is what matters.
            if (failure == null) {
                super.close();
            }
        }
    }
}

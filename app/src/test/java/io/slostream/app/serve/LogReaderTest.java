// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogReaderTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);

    private final LogConsumer log = new LogConsumer(Map.of("t", 2));

    LogReaderTest() {
        for (int i = 0; i < 30; i++) {
            log.append(ZERO, 1_000 + i, "a" + i, new byte[10]);
            log.append(ONE, 1_000 + i, "b" + i, new byte[10]);
        }
    }

    private <T> T with(long bytes, Function<LogReader, T> work) {
        return LogReader.with(() -> log, bytes, WITHIN, work);
    }

    @Test
    void shouldReadStretchesByTime() {
        List<String> keys = new ArrayList<>();

        LogReader.End end = with(1_000_000, reader -> {
            List<TopicPartition> partitions = reader.partitions("t");
            return reader.read(
                    reader.offsetsAt(partitions, 1_010),
                    reader.offsetsAt(partitions, 1_013),
                    record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
        });

        assertThat(end).isEqualTo(LogReader.End.COMPLETE);
        assertThat(keys).containsExactlyInAnyOrder("a10", "a11", "a12", "b10", "b11", "b12");
    }

    @Test
    void shouldReadToTheEndWhereNothingIsAsLate() {
        with(1_000_000, reader -> {
            assertThat(reader.offsetsAt(List.of(ZERO), 5_000)).containsEntry(ZERO, 30L);
            assertThat(reader.firstTimeMs(ZERO)).isEqualTo(1_000);
            return null;
        });
    }

    @Test
    void shouldStopAtItsLimits() {
        Map<TopicPartition, Long> from = Map.of(ZERO, 0L);
        Map<TopicPartition, Long> to = Map.of(ZERO, 30L);

        // a record has 12 or 13 bytes
        LogReader.End tooMuch = with(100, reader -> reader.read(from, to, record -> true));
        assertThat(tooMuch).isEqualTo(LogReader.End.TOO_MUCH);
        LogReader.End enough = with(1_000, reader -> reader.read(from, to, record -> record.offset() < 3));
        assertThat(enough).isEqualTo(LogReader.End.ENOUGH);
        LogReader.End tooLong =
                LogReader.with(() -> log, 1_000, Duration.ZERO, reader -> reader.read(from, to, record -> true));
        assertThat(tooLong).isEqualTo(LogReader.End.TOO_LONG);
    }

    @Test
    void shouldFindThePartitionThatProducersChoose() {
        for (int i = 0; i < 100; i++) {
            byte[] key = ("slo/group-" + i).getBytes(StandardCharsets.UTF_8);
            assertThat(with(1, reader -> reader.partitionOf("t", key)).partition())
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key, 2));
        }
    }

    @Test
    void shouldRefuseWhenTheTopicIsNotThere() {
        assertThatThrownBy(() -> with(1, reader -> reader.partitions("nothing")))
                .isInstanceOf(RefusedException.class)
                .hasMessage("the topic nothing is not there");
    }

    @Test
    void shouldSayThatTheClusterDoesNotAnswer() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }

        assertThatThrownBy(() -> LogReader.with(
                        () -> new KafkaConsumer<>(
                                Map.of("bootstrap.servers", "127.0.0.1:" + nobody),
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer()),
                        1,
                        Duration.ofSeconds(1),
                        reader -> reader.partitions("t")))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.answer().code()).isEqualTo(503);
                    assertThat(refused.answer().headers()).containsKey("Retry-After");
                })
                .hasMessageStartingWith("the log cannot be read now: ");
    }
}

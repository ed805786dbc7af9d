// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.app.history.HistoryListener;
import io.slostream.app.history.HistoryOptions;
import io.slostream.app.history.HistoryReplay;
import io.slostream.app.history.HistoryResult;
import io.slostream.app.review.RecordedTopics;
import io.slostream.app.review.RecordedVerdict;
import io.slostream.app.review.VerdictComparison;
import io.slostream.app.run.RecordedEngine;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.summary.OutputRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A replay of the topics of a cluster, laid beside what was recorded there.
 *
 * @param comparison what differs
 * @param result how the replay ended
 * @param seeded whether it began at a recorded hour
 * @param recorded everything that was recorded
 */
record Replayed(VerdictComparison comparison, HistoryResult result, boolean seeded, List<RecordedVerdict> recorded) {

    /** Replays what an engine that writes JSON has counted, and compares all of the range that was recorded. */
    static Replayed of(Supplier<Consumer<byte[], byte[]>> consumers, RecordedEngine engine, HistoryOptions options)
            throws InterruptedException {
        List<RecordedVerdict> replayed = new ArrayList<>();
        HistoryListener listener = new HistoryListener() {
            @Override
            public void told(Verdict verdict, OutputRecord record) {
                replayed.add(
                        new RecordedVerdict(record.topic().name(), record.key(), record.timestampMs(), record.value()));
            }
        };
        try (HistoryReplay replay = HistoryReplay.of(engine, options, consumers, SchemaRegistry.none(), listener)) {
            boolean seeded = replay.isSeeded();
            HistoryResult result = replay.run();
            List<RecordedVerdict> recorded = recorded(consumers);
            long last = recorded.stream().mapToLong(RecordedVerdict::atMs).max().orElseThrow();
            VerdictComparison comparison = VerdictComparison.of(
                    recorded,
                    replayed,
                    options.fromMs().orElse(0),
                    options.toMs().orElse(Math.max(result.judgedUpToMs(), last)),
                    last);
            return new Replayed(comparison, result, seeded, recorded);
        }
    }

    /** The only engine of the cluster. */
    static RecordedEngine engine(Supplier<Consumer<byte[], byte[]>> consumers) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return RecordedEngine.read(
                    consumer, new RecordDecoder(SchemaRegistry.none()), Optional.empty(), complaint -> {
                        throw new AssertionError(complaint);
                    });
        }
    }

    /** All transitions, and the alerts that are there. */
    static List<RecordedVerdict> recorded(Supplier<Consumer<byte[], byte[]>> consumers) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return new RecordedTopics(consumer, new RecordDecoder(SchemaRegistry.none())).read(0);
        }
    }

    /** Consumers of what was committed. */
    static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> client, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putAll(more);
        return () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

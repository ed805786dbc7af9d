// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.registry.RegistryUnavailableException;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code slo.summaries.v1} from its beginning: committed records, assigned partitions, no group. So every instance
 * knows all summaries, also of what others judge. What it cannot read now it reads later: serving never ends the engine.
 */
public final class SummaryFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SummaryFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final long AGAIN_AFTER_MS = 5_000;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final RecordDecoder decoder;
    private final Reader reader;
    private final Thread thread = new Thread(this::followOn, "slostream-summaries");
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Whoever wants to know. */
    public interface Reader {
        /** The newest summary of a key. */
        void summary(String key, GenericRecord summary);

        /** The key is served no more. */
        void gone(String key);
    }

    private SummaryFeed(Supplier<Consumer<byte[], byte[]>> consumers, RecordDecoder decoder, Reader reader) {
        this.consumers = consumers;
        this.decoder = decoder;
        this.reader = reader;
        thread.setDaemon(true);
    }

    /** Reads from now on, each time with a consumer of its own that it closes. */
    public static SummaryFeed start(
            Supplier<Consumer<byte[], byte[]>> consumers, RecordDecoder decoder, Reader reader) {
        SummaryFeed feed = new SummaryFeed(consumers, decoder, reader);
        feed.thread.start();
        return feed;
    }

    private void followOn() {
        try {
            while (closed.getCount() > 0) {
                try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                    follow(consumer);
                } catch (KafkaException | RegistryUnavailableException e) {
                    LOG.warn("Summaries cannot be read now, what is served of them is old: {}", e.toString());
                    closed.await(AGAIN_AFTER_MS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(TopicCatalog.SUMMARIES.name(), WITHIN).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (closed.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            reader.gone(key);
            return;
        }
        try {
            reader.summary(key, decoder.decode(TopicCatalog.SUMMARIES, record.value()));
        } catch (UnreadableRecordException e) {
            LOG.warn(
                    "No summary at {}-{} offset {}, passed over: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            // A poll ends by itself, and a client that is interrupted complains.
            thread.join(POLL.toMillis() * 4);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

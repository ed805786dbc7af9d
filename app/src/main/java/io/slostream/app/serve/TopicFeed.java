// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import io.slostream.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a topic from its beginning: committed records, assigned partitions, no group. So every instance knows all of
 * it. What it cannot read now it reads later: serving never ends the engine.
 */
final class TopicFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final long AGAIN_AFTER_MS = 5_000;

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Taker taker;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean read;
    private boolean complained;

    /** Receives records, in the order of their partitions; again from the beginning after a failure. */
    @FunctionalInterface
    interface Taker {
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    private TopicFeed(String topic, Supplier<Consumer<byte[], byte[]>> consumers, Taker taker) {
        this.topic = topic;
        this.consumers = consumers;
        this.taker = taker;
        thread = new Thread(this::followOn, "slostream-feed-" + topic);
        thread.setDaemon(true);
    }

    /** Reads from now on, each time with a consumer of its own that it closes. */
    static TopicFeed start(String topic, Supplier<Consumer<byte[], byte[]>> consumers, Taker taker) {
        TopicFeed feed = new TopicFeed(topic, consumers, taker);
        feed.thread.start();
        return feed;
    }

    /** Whether it has been read once up to an end that it had. */
    boolean isRead() {
        return read;
    }

    private void followOn() {
        try {
            while (closed.getCount() > 0) {
                try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                    follow(consumer);
                } catch (RuntimeException e) { // also a fault of ours: what is shown must not stand still for good
                    complain(e);
                }
                closed.await(AGAIN_AFTER_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once, until it works again. */
    private void complain(RuntimeException e) {
        if (!complained) {
            complained = true;
            boolean expected = e instanceof KafkaException || e instanceof RegistryUnavailableException;
            LOG.warn(
                    "{} cannot be read now, what is served of it is old: {}", topic, e.toString(), expected ? null : e);
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, WITHIN);
        if (infos == null || infos.isEmpty()) {
            return; // it may come to be
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, WITHIN);
        while (closed.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                taker.take(record);
            }
            if (!read || complained) {
                read |= partitions.stream().allMatch(p -> consumer.position(p, WITHIN) >= ends.get(p));
                complained = false;
            }
        }
    }

    /** Says that it shall end, which {@link #close} waits for. */
    void stop() {
        closed.countDown();
    }

    @Override
    public void close() {
        stop();
        try {
            // A poll ends by itself, and a client that is interrupted complains.
            thread.join(POLL.toMillis() * 4);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.sinks.delivery.SinkQueue;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Stops reading while enough waits: the topic keeps the rest. Whether partitions are paused only the client knows, since
 * they come and go; a flag beside it would be wrong after the next rebalance, and what stays paused is never told.
 */
final class Reading {
    private final Consumer<byte[], byte[]> consumer;
    private final SinkQueue queue;

    Reading(Consumer<byte[], byte[]> consumer, SinkQueue queue) {
        this.consumer = consumer;
        this.queue = queue;
    }

    void pauseOrResume() {
        if (queue.isFull()) {
            consumer.pause(consumer.assignment());
        } else if (queue.hasRoom()) {
            Set<TopicPartition> paused = consumer.paused();
            if (!paused.isEmpty()) {
                consumer.resume(paused);
            }
        }
    }

    /** Whether so much waits that nothing more is read of some partitions until some of it is told. */
    boolean isPaused() {
        return !consumer.paused().isEmpty();
    }
}

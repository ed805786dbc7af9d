// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.SinkQueue;
import java.util.List;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy.StrategyType;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final int FULL = 10_000;
    private static final TopicPartition FIRST = new TopicPartition("slo.alerts.v1", 0);
    private static final TopicPartition SECOND = new TopicPartition("slo.alerts.v1", 1);
    private static final TopicPartition LATER = new TopicPartition("slo.alerts.v1", 2);

    private final SinkQueue queue = new SinkQueue(notification -> true);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(StrategyType.EARLIEST.toString());
    private final Reading reading = new Reading(consumer, queue);

    @Test
    void shouldReadOnWithEveryPartitionThoughOneCameWhileItHadStopped() {
        consumer.assign(List.of(FIRST, SECOND));
        fill(FIRST.partition(), FULL - 1);
        reading.pauseOrResume();
        assertThat(reading.isPaused()).isFalse();
        fill(SECOND.partition(), 1);
        reading.pauseOrResume();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(FIRST, SECOND);

        consumer.assign(List.of(FIRST, SECOND, LATER));
        assertThat(consumer.paused()).containsExactlyInAnyOrder(FIRST, SECOND);
        queue.end(FIRST.partition()); // for example told
        reading.pauseOrResume();

        assertThat(consumer.paused()).isEmpty();
        assertThat(reading.isPaused()).isFalse();
    }

    private void fill(int partition, int alerts) {
        queue.begin(partition, 0);
        for (int i = 0; i < alerts; i++) {
            queue.offer(TestAlerts.fires("g" + partition + "-" + i, partition, i));
        }
    }
}

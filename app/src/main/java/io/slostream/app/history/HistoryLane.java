// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.CountingOutput;
import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.accumulate.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * A thread that reads some source partitions with a consumer of its own, assigned and without a group, and takes them
 * through stage 1. What stage 1 says goes to the queue, in the order of each partition.
 */
final class HistoryLane implements Runnable {
    private static final Duration POLL = Duration.ofMillis(100);
    /** Interleaving finer than this changes nothing but the speed. */
    private static final long RUN_AHEAD_MS = 60_000;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<TopicPartition, HistorySource> sources;
    private final Map<TopicPartition, Long> begins;
    private final Frontier frontier;
    private final BlockingQueue<Batch> queue;
    private final Output output = new Output();
    private volatile boolean stopped;

    /**
     * What a lane has to say.
     *
     * @param packets from stage 1, in order
     * @param deadLetters how many there were
     * @param firstMissed of each outcome that was meant to count and did not, the first with its reason
     * @param accounting of what the lane has read so far
     * @param records read so far, control records too
     * @param ended whether this is its last word
     * @param failure why it could not go on, or null
     */
    record Batch(
            HistoryLane lane,
            List<Packet> packets,
            List<DeadLetter> deadLetters,
            List<Missed> firstMissed,
            Accounting accounting,
            long records,
            boolean ended,
            RuntimeException failure) {}

    /** An event that an SLO wanted and no series counted. */
    record Missed(Outcome outcome, SourcePartition source, long offset, String why) {}

    HistoryLane(
            Supplier<Consumer<byte[], byte[]>> consumers,
            List<HistorySource> sources,
            Map<TopicPartition, Long> begins,
            Frontier frontier,
            BlockingQueue<Batch> queue) {
        this.consumers = consumers;
        this.sources = sources.stream().collect(Collectors.toMap(HistorySource::partition, source -> source));
        this.begins = begins;
        this.frontier = frontier;
        this.queue = queue;
    }

    @Override
    public void run() {
        RuntimeException failure = null;
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            read(consumer);
        } catch (RuntimeException e) {
            failure = e;
        }
        sources.values().forEach(source -> frontier.ended(source.number()));
        put(output.take(true, failure));
    }

    /** Makes the lane end soon. */
    void stop() {
        stopped = true;
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> open = new HashSet<>(sources.keySet());
        consumer.assign(open);
        open.forEach(partition -> consumer.seek(partition, begins.get(partition)));
        settle(consumer, open);
        while (!open.isEmpty() && !stopped) {
            pauseThoseAhead(consumer, open);
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                sources.get(new TopicPartition(record.topic(), record.partition()))
                        .accept(record, output);
                output.records++;
            }
            boolean changed = settle(consumer, open);
            if (!records.isEmpty() || changed) {
                put(output.take(false, null));
            }
        }
    }

    /** Notes how far each source has come and lets go of those that have ended; returns whether one has. */
    private boolean settle(Consumer<byte[], byte[]> consumer, Set<TopicPartition> open) {
        boolean changed = false;
        for (TopicPartition partition : Set.copyOf(open)) {
            HistorySource source = sources.get(partition);
            source.at(consumer.position(partition), output);
            if (source.hasEnded()) {
                frontier.ended(source.number());
                open.remove(partition);
                changed = true;
            } else {
                frontier.reached(source.number(), source.clockMs());
            }
        }
        if (changed) {
            consumer.assign(open);
        }
        return changed;
    }

    private void pauseThoseAhead(Consumer<byte[], byte[]> consumer, Set<TopicPartition> open) {
        long slowest = frontier.slowestMs();
        long limit = slowest == Long.MIN_VALUE ? Long.MIN_VALUE : slowest + RUN_AHEAD_MS;
        List<TopicPartition> ahead = new ArrayList<>();
        List<TopicPartition> behind = new ArrayList<>();
        for (TopicPartition partition : open) {
            (sources.get(partition).clockMs() > limit ? ahead : behind).add(partition);
        }
        consumer.pause(ahead);
        consumer.resume(behind);
    }

    private void put(Batch batch) {
        try {
            while (!queue.offer(batch, 1, TimeUnit.SECONDS)) {
                if (stopped) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    /** Gathers what stage 1 says of the records of one poll. */
    private final class Output implements CountingOutput {
        private List<Packet> packets = new ArrayList<>();
        private List<DeadLetter> deadLetters = new ArrayList<>();
        private List<Missed> missed = new ArrayList<>();
        private final Set<Outcome> told = new HashSet<>();
        private long records;

        @Override
        public void send(int partition, Packet packet) {
            packets.add(packet);
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            deadLetters.add(letter);
        }

        @Override
        public void uncounted(SourcePartition source, long position, Outcome outcome, Supplier<String> why) {
            if (told.add(outcome)) {
                missed.add(new Missed(outcome, source, position, why.get()));
            }
        }

        Batch take(boolean ended, RuntimeException failure) {
            Accounting accounting =
                    sources.values().stream().map(HistorySource::accounting).reduce(Accounting.NONE, Accounting::plus);
            Batch batch =
                    new Batch(HistoryLane.this, packets, deadLetters, missed, accounting, records, ended, failure);
            packets = new ArrayList<>();
            deadLetters = new ArrayList<>();
            missed = new ArrayList<>();
            return batch;
        }
    }
}

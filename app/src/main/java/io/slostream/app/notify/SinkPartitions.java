// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.app.notify.NotifyConfig.SinkConfig;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Notification.Position;
import io.slostream.sinks.delivery.Receiver;
import io.slostream.sinks.delivery.SinkQueue;
import io.slostream.sinks.route.Routing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that one receiver's consumer has: what they said before, and how far they are answered for.
 *
 * <p>The committed offset says what the receiver has been told: all records before it, by the routes that stand in the
 * metadata of the commit. The topic is compacted, so reading it up to there gives the incidents that are open at the
 * receiver, and nothing is sent for that. Where the routes have changed since, the receiver is told the difference. A
 * group without offsets is one by whose routes nothing was told: it is told what fires now, and nothing of what is over.
 */
final class SinkPartitions implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(SinkPartitions.class);
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration COMMIT = Duration.ofSeconds(5);

    private final NotifyConfig config;
    private final SinkConfig sink;
    private final NotifyClients clients;
    private final RecordDecoder decoder;
    private final SinkQueue queue;
    private final Receiver receiver;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String routes;
    private final Map<TopicPartition, Held> held = new HashMap<>();
    private final Set<TopicPartition> catchingUp = new HashSet<>();
    private boolean joined;
    private boolean abandoned;

    SinkPartitions(
            NotifyConfig config,
            SinkConfig sink,
            NotifyClients clients,
            RecordDecoder decoder,
            SinkQueue queue,
            Receiver receiver,
            KafkaConsumer<byte[], byte[]> consumer) {
        this.config = config;
        this.sink = sink;
        this.clients = clients;
        this.decoder = decoder;
        this.queue = queue;
        this.receiver = receiver;
        this.consumer = consumer;
        this.routes = sink.routing().text();
    }

    /** One partition of this consumer. */
    private static final class Held {
        /** What the last commit says, and what the one before this life said of incidents on their way. */
        private OffsetAndMetadata committed;

        private final CommitNote before;
        private final OnTheWay onTheWay;
        private final long end;

        Held(OffsetAndMetadata committed, long end) {
            this.committed = committed;
            this.before = CommitNote.parse(committed.metadata());
            this.end = end;
            this.onTheWay = new OnTheWay(before.sending(), end);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        if (partitions.isEmpty()) {
            return;
        }
        try (KafkaConsumer<byte[], byte[]> reader = clients.reader()) {
            Map<TopicPartition, OffsetAndMetadata> known =
                    new HashMap<>(consumer.committed(Set.copyOf(partitions), WITHIN));
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions, WITHIN);
            beginNew(known, ends);
            Set<String> refused =
                    DeadNotifications.refusedTriggers(reader, decoder, config.name(), sink.name(), WITHIN);
            for (TopicPartition partition : partitions) {
                Held now = new Held(known.get(partition), ends.get(partition));
                held.put(partition, now);
                // A log that has lost its end holds only what was told.
                long until = Math.min(now.end, now.committed.offset());
                queue.begin(partition.partition(), until);
                Collection<Notification> latest = restore(reader, partition, until, now.before, refused);
                if (!now.before.routes().equals(routes)) {
                    latest.stream()
                            .filter(Notification::firing)
                            .forEach(alert -> queue.offer(alert, now.before.mayHaveTold(alert)));
                }
            }
        }
        catchingUp.addAll(partitions);
        LOG.info(
                "{}: has {} partitions, {} incidents open there",
                sink.name(),
                held.size(),
                queue.open().size());
    }

    /** A group without offsets has told nothing; that is noted before anything is sent. */
    private void beginNew(Map<TopicPartition, OffsetAndMetadata> known, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetAndMetadata> begun = new HashMap<>();
        ends.forEach((partition, end) -> {
            if (known.get(partition) == null) {
                begun.put(partition, new OffsetAndMetadata(end, ""));
            }
        });
        if (!begun.isEmpty()) {
            consumer.commitSync(begun, WITHIN);
            begun.forEach((partition, offset) -> consumer.seek(partition, offset.offset()));
            known.putAll(begun);
        }
    }

    /** What was told before; the latest record of each alert then. */
    private Collection<Notification> restore(
            KafkaConsumer<byte[], byte[]> reader,
            TopicPartition partition,
            long until,
            CommitNote before,
            Set<String> refused) {
        Map<String, Notification> latest = new LinkedHashMap<>();
        Routing routing = Routing.parse(before.routes()).orElse(new Routing(List.of()));
        TopicHistory.read(
                reader,
                Map.of(partition, until),
                WITHIN,
                record -> notification(record).ifPresent(notification -> {
                    latest.put(notification.key(), notification);
                    boolean dead =
                            refused.contains(DeadNotifications.name(notification.incident(), notification.sequence()));
                    Optional<Delivery> resolve = queue.restore(notification, routing::matches, dead);
                    resolve.ifPresent(receiver::remember);
                }));
        return latest.values();
    }

    private Optional<Notification> notification(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(Notification.of(
                    decoder.decode(TopicCatalog.ALERTS, record.value()),
                    new Position(record.partition(), record.offset())));
        } catch (UnreadableRecordException e) {
            // It was reported when it came.
            return Optional.empty();
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!abandoned) {
            commit();
        }
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            queue.end(partition.partition());
            receiver.forget(partition.partition());
            held.remove(partition);
            catchingUp.remove(partition);
        }
    }

    /** Whether the group has said which partitions this consumer has; it may have none. */
    boolean areKnown() {
        return joined;
    }

    /** Whether everything that was there when the partitions came has been read. */
    boolean areCaughtUp() {
        catchingUp.removeIf(partition -> consumer.position(partition) >= held.get(partition).end);
        return catchingUp.isEmpty();
    }

    /** Whether an earlier life may have told of this. */
    boolean mayHaveTold(Notification notification) {
        Held partition = held.get(partitionOf(notification));
        return partition != null && partition.before.mayHaveTold(notification);
    }

    /**
     * Notes which incidents the receiver may have got, before it gets them: should this life end before the answer is
     * noted, and the next begin hours later, a resolve that came meanwhile is told and not taken for news of the past.
     *
     * @return false while partitions move, when another notifier may be about to tell the same
     */
    boolean noteSending(List<Delivery> batch) {
        for (Delivery delivery : batch) {
            Held partition = held.get(partitionOf(delivery.notification()));
            if (delivery.kind() == Delivery.Kind.TRIGGER) {
                partition.onTheWay.sending(delivery.notification());
            }
        }
        return commit();
    }

    /** An attempt that did not work. What has perhaps arrived stays noted until the committed offset has passed it. */
    void noteFailed(Delivery delivery, boolean perhapsTaken) {
        if (delivery.kind() != Delivery.Kind.TRIGGER) {
            return;
        }
        OnTheWay onTheWay = held.get(partitionOf(delivery.notification())).onTheWay;
        if (perhapsTaken) {
            onTheWay.perhapsTaken(delivery.notification());
        } else {
            onTheWay.notTaken(delivery.notification());
        }
    }

    private static TopicPartition partitionOf(Notification notification) {
        return new TopicPartition(
                TopicCatalog.ALERTS.name(), notification.position().partition());
    }

    /**
     * Commits what is answered for.
     *
     * @return false while partitions move
     */
    boolean commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        held.forEach((partition, state) -> {
            OptionalLong offset = queue.committable(partition.partition(), consumer.position(partition));
            // While something from before is open the routes that it was told by stay noted.
            String by = offset.isPresent() ? routes : state.before.routes();
            offset.ifPresent(state.onTheWay::passed);
            String note = new CommitNote(by, state.onTheWay.incidents()).text();
            OffsetAndMetadata now = new OffsetAndMetadata(offset.orElse(state.committed.offset()), note);
            if (now.offset() != state.committed.offset() || !note.equals(state.committed.metadata())) {
                offsets.put(partition, now);
            }
        });
        if (offsets.isEmpty()) {
            return true;
        }
        try {
            consumer.commitSync(offsets, COMMIT);
            offsets.forEach((partition, offset) -> held.get(partition).committed = offset);
            return true;
        } catch (RebalanceInProgressException e) {
            LOG.debug("{}: not committed while partitions move", sink.name());
            return false;
        } catch (RetriableException e) {
            // What was sent would be sent again with the same keys, should this process end before the next commit.
            LOG.warn("{}: the offset could not be committed yet: {}", sink.name(), e.toString());
            return true;
        }
    }

    /** This life has failed: nothing more is committed. */
    void abandon() {
        abandoned = true;
    }
}

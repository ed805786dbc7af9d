// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.tail;

import io.slostream.app.UsageException;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.registry.RegistryUnavailableException;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.schemas.wire.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Follows one topic of the engine without a consumer group: partitions are assigned, nothing is committed, so watching
 * leaves no trace on the cluster. Records of one partition come in order; records that arrive together are put in order
 * of their timestamps, but partitions of a long history are not merged.
 */
public final class TopicTail {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_TIME = Comparator.comparingLong(
                    ConsumerRecord<byte[], byte[]>::timestamp)
            .thenComparingInt(ConsumerRecord::partition)
            .thenComparingLong(ConsumerRecord::offset);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicSpec topic;
    private final RecordDecoder decoder;
    private final boolean registryGiven;
    private final Output output;
    private final Duration patience;

    /** Where records go. */
    public interface Output {
        /** A record of the topic. */
        void record(GenericRecord record);

        /** A record that is not of the topic's schema; the tail goes on. */
        void unreadable(String where, String why);

        /** A sentence on the connection. */
        void notice(String sentence);

        /** Nothing more is at hand, so what was said should be seen; returns whether anybody still reads it. */
        boolean flush();
    }

    /**
     * A tail over a consumer that reads committed records as bytes; the caller closes it.
     *
     * @param registryGiven whether the decoder has a registry; without one the first record in Avro ends the tail
     * @param patience how long the cluster may take to answer before that is an error
     */
    public TopicTail(
            Consumer<byte[], byte[]> consumer,
            TopicSpec topic,
            RecordDecoder decoder,
            boolean registryGiven,
            Output output,
            Duration patience) {
        this.consumer = consumer;
        this.topic = topic;
        this.decoder = decoder;
        this.registryGiven = registryGiven;
        this.output = output;
        this.patience = patience;
    }

    /**
     * Follows until that many records were shown or the consumer is woken up.
     *
     * @param limit records to show, 0 or more
     * @throws UsageException when the cluster cannot be reached or refuses, the topic is missing, or the registry does
     *     not answer
     */
    public void run(TailStart start, long limit) {
        try {
            begin(start);
            ConnectionWatch connection = new ConnectionWatch(consumer, patience, System::currentTimeMillis);
            long left = limit;
            while (left > 0) {
                left -= show(left);
                connection.look().ifPresent(output::notice);
                if (!output.flush()) {
                    return;
                }
            }
        } catch (WakeupException e) {
            // The way to stop: Ctrl-C.
            output.flush();
        } catch (TimeoutException e) {
            throw new UsageException(
                    "Kafka did not answer within " + patience.toSeconds() + " s about " + topic.name()
                            + "; check --bootstrap, and --properties when the cluster asks for TLS or a password",
                    e);
        } catch (AuthenticationException e) {
            throw new UsageException(
                    "Kafka refused the credentials: " + e.getMessage() + "; check --properties (security.protocol,"
                            + " sasl.mechanism, sasl.jaas.config)",
                    e);
        } catch (AuthorizationException e) {
            throw new UsageException(
                    "Kafka does not let this user read " + topic.name() + ": " + e.getMessage()
                            + "; it takes READ and DESCRIBE on the topic, no consumer group",
                    e);
        } catch (RegistryUnavailableException e) {
            throw new UsageException(e.getMessage() + ", needed for " + topic.name() + "; check --registry", e);
        } catch (KafkaException e) {
            throw new UsageException("reading " + topic.name() + " from Kafka failed: " + e.getMessage(), e);
        }
    }

    private void begin(TailStart start) {
        List<TopicPartition> partitions = new ArrayList<>();
        var known = consumer.partitionsFor(topic.name(), patience);
        if (known != null) {
            known.forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
        }
        if (partitions.isEmpty()) {
            throw new UsageException("the cluster has no topic " + topic.name()
                    + "; the engine creates it on its first start: check --bootstrap, or start the engine");
        }
        consumer.assign(partitions);
        if (start.equals(TailStart.BEGINNING)) {
            consumer.seekToBeginning(partitions);
        } else if (start.equals(TailStart.END)) {
            consumer.seekToEnd(partitions);
        } else {
            seek(partitions, start.fromMs());
        }
        // Seeking is lazy: asked for now, so that nothing which comes from here on is missed.
        partitions.forEach(partition -> consumer.position(partition, patience));
    }

    private void seek(List<TopicPartition> partitions, long fromMs) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, fromMs));
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times, patience);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp offset = offsets.get(partition);
            if (offset == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, offset.offset());
            }
        }
    }

    private long show(long limit) {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        consumer.poll(POLL).forEach(batch::add);
        batch.sort(BY_TIME);
        long shown = 0;
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            // A null value says that a compacted key is gone; there is nothing to show.
            if (shown < limit && record.value() != null && show(record)) {
                shown++;
            }
        }
        return shown;
    }

    private boolean show(ConsumerRecord<byte[], byte[]> record) {
        String where = record.topic() + "-" + record.partition() + "@" + record.offset();
        byte[] value = record.value();
        if (!registryGiven && value.length > 0 && value[0] == WireFormat.MAGIC) {
            throw new UsageException(where + " is Avro; give the schema registry with --registry URL");
        }
        try {
            output.record(decoder.decode(topic, value));
            return true;
        } catch (UnreadableRecordException e) {
            output.unreadable(where, e.getMessage());
            return false;
        }
    }
}

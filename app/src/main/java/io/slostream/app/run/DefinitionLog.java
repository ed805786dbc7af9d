// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.StartPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/** Reads and appends to {@code slo.definitions.v1}: what decides verdicts, in the order in which it was decided. */
final class DefinitionLog {
    private static final Schema SCHEMA = TopicCatalog.DEFINITIONS.valueSchema();
    private static final TopicPartition PARTITION = new TopicPartition(TopicCatalog.DEFINITIONS.name(), 0);
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final StreamsConfig config;
    private final String engine;
    private final String writer;
    private final OutputFormat format;
    private final SchemaRegistry registry;

    /**
     * The log as this engine sees it.
     *
     * @param engine application id; entries for other engines are not read
     * @param instanceId who writes, for people
     */
    DefinitionLog(
            StreamsConfig config, String engine, String instanceId, OutputFormat format, SchemaRegistry registry) {
        this.config = config;
        this.engine = engine;
        this.writer = engine + "/" + instanceId;
        this.format = format;
        this.registry = registry;
    }

    /** This engine's entries, oldest first. */
    List<DefinitionEntry> read() {
        Map<String, Object> settings = new HashMap<>(config.getRestoreConsumerConfigs(engine + "-definitions"));
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) WITHIN.toMillis());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return readAll(consumer, new RecordDecoder(registry)).stream()
                    .filter(this::isOurs)
                    .toList();
        } catch (AuthorizationException e) {
            throw new UsageException(
                    "not allowed to read " + PARTITION.topic() + ": " + e.getMessage() + "; grant READ to the engine",
                    e);
        } catch (KafkaException e) {
            throw new EngineFailedException("could not read " + PARTITION.topic() + ": " + Cluster.causes(e), e);
        }
    }

    /** The entries of all engines, oldest first. */
    static List<DefinitionEntry> readAll(Consumer<byte[], byte[]> consumer, RecordDecoder decoder) {
        List<DefinitionEntry> entries = new ArrayList<>();
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
        long deadline = System.nanoTime() + WITHIN.toNanos();
        while (consumer.position(PARTITION) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                entries.add(entry(decoder, record));
            }
            if (System.nanoTime() > deadline) {
                throw new EngineFailedException("could not read " + PARTITION.topic() + " to its end in time", null);
            }
        }
        return entries;
    }

    private boolean isOurs(DefinitionEntry entry) {
        return entry.engine().isEmpty() || entry.engine().equals(engine);
    }

    /** Who follows the log. */
    interface Follower {
        /** Takes this engine's next entry. */
        void take(DefinitionEntry entry);

        /** Everything up to this offset was handed over; entries of other engines are left out. */
        void readTo(long offset);

        /** Number of an open question whether the log holds more than was handed over. */
        OptionalLong question();

        /** The log was handed over to an end that was asked for after this question. */
        void answer(long question);

        /** Asked now and then; nothing follows once it says so. */
        boolean isClosed();

        /** Told what to call, from any thread, when a question should not wait. */
        void hurryBy(Runnable hurry);
    }

    /** Hands over this engine's entries from an offset on, as they are written. */
    void follow(long offset, Follower follower) {
        Map<String, Object> settings = new HashMap<>(config.getRestoreConsumerConfigs(engine + "-definitions"));
        RecordDecoder decoder = new RecordDecoder(registry);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seek(PARTITION, offset);
            follower.hurryBy(consumer::wakeup);
            while (!follower.isClosed()) {
                try {
                    handOver(consumer, decoder, follower);
                } catch (WakeupException e) {
                    // A question: the end is asked for at once, not when the poll would have been over.
                }
            }
        } finally {
            follower.hurryBy(() -> {});
        }
    }

    private void handOver(KafkaConsumer<byte[], byte[]> consumer, RecordDecoder decoder, Follower follower) {
        OptionalLong question = follower.question();
        if (question.isPresent()) {
            // Positions move past what was handed over only: an end that is reached is one that was read.
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            while (consumer.position(PARTITION) < end) {
                if (follower.isClosed()) {
                    return;
                }
                poll(consumer, decoder, follower);
            }
            follower.answer(question.getAsLong());
        }
        poll(consumer, decoder, follower);
    }

    private void poll(KafkaConsumer<byte[], byte[]> consumer, RecordDecoder decoder, Follower follower) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            DefinitionEntry entry = entry(decoder, record);
            if (isOurs(entry)) {
                follower.take(entry);
            }
        }
        follower.readTo(consumer.position(PARTITION) - 1);
    }

    private static DefinitionEntry entry(RecordDecoder decoder, ConsumerRecord<byte[], byte[]> record) {
        try {
            byte[] value = record.value() == null ? new byte[0] : record.value();
            return DefinitionEntry.of(record.offset(), decoder.decode(TopicCatalog.DEFINITIONS, value));
        } catch (UnreadableRecordException e) {
            throw new UsageException(
                    PARTITION.topic() + " offset " + record.offset() + " is no definition record (" + e.getMessage()
                            + "); somebody else wrote there: only engines may, so restrict WRITE, and begin with a new topic",
                    e);
        }
    }

    void appendDefinitionSet(EngineDefinition definition, long nowMs) {
        append(definitionSet(definition, nowMs).build());
    }

    /** Appends a set that a running engine is to change to; says at which offset it stands, its version. */
    long appendApplied(EngineDefinition definition, long nowMs) {
        return append(definitionSet(definition, nowMs)
                .set("note", DefinitionEntry.APPLIED)
                .set("token", UUID.randomUUID().toString())
                .build());
    }

    private GenericRecordBuilder definitionSet(EngineDefinition definition, long nowMs) {
        return builder(DefinitionEntry.DEFINITION_SET, nowMs)
                .set("hash", definition.hash())
                .set("definitions", CanonicalText.of(definition));
    }

    void appendStart(
            EngineDefinition definition, StartPoint start, Map<TopicPartition, Long> offsets, String note, long nowMs) {
        append(builder(DefinitionEntry.START, nowMs)
                .set("hash", definition.hash())
                .set("boundaries", boundaries(start))
                .set("live_from", start.liveFromMs())
                .set("offsets", offsets(offsets))
                .set("note", note)
                .build());
    }

    void appendGrowth(int partitions, Map<TopicPartition, Long> offsets, String note, long nowMs) {
        append(builder(DefinitionEntry.GROWTH, nowMs)
                .set("partitions", partitions)
                .set("offsets", offsets(offsets))
                .set("note", note)
                .build());
    }

    private GenericRecordBuilder builder(String kind, long nowMs) {
        return new GenericRecordBuilder(SCHEMA)
                .set("kind", new GenericData.EnumSymbol(SCHEMA.getField("kind").schema(), kind))
                .set("hash", "")
                .set("decided_at", nowMs)
                .set("decided_by", writer)
                .set("engine", engine)
                .set("boundaries", List.of())
                .set("offsets", List.of());
    }

    private static List<GenericRecord> offsets(Map<TopicPartition, Long> offsets) {
        Schema schema = SCHEMA.getField("offsets").schema().getElementType();
        List<GenericRecord> records = new ArrayList<>();
        offsets.forEach((partition, offset) -> records.add(new GenericRecordBuilder(schema)
                .set("topic", partition.topic())
                .set("partition", partition.partition())
                .set("offset", offset)
                .build()));
        return records;
    }

    private static List<GenericRecord> boundaries(StartPoint start) {
        Schema schema = SCHEMA.getField("boundaries").schema().getElementType();
        return new TreeMap<>(start.boundaries())
                .entrySet().stream()
                        .map(entry -> (GenericRecord) new GenericRecordBuilder(schema)
                                .set("topic", entry.getKey().topic())
                                .set("boundary", entry.getValue())
                                .build())
                        .toList();
    }

    private long append(GenericRecord record) {
        byte[] value = new RecordEncoder(format, registry).encode(TopicCatalog.DEFINITIONS, record);
        Map<String, Object> settings = new HashMap<>(config.getProducerConfigs(engine + "-definitions"));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) WITHIN.toMillis() / 3);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) WITHIN.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN.toMillis());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(PARTITION.topic(), PARTITION.partition(), null, value))
                    .get(2 * WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailedException("interrupted", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            if (cause instanceof AuthorizationException) {
                throw new UsageException(
                        "not allowed to write to " + PARTITION.topic() + ": " + cause.getMessage()
                                + "; grant WRITE to the engine",
                        cause);
            }
            throw new EngineFailedException(
                    "could not write to " + PARTITION.topic() + ": " + Cluster.causes(cause), cause);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a compacted topic of the engine: summaries, or alerts. */
public final class OutputFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputFeed.class);

    private final TopicSpec topic;
    private final RecordDecoder decoder;
    private final List<Reader> readers;
    private final TopicFeed feed;

    /** Whoever wants to know. */
    public interface Reader {
        /** The newest record of a key. */
        void record(String key, GenericRecord record);

        /** The key is served no more. */
        void gone(String key);
    }

    private OutputFeed(
            TopicSpec topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            RecordDecoder decoder,
            List<Reader> readers) {
        this.topic = topic;
        this.decoder = decoder;
        this.readers = List.copyOf(readers);
        this.feed = TopicFeed.start(topic.name(), consumers, this::take);
    }

    /** Reads from now on, each time with a consumer of its own that it closes. */
    public static OutputFeed start(
            TopicSpec topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            RecordDecoder decoder,
            List<Reader> readers) {
        return new OutputFeed(topic, consumers, decoder, readers);
    }

    /** Whether the topic has been read once up to an end that it had. */
    public boolean isRead() {
        return feed.isRead();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            readers.forEach(reader -> reader.gone(key));
            return;
        }
        GenericRecord value;
        try {
            value = decoder.decode(topic, record.value());
        } catch (UnreadableRecordException e) {
            LOG.warn(
                    "No record at {}-{} offset {}, passed over: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            return;
        }
        readers.forEach(reader -> reader.record(key, value));
    }

    /** Says that it shall end, which {@link #close} waits for. */
    public void stop() {
        feed.stop();
    }

    @Override
    public void close() {
        feed.close();
    }
}

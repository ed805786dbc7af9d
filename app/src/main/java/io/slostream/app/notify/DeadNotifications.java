// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.output.UnreadableRecordException;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.sinks.delivery.Answer;
import io.slostream.sinks.delivery.Delivery;
import io.slostream.sinks.delivery.Facts;
import io.slostream.sinks.delivery.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** What a receiver refused for good: written before the offset goes on, and looked up by the next start. */
final class DeadNotifications implements AutoCloseable {
    static final TopicSpec TOPIC = TopicCatalog.DEAD_NOTIFICATIONS;
    private static final String TRIGGER = Delivery.Kind.TRIGGER.word();
    private static final int MAX_DETAIL = 300;
    private static final int WITHIN_SECONDS = 30;

    private final String notifier;
    private final String sink;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordEncoder encoder;

    DeadNotifications(String notifier, String sink, KafkaProducer<byte[], byte[]> producer, RecordEncoder encoder) {
        this.notifier = notifier;
        this.sink = sink;
        this.producer = producer;
        this.encoder = encoder;
    }

    /** Writes a delivery; returns when the cluster has it. */
    void write(Delivery delivery, Answer answer) {
        Notification about = delivery.notification();
        GenericRecord value = start(
                about.position().partition(),
                about.position().offset(),
                delivery.kind().word(),
                answer.why());
        value.put("slo", about.slo());
        value.put("alert", about.alert());
        value.put("group", about.group());
        value.put("severity", delivery.subject().severity().word());
        value.put("owner", delivery.subject().owner());
        value.put("sequence", about.sequence());
        value.put("incident", delivery.subject().incident());
        value.put("summary", delivery.summary());
        value.put("status", answer.status() == 0 ? null : answer.status());
        send(about.key().getBytes(StandardCharsets.UTF_8), value);
    }

    /** Writes that a record could not be read; returns when the cluster has it. */
    void writeUnreadable(ConsumerRecord<byte[], byte[]> record, String why) {
        send(record.key(), start(record.partition(), record.offset(), "unreadable", why));
    }

    private GenericRecord start(int partition, long offset, String action, String detail) {
        GenericRecord value = new GenericData.Record(TOPIC.valueSchema());
        value.put("notifier", notifier);
        value.put("sink", sink);
        value.put("topic", TopicCatalog.ALERTS.name());
        value.put("partition", partition);
        value.put("offset", offset);
        value.put("refused_at", System.currentTimeMillis());
        value.put("action", action);
        value.put("detail", Facts.line(detail, MAX_DETAIL));
        return value;
    }

    private void send(byte[] key, GenericRecord value) {
        long at = (Long) value.get("refused_at");
        try {
            producer.send(new ProducerRecord<>(TOPIC.name(), null, at, key, encoder.encode(TOPIC, value)))
                    .get(WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("could not write to " + TOPIC.name(), e);
        }
    }

    /** One record of an incident: a later one may have been taken. */
    static String name(String incident, long sequence) {
        return incident + "@" + sequence;
    }

    /** Triggers that this receiver refused, by {@link #name}. */
    static Set<String> refusedTriggers(
            KafkaConsumer<byte[], byte[]> reader,
            RecordDecoder decoder,
            String notifier,
            String sink,
            Duration within) {
        Set<String> refused = new HashSet<>();
        TopicHistory.read(reader, TOPIC.name(), within, record -> {
            try {
                GenericRecord value = decoder.decode(TOPIC, record.value());
                if (List.of(notifier, sink, TRIGGER)
                        .equals(List.of(
                                value.get("notifier").toString(),
                                value.get("sink").toString(),
                                value.get("action").toString()))) {
                    refused.add(name(value.get("incident").toString(), (Long) value.get("sequence")));
                }
            } catch (UnreadableRecordException e) {
                // Not ours; what cannot be read refuses nothing.
            }
        });
        return refused;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}

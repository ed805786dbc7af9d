// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Produces the events of a story in Avro: its history as fast as the broker takes it, the rest so many times faster than
 * life. The record timestamp is the story's.
 */
final class StoryTeller implements AutoCloseable {
    private static final int LOOK_AHEAD_MS = 2;

    private final Iterator<SimulatedEvent> events;
    private final StoryClock clock;
    private final long historyEndMs;
    private final double speed;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<TelemetryKind, Integer> schemaIds = new EnumMap<>(TelemetryKind.class);
    private final AtomicLong acknowledged = new AtomicLong();
    private final Thread thread = new Thread(this::tell, "story-teller");
    private volatile KafkaException failure;
    private volatile boolean told;

    /**
     * A teller; {@link #start} makes it speak.
     *
     * @param historyEndMs until when there is no waiting, epoch milliseconds of the story
     * @param speed story time per wall time, above 0
     * @param producerSettings at least the broker
     */
    StoryTeller(
            Iterator<SimulatedEvent> events,
            StoryClock clock,
            long historyEndMs,
            double speed,
            Map<String, Object> producerSettings,
            SchemaRegistry registry) {
        this.events = events;
        this.clock = clock;
        this.historyEndMs = historyEndMs;
        this.speed = speed;
        for (TelemetryKind kind : TelemetryKind.counted()) {
            TopicSpec topic = TopicCatalog.telemetry(kind);
            schemaIds.put(kind, registry.register(topic.valueSubject(), topic.valueSchema()));
        }
        Map<String, Object> settings = new HashMap<>(producerSettings);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void tell() {
        try {
            long startedNanos = 0;
            while (events.hasNext() && failure == null) {
                SimulatedEvent event = events.next();
                if (event.atMs() > historyEndMs) {
                    startedNanos = startedNanos == 0 ? System.nanoTime() : startedNanos;
                    waitFor(event.atMs(), startedNanos);
                }
                send(event);
            }
            producer.flush();
            told = failure == null;
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            failure = e;
        }
    }

    /** Lets the story's time run up to an event. */
    private void waitFor(long atMs, long startedNanos) throws InterruptedException {
        while (true) {
            long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
            long storyMs = historyEndMs + (long) (elapsedMs * speed);
            if (storyMs >= atMs) {
                return;
            }
            clock.reach(storyMs);
            TimeUnit.MILLISECONDS.sleep(Math.max(1, Math.min(LOOK_AHEAD_MS, (long) ((atMs - storyMs) / speed))));
        }
    }

    private void send(SimulatedEvent event) {
        StoryClock.Sent sent = clock.send(event.atMs());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                event.kind().topic(),
                null,
                event.atMs(),
                event.key().getBytes(StandardCharsets.UTF_8),
                EventEncoder.avro(event, schemaIds.get(event.kind())));
        // The callback says what became of it.
        Future<RecordMetadata> unused = producer.send(record, (metadata, exception) -> {
            if (exception == null) {
                sent.acknowledge();
                acknowledged.incrementAndGet();
            } else {
                failure = exception instanceof KafkaException kafka ? kafka : new KafkaException(exception);
            }
        });
    }

    /** How many events the broker has taken. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Whether every event has been sent and taken. */
    boolean isTold() {
        return told;
    }

    /** Throws what went wrong, if something did. */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }
}

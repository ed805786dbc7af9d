// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A prober: canary events of two specialists, one failing, to every partition in turn, until it is closed. */
final class Canaries implements AutoCloseable {
    private static final List<String> SPECIALISTS = List.of("math", "code");
    private static final long EVERY_MS = 50;

    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong acknowledged = new AtomicLong();
    private final int partitions;
    private final Encoder encoder;
    private volatile boolean failing = true;
    private long sent;

    /** How an event becomes bytes. */
    interface Encoder {
        byte[] encode(String id, long eventTimeMs, String specialist, boolean passed);
    }

    private Canaries(Map<String, Object> client, int partitions, Encoder encoder) {
        this.encoder = encoder;
        this.partitions = partitions;
        this.producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Probes from now on: {@code math} fails, {@code code} passes. */
    static Canaries start(EmbeddedBroker broker, int partitions) {
        return start(broker.clientConfig(), partitions);
    }

    static Canaries start(Map<String, Object> client, int partitions) {
        return start(client, partitions, Canaries::json);
    }

    static Canaries start(Map<String, Object> client, int partitions, Encoder encoder) {
        Canaries canaries = new Canaries(client, partitions, encoder);
        canaries.clock.scheduleAtFixedRate(canaries::probe, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        return canaries;
    }

    private void probe() {
        for (String specialist : SPECIALISTS) {
            send(encoder.encode(
                    "c" + sent, System.currentTimeMillis(), specialist, !failing || !specialist.equals("math")));
        }
        if (sent % 40 == 0) {
            send("no event at all".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void send(byte[] value) {
        int partition = (int) (sent++ % partitions);
        producer.send(new ProducerRecord<>(EngineFiles.TOPIC, partition, null, value), (metadata, failure) -> {
            if (failure == null) {
                acknowledged.incrementAndGet();
            }
        });
    }

    private static byte[] json(String id, long eventTimeMs, String specialist, boolean passed) {
        return "{\"type\":\"canary\",\"event_id\":\"%s\",\"event_time\":%d,\"specialist\":\"%s\",\"probe_id\":\"p\",\"passed\":%b}"
                .formatted(id, eventTimeMs, specialist, passed)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** From now on {@code math} passes too. */
    void recover() {
        failing = false;
    }

    /** How many records the broker has taken so far. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Stops, and says how many records the broker took. */
    long stop() {
        close();
        return acknowledged.get();
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}

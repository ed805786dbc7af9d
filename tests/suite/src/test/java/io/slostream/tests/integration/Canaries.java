// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A prober: canary events of two specialists in JSON, one failing, to every partition in turn, until it is closed. */
final class Canaries implements AutoCloseable {
    private static final List<String> SPECIALISTS = List.of("math", "code");
    private static final long EVERY_MS = 50;

    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong acknowledged = new AtomicLong();
    private final int partitions;
    private long sent;

    private Canaries(EmbeddedBroker broker, int partitions) {
        this.partitions = partitions;
        this.producer =
                new KafkaProducer<>(broker.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Probes from now on: {@code math} fails, {@code code} passes. */
    static Canaries start(EmbeddedBroker broker, int partitions) {
        Canaries canaries = new Canaries(broker, partitions);
        canaries.clock.scheduleAtFixedRate(canaries::probe, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        return canaries;
    }

    private void probe() {
        for (String specialist : SPECIALISTS) {
            send(json(specialist, !specialist.equals("math")));
        }
        if (sent % 40 == 0) {
            send("no event at all");
        }
    }

    private void send(String value) {
        int partition = (int) (sent++ % partitions);
        producer.send(
                new ProducerRecord<>(EngineFiles.TOPIC, partition, null, value.getBytes(StandardCharsets.UTF_8)),
                (metadata, failure) -> {
                    if (failure == null) {
                        acknowledged.incrementAndGet();
                    }
                });
    }

    private String json(String specialist, boolean passed) {
        return "{\"type\":\"canary\",\"event_id\":\"c%d\",\"event_time\":%d,\"specialist\":\"%s\",\"probe_id\":\"p\",\"passed\":%b}"
                .formatted(sent, System.currentTimeMillis(), specialist, passed);
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

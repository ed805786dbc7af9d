// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.simulation.event.SimulatedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Telemetry that waits in the topics, as after an outage of the engine: Avro in Confluent's wire format, keyed as
 * the model keys it, stamped by the broker when it came; events are as much older as the model's producers are slow.
 *
 * @param events number of events
 * @param ends offsets after the last event of each partition
 * @param seconds how long the events took to come: the time that the backlog covers
 */
record Backlog(long events, Map<TopicPartition, Long> ends, double seconds) {
    private static final int PACE_EVERY = 1_000;
    private static final long SAY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * Writes it.
     *
     * @param eventsPerSecond how fast they come at most; decides how many boundaries lie in the backlog
     * @param compression of the producer's batches
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of failures.
    static Backlog write(Workbench bench, long events, int eventsPerSecond, String compression)
            throws ExecutionException, InterruptedException {
        Recording recording = new Recording(Traffic.calm());
        AtomicReference<Exception> failure = new AtomicReference<>();
        long start = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = producer(bench.bootstrap(), compression)) {
            long said = start;
            for (long i = 0; i < events; i++) {
                SimulatedEvent event = recording.next(System.currentTimeMillis());
                byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(event.kind().topic(), key, Traffic.avro(event)), (metadata, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
                if (i % PACE_EVERY == 0) {
                    long due = start + i * TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
                    LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
                    if (System.nanoTime() - said > SAY_EVERY_NANOS) {
                        said = System.nanoTime();
                        System.err.printf(Locale.ROOT, "  backlog: %,d of %,d events%n", i, events);
                    }
                }
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("an event was not written", failure.get());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Backlog(events, bench.ends(EngineFile.TOPICS), seconds);
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap, String compression) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        compression,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        64 << 10,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}

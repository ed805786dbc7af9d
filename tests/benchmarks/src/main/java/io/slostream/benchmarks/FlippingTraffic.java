// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.simulation.event.SimulatedEvent;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * {@link Traffic} at a steady rate, until it is stopped. Each specialist is well for a while and then fails in every
 * request and canary for as long, over and over; the specialists take their turns one after the other, so that alerts
 * fire and resolve at many boundaries.
 */
final class FlippingTraffic implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final Recording calm = new Recording(Traffic.calm());
    private final Recording failing = new Recording(Traffic.failing());
    private final int eventsPerSecond;
    private final long flipEveryMs;
    private final long startNanos;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "traffic");
    private volatile boolean stopped;
    private double seconds;

    /**
     * Traffic from now on.
     *
     * @param flipEveryMs how long a specialist is well, and how long it fails
     */
    FlippingTraffic(String bootstrap, int eventsPerSecond, long flipEveryMs) {
        this.eventsPerSecond = eventsPerSecond;
        this.flipEveryMs = flipEveryMs;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ProducerConfig.LINGER_MS_CONFIG, 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.startNanos = System.nanoTime();
        thread.start();
    }

    private void run() {
        for (long sent = 0; !stopped; sent++) {
            long due = startNanos + sent * TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            send(System.currentTimeMillis());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of failures.
    private void send(long nowMs) {
        SimulatedEvent event = calm.next(nowMs);
        if (isFailing(event.specialist(), nowMs)) {
            event = failing.next(event.kind(), event.specialist(), nowMs);
        }
        producer.send(new ProducerRecord<>(event.kind().topic(), Traffic.avro(event)), (metadata, e) -> {
            if (e == null) {
                acknowledged.incrementAndGet();
            } else {
                failure.compareAndSet(null, e);
            }
        });
    }

    private boolean isFailing(String specialist, long nowMs) {
        int count = Traffic.specialists().size();
        long turn = Traffic.specialists().indexOf(specialist) * 2L * flipEveryMs / count;
        return (nowMs + turn) / flipEveryMs % 2 == 1;
    }

    /** Events that the broker has taken. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Events a second until {@link #stop}. */
    double rate() {
        return acknowledged() / seconds;
    }

    @Override
    public void close() {
        stop();
    }

    /** Ends the traffic; all events have been acknowledged when this returns. */
    void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
        seconds = (System.nanoTime() - startNanos) / 1e9;
        if (failure.get() != null) {
            throw new IllegalStateException("an event was not written", failure.get());
        }
    }
}

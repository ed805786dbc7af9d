// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Map;
import java.util.Set;
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
    private final Traffic traffic = new Traffic(42);
    private final int eventsPerSecond;
    private final long flipEveryMs;
    private final long startNanos = System.nanoTime();
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
        Traffic.Event event = traffic.nextAt(nowMs);
        if (isFailing(event.values().get("specialist").toString(), nowMs)) {
            fail(event);
        }
        producer.send(new ProducerRecord<>(event.kind().topic(), event.avro()), (metadata, e) -> {
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

    private static void fail(Traffic.Event event) {
        if (event.kind() == TelemetryKind.CANARY) {
            event.values().put("passed", false);
        } else if (event.kind() == TelemetryKind.REQUEST) {
            event.values().put("status_code", 503);
            event.values().put("error_type", "overloaded");
            event.values().keySet().removeAll(Set.of("ttft_ms", "tpot_ms", "itl_p95_ms", "e2e_ms"));
        }
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

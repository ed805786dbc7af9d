// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.tail;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Notices that nothing comes from Kafka any more, not even empty answers: says so once, and once when it is over. The
 * client goes on trying in silence, and a tail that shows nothing looks like a quiet day.
 */
final class ConnectionWatch {
    private static final String GROUP = "consumer-metrics";
    private static final String RECEIVED_BYTES = "incoming-byte-total";

    private final Consumer<?, ?> consumer;
    private final Duration patience;
    private final LongSupplier wallMs;
    private double received = -1;
    private long lastMs;
    private boolean away;

    /**
     * A watch over a consumer that is polled.
     *
     * @param patience how long silence is nothing to speak of; a broker answers a fetch within half a second
     * @param wallMs epoch milliseconds
     */
    ConnectionWatch(Consumer<?, ?> consumer, Duration patience, LongSupplier wallMs) {
        this.consumer = consumer;
        this.patience = patience;
        this.wallMs = wallMs;
        this.lastMs = wallMs.getAsLong();
    }

    /** What there is to say now; called after each poll. */
    Optional<String> look() {
        OptionalDouble now = receivedBytes();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        long nowMs = wallMs.getAsLong();
        if (now.getAsDouble() != received) {
            received = now.getAsDouble();
            lastMs = nowMs;
            boolean back = away;
            away = false;
            return back ? Optional.of("Kafka answers again") : Optional.empty();
        }
        if (away || nowMs - lastMs < patience.toMillis()) {
            return Optional.empty();
        }
        away = true;
        return Optional.of("Kafka has not answered since "
                + Instant.ofEpochMilli(lastMs).truncatedTo(ChronoUnit.SECONDS)
                + "; what is written meanwhile is shown when it does, Ctrl-C ends the wait");
    }

    private OptionalDouble receivedBytes() {
        for (var metric : consumer.metrics().entrySet()) {
            MetricName name = metric.getKey();
            if (name.name().equals(RECEIVED_BYTES) && name.group().equals(GROUP)) {
                Metric value = metric.getValue();
                return value.metricValue() instanceof Double bytes ? OptionalDouble.of(bytes) : OptionalDouble.empty();
            }
        }
        return OptionalDouble.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** How receivers fare, as meters. Labels are the receivers of the configuration and four reasons, and nothing else. */
final class NotifyMetrics {
    private static final String PREFIX = "slo.notify.";

    private NotifyMetrics() {}

    static void bind(MeterRegistry registry, List<SinkStatus> sinks, BooleanSupplier ready) {
        Gauge.builder(PREFIX + "ready", () -> ready.getAsBoolean() ? 1 : 0)
                .description("1 while every receiver is told in time")
                .register(registry);
        for (SinkStatus sink : sinks) {
            gauge(registry, sink, "queue.size", "Records that wait for the receiver", SinkStatus::waiting);
            gauge(registry, sink, "open", "Incidents that the receiver holds open", SinkStatus::open);
            gauge(
                    registry,
                    sink,
                    "last.success.timestamp.seconds",
                    "When the receiver last took a request, NaN before the first",
                    SinkStatus::lastSuccessSeconds);
            counter(registry, sink, "delivered", "Triggers, updates and resolves that it took", SinkStatus::delivered);
            counter(registry, sink, "retries", "Deliveries put back to be tried again", SinkStatus::retried);
            counter(registry, sink, "dead", "Deliveries and records given up", SinkStatus::deadNotifications);
            counter(registry, sink, "watchdog.beats", "Signs of life that it took", SinkStatus::signsOfLife);
            counter(
                    registry,
                    sink,
                    "rate.limit.waits",
                    "Requests that had to wait for the rate",
                    SinkStatus::rateLimitWaits);
            for (SinkStatus.Reason reason : SinkStatus.Reason.values()) {
                FunctionCounter.builder(PREFIX + "failures", sink, s -> s.failures(reason))
                        .description("Requests that did not work; only refused ones are not tried again")
                        .tags(Tags.of("sink", sink.sink(), "reason", reason.word()))
                        .register(registry);
            }
        }
    }

    private static void gauge(
            MeterRegistry registry, SinkStatus sink, String name, String is, ToDoubleFunction<SinkStatus> value) {
        Gauge.builder(PREFIX + name, sink, value)
                .description(is)
                .tags("sink", sink.sink())
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry, SinkStatus sink, String name, String is, ToDoubleFunction<SinkStatus> value) {
        FunctionCounter.builder(PREFIX + name, sink, value)
                .description(is)
                .tags("sink", sink.sink())
                .register(registry);
    }
}

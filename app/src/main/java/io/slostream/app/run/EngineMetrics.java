// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.slostream.schemas.output.MetricNames;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.streams.EngineStatus;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * The engine's own health as meters. Of this instance: a source partition that moves takes its accounting along, so records
 * are gauges whose sum over the instances is what the log holds, and {@code in} is the sum of the other classes.
 */
final class EngineMetrics {
    /** Each record is in one of them; {@code in} is their sum. */
    private static final Map<String, ToLongFunction<Accounting>> CLASSES = Map.of(
            "in", Accounting::in,
            "counted", Accounting::counted,
            "late", Accounting::late,
            "dead_lettered", Accounting::deadLettered,
            "excluded", Accounting::excluded);

    private EngineMetrics() {}

    /**
     * Registers them.
     *
     * @param read kinds whose topics are read
     * @param wallClock epoch milliseconds, as the engine's clock has it
     */
    static void bind(
            MeterRegistry registry,
            EngineStatus status,
            EngineHealth health,
            Set<TelemetryKind> read,
            LongSupplier wallClock) {
        Gauge.builder(MetricNames.ENGINE_LIVE, health, h -> h.live().good() ? 1 : 0)
                .description("1 while the process does its work or gets ready for it")
                .register(registry);
        Gauge.builder(MetricNames.ENGINE_READY, health, h -> h.ready().good() ? 1 : 0)
                .description("1 while verdicts come in time")
                .register(registry);
        for (TelemetryKind kind : read) {
            Tags topic = Tags.of("topic", kind.topic());
            CLASSES.forEach((name, of) -> Gauge.builder(
                            MetricNames.ENGINE_RECORDS, status, s -> of.applyAsLong(accounting(s, kind)))
                    .description("Records of this instance's source partitions since the first start, by class")
                    .tags(topic.and("class", name))
                    .register(registry));
            for (RejectReason reason : RejectReason.values()) {
                FunctionCounter.builder(
                                MetricNames.ENGINE_DEAD_LETTERS, status, s -> s.deadLetters(kind.topic(), reason))
                        .description("Dead letters of this process, by reason")
                        .tags(topic.and("reason", reason.code()))
                        .register(registry);
            }
            Gauge.builder(MetricNames.ENGINE_INPUT_STALE, health, h -> h.stalePartitions(kind))
                    .description("Source partitions of this instance that have not spoken for too long")
                    .tags(topic)
                    .register(registry);
        }
        for (TelemetryKind kind : read) {
            if (kind == TelemetryKind.EXCLUSION) {
                continue; // read, and not judged
            }
            Gauge.builder(MetricNames.ENGINE_EVALUATION_LAG, status, s -> lag(s, kind, wallClock))
                    .description("Age of the oldest boundary that was last judged; NaN where this instance judges none")
                    .tags("kind", kind.type())
                    .register(registry);
        }
    }

    private static Accounting accounting(EngineStatus status, TelemetryKind kind) {
        return status.sources().entrySet().stream()
                .filter(source -> source.getKey().topic().equals(kind.topic()))
                .map(source -> source.getValue().accounting())
                .reduce(Accounting.NONE, Accounting::plus);
    }

    private static double lag(EngineStatus status, TelemetryKind kind, LongSupplier wallClock) {
        OptionalLong slowest = status.evaluated().entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToLong(Map.Entry::getValue)
                .min();
        return slowest.isPresent() ? (wallClock.getAsLong() - slowest.getAsLong()) / 1e3 : Double.NaN;
    }
}

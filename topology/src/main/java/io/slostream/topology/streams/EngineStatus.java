// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What the tasks of this instance say of themselves, for health, metrics and the line at exit. Written by stream
 * threads, read by any; it decides nothing.
 */
public final class EngineStatus {
    private final Map<SourcePartition, Source> sources = new ConcurrentHashMap<>();
    private final Map<Evaluated, Long> evaluated = new ConcurrentHashMap<>();
    private final Map<RecordClass, Missed> missed = new ConcurrentHashMap<>();
    private final Map<DeadLetterClass, LongAdder> deadLetters = new ConcurrentHashMap<>();
    private volatile boolean ending;

    /**
     * One source partition.
     *
     * @param clockMs arrival clock, epoch milliseconds; {@link Long#MIN_VALUE} before the first record
     * @param accounting where its records went, since the very start, restarts included
     */
    public record Source(long clockMs, Accounting accounting) {}

    /**
     * How far a stage-2 partition has come.
     *
     * @param kind telemetry kind
     * @param partition stage-2 partition
     */
    public record Evaluated(TelemetryKind kind, int partition) {}

    /**
     * Records of one topic that count for nothing and were meant to.
     *
     * @param outcome late, dead-lettered, or excluded as unmeasured
     */
    public record RecordClass(String topic, Outcome outcome) {}

    /**
     * What is known of them.
     *
     * @param count how many
     * @param first partition and offset of the first, and why
     */
    public record Missed(long count, String first) {
        private Missed next() {
            return new Missed(count + 1, first);
        }
    }

    private record DeadLetterClass(String topic, RejectReason reason) {}

    void source(SourcePartition source, long clockMs, Accounting accounting) {
        sources.put(source, new Source(clockMs, accounting));
    }

    void evaluated(TelemetryKind kind, int partition, long boundaryMs) {
        evaluated.put(new Evaluated(kind, partition), boundaryMs);
    }

    void missed(SourcePartition source, long offset, Outcome outcome, Supplier<String> why) {
        missed.compute(
                new RecordClass(source.topic(), outcome),
                (key, known) -> known == null
                        ? new Missed(1, "partition " + source.partition() + " offset " + offset + ": " + why.get())
                        : known.next());
    }

    void deadLetter(SourcePartition source, RejectReason reason) {
        deadLetters
                .computeIfAbsent(new DeadLetterClass(source.topic(), reason), absent -> new LongAdder())
                .increment();
    }

    /** How many dead letters there were since this process began. Records taken again after a failure count twice. */
    public long deadLetters(String topic, RejectReason reason) {
        LongAdder count = deadLetters.get(new DeadLetterClass(topic, reason));
        return count == null ? 0 : count.sum();
    }

    /** What was missed since this was last asked. Records that are taken again after a failure are told twice. */
    public Map<RecordClass, Missed> takeMissed() {
        Map<RecordClass, Missed> taken = new HashMap<>();
        missed.keySet().forEach(key -> taken.put(key, missed.remove(key)));
        return taken;
    }

    /** Another instance, or another thread of this one, may own it from now on; at the end its last word stands. */
    void release(SourcePartition source) {
        if (!ending) {
            sources.remove(source);
        }
    }

    void release(TelemetryKind kind, int partition) {
        if (!ending) {
            evaluated.remove(new Evaluated(kind, partition));
        }
    }

    /** Says that this instance is coming to its end: what its tasks have said from now on is what they said last. */
    public void end() {
        ending = true;
    }

    /** The source partitions that this instance owns, or owned at its end, with their last word. */
    public Map<SourcePartition, Source> sources() {
        return Map.copyOf(sources);
    }

    /** The last evaluated boundary of each kind and stage-2 partition that this instance owns, or owned at its end. */
    public Map<Evaluated, Long> evaluated() {
        return Map.copyOf(evaluated);
    }

    /** The sum over the source partitions of this instance. */
    public Accounting accounting() {
        return sources.values().stream().map(Source::accounting).reduce(Accounting.NONE, Accounting::plus);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.accumulate.Outcome;
import io.slostream.topology.accumulate.PacketSink;
import java.util.EnumSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A decoded event into counts, the fixed SLOs, one event after the other as at 1,389 a second: a boundary closes
 * every 6,945 events. The rival is {@link CounterPerWindow}.
 */
@State(Scope.Thread)
public class AccumulateBenchmark {
    private static final int EVENTS = 2_048;
    private static final int PARTITIONS = 8;

    private final Events events = new Events(EVENTS);
    private final Accumulator accumulator = accumulator(FixedSlos.discovering());
    private final CounterPerWindow rival = new CounterPerWindow(FixedSlos.discovering());
    /** Read by nobody; a field, so that the packets are made. */
    private Packet last;

    private final PacketSink sink = (partition, packet) -> last = packet;

    static Accumulator accumulator(EngineDefinition definition) {
        return new Accumulator(
                definition,
                new SourcePartition("telemetry", 0),
                1,
                EnumSet.allOf(TelemetryKind.class),
                PARTITIONS,
                CountingState.onHeap());
    }

    @Benchmark
    public Outcome count() {
        TelemetryEvent event = events.next();
        accumulator.arrive(events.arrivalMs(), sink);
        return accumulator.count(event, 0);
    }

    @Benchmark
    public boolean countRival() {
        return rival.count(events.next());
    }

    /** The packet that was sent last. */
    Packet last() {
        return last;
    }
}

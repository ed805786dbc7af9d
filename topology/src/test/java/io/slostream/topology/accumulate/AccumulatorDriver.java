// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.EventBuilder;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.state.CopyingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An accumulator over state that shares nothing with it, and the packets that it sent. All seconds are after T0. */
final class AccumulatorDriver {
    static final SourcePartition SOURCE = new SourcePartition("telemetry.evaluations.v1", 3);

    private final EngineDefinition definition;
    private final int partitions;
    private final CopyingState<OpenCountKey, long[]> openCounts = new CopyingState<>();
    private final CopyingState<EvidenceKey, long[]> evidence = new CopyingState<>();
    private final CopyingState<OpenCountKey, long[]> openSketches = new CopyingState<>();
    private final CopyingState<OpenExclusions.Key, Exclusion> exclusions = new CopyingState<>();
    private final CopyingState<SourcePartition, long[]> rows = new CopyingState<>();
    private final List<Packet> packets = new ArrayList<>();
    private final List<Integer> receivers = new ArrayList<>();
    private Accumulator accumulator;

    AccumulatorDriver(EngineDefinition definition, int partitions) {
        this.definition = definition;
        this.partitions = partitions;
        restart();
    }

    /** A new accumulator over the same state. */
    AccumulatorDriver restart() {
        accumulator = new Accumulator(
                definition,
                SOURCE,
                4,
                Set.of(TelemetryKind.EVALUATION, TelemetryKind.REQUEST, TelemetryKind.EXCLUSION),
                partitions,
                new CountingState(openCounts, evidence, openSketches, new CopyingState<>(), exclusions, rows));
        return this;
    }

    AccumulatorDriver arrive(double second) {
        accumulator.arrive(T0 + Math.round(second * SECOND), (partition, packet) -> {
            receivers.add(partition);
            packets.add(packet);
        });
        return this;
    }

    /** A record: its arrival, then its event, which is booked as the shells do. */
    Outcome event(double arrivalSecond, TelemetryEvent event) {
        arrive(arrivalSecond);
        if (accumulator.isFuture(event)) {
            accumulator.countDeadLetter();
            return Outcome.DEAD_LETTERED;
        }
        return accumulator.count(event, 0);
    }

    /** A record with a good evaluation of {@code coder}. */
    Outcome event(double arrivalSecond, double eventSecond) {
        return event(arrivalSecond, EventBuilder.evaluation("coder", T0 + Math.round(eventSecond * SECOND), true));
    }

    /** Forgets what was sent so far; the first record of a source already tells everyone where its clock stands. */
    AccumulatorDriver forget() {
        packets.clear();
        receivers.clear();
        return this;
    }

    Accumulator accumulator() {
        return accumulator;
    }

    List<Packet> packets() {
        return packets;
    }

    /** The stage-2 partitions that the packets went to, in order. */
    List<Integer> receivers() {
        return receivers;
    }

    List<Partial> partials() {
        return packets.stream().flatMap(packet -> packet.partials().stream()).toList();
    }

    /** Partials as {@code boundary group level:pane good/total}, times in seconds. */
    List<String> sent() {
        return partials().stream()
                .map(partial -> "%d %s %d:%d %d/%d"
                        .formatted(
                                second(partial.boundaryMs()),
                                partial.series().group(),
                                partial.level(),
                                second(partial.paneStartMs()),
                                partial.good(),
                                partial.total()))
                .toList();
    }

    /** Watermarks of all packets in seconds. */
    List<Long> watermarks() {
        return packets.stream().map(packet -> second(packet.watermarkMs())).toList();
    }

    private static long second(long instantMs) {
        return (instantMs - T0) / SECOND;
    }

    int openBlocks() {
        return openCounts.size() + openSketches.size();
    }
}

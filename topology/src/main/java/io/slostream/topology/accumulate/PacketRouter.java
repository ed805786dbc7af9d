// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Evidence;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.VersionedDefinition;
import java.util.ArrayList;
import java.util.List;

/** Sorts what closes by the stage-2 partition that owns its series and cuts it into packets. */
final class PacketRouter {
    /** Buckets in one packet at most; no sketch has more than {@code ValueBuckets.COUNT}. */
    static final int MAX_BUCKETS = 10_000;

    private final List<Partial> partials = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<PartialSketch> sketches = new ArrayList<>();
    private final int partitions;

    /** Makes a packet of its contents. */
    @FunctionalInterface
    interface Packing {
        Packet pack(List<Partial> partials, List<Evidence> evidence, List<PartialSketch> sketches, long watermarkMs);
    }

    PacketRouter(int partitions) {
        this.partitions = partitions;
    }

    void add(Partial partial) {
        partials.add(partial);
    }

    void add(Evidence bad) {
        evidence.add(bad);
    }

    void add(PartialSketch sketch) {
        sketches.add(sketch);
    }

    /** Sends all of it, and to every partition the watermark, with its last packet. */
    void flush(VersionedDefinition version, long watermark, Packing packing, PacketSink out) {
        List<Load> loads = new ArrayList<>(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            loads.add(new Load());
        }
        partials.forEach(partial -> loads.get(version.partitionOf(partial.series(), partitions))
                .partials
                .add(partial));
        evidence.forEach(bad -> loads.get(version.partitionOf(bad.series(), partitions))
                .evidence
                .add(bad));
        sketches.forEach(sketch -> loads.get(version.partitionOf(sketch.series(), partitions))
                .sketches
                .add(sketch));
        partials.clear();
        evidence.clear();
        sketches.clear();
        for (int partition = 0; partition < partitions; partition++) {
            send(partition, loads.get(partition), watermark, packing, out);
        }
    }

    private static void send(int partition, Load load, long watermark, Packing packing, PacketSink out) {
        do {
            List<Partial> partials = cut(load.partials, Accumulator.MAX_PARTIALS);
            List<Evidence> evidence = cut(load.evidence, Accumulator.MAX_PARTIALS);
            List<PartialSketch> sketches = cut(load.sketches, load.sketchesThatFit());
            long said = load.isEmpty() ? watermark : Packet.NO_WATERMARK;
            out.send(partition, packing.pack(partials, evidence, sketches, said));
        } while (!load.isEmpty());
    }

    private static <T> List<T> cut(List<T> list, int most) {
        List<T> head = list.subList(0, Math.min(most, list.size()));
        List<T> copy = List.copyOf(head);
        head.clear();
        return copy;
    }

    /** What goes to one partition. */
    private static final class Load {
        private final List<Partial> partials = new ArrayList<>();
        private final List<Evidence> evidence = new ArrayList<>();
        private final List<PartialSketch> sketches = new ArrayList<>();

        boolean isEmpty() {
            return partials.isEmpty() && evidence.isEmpty() && sketches.isEmpty();
        }

        int sketchesThatFit() {
            int fitting = 0;
            int buckets = 0;
            while (fitting < sketches.size() && fitting < Accumulator.MAX_PARTIALS) {
                buckets += sketches.get(fitting).counts().size();
                if (buckets > MAX_BUCKETS) {
                    return fitting;
                }
                fitting++;
            }
            return fitting;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Evidence;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.Series;
import java.util.ArrayList;
import java.util.List;

/** Sorts what closes by the stage-2 partition that owns its series and cuts it into packets. */
final class PacketRouter {
    /** Buckets in one packet at most; no sketch has more than {@code ValueBuckets.COUNT}. */
    static final int MAX_BUCKETS = 10_000;

    private final List<Load> byPartition = new ArrayList<>();

    /** Makes a packet of its contents. */
    @FunctionalInterface
    interface Packing {
        Packet pack(List<Partial> partials, List<Evidence> evidence, List<PartialSketch> sketches, long watermarkMs);
    }

    PacketRouter(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            byPartition.add(new Load());
        }
    }

    void add(Partial partial) {
        of(partial.series()).partials.add(partial);
    }

    void add(Evidence evidence) {
        of(evidence.series()).evidence.add(evidence);
    }

    void add(PartialSketch sketch) {
        of(sketch.series()).sketches.add(sketch);
    }

    private Load of(Series series) {
        return byPartition.get(series.partition(byPartition.size()));
    }

    /** Sends all of it, and to every partition the watermark, with its last packet. */
    void flush(long watermark, Packing packing, PacketSink out) {
        for (int partition = 0; partition < byPartition.size(); partition++) {
            Load load = byPartition.get(partition);
            do {
                List<Partial> partials = cut(load.partials, Accumulator.MAX_PARTIALS);
                List<Evidence> evidence = cut(load.evidence, Accumulator.MAX_PARTIALS);
                List<PartialSketch> sketches = cut(load.sketches, load.sketchesThatFit());
                long said = load.isEmpty() ? watermark : Packet.NO_WATERMARK;
                out.send(partition, packing.pack(partials, evidence, sketches, said));
            } while (!load.isEmpty());
        }
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

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Evidence;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import java.util.ArrayList;
import java.util.List;

/** Sorts partials and evidence by the stage-2 partition that owns their series and cuts them into packets. */
final class PacketRouter {
    private final List<Load> byPartition = new ArrayList<>();

    /** What goes to one partition. */
    private record Load(List<Partial> partials, List<Evidence> evidence) {}

    /** Makes a packet of its contents. */
    @FunctionalInterface
    interface Packing {
        Packet pack(List<Partial> partials, List<Evidence> evidence, long watermarkMs);
    }

    PacketRouter(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            byPartition.add(new Load(new ArrayList<>(), new ArrayList<>()));
        }
    }

    void add(Partial partial) {
        byPartition
                .get(partial.series().partition(byPartition.size()))
                .partials()
                .add(partial);
    }

    void add(Evidence evidence) {
        byPartition
                .get(evidence.series().partition(byPartition.size()))
                .evidence()
                .add(evidence);
    }

    /** Sends all of it, and to every partition the watermark, with its last packet. */
    void flush(long watermark, Packing packing, PacketSink out) {
        for (int partition = 0; partition < byPartition.size(); partition++) {
            Load load = byPartition.get(partition);
            int partials = 0;
            int evidence = 0;
            while (load.partials().size() - partials > Accumulator.MAX_PARTIALS
                    || load.evidence().size() - evidence > Accumulator.MAX_PARTIALS) {
                int nextPartials = next(partials, load.partials().size());
                int nextEvidence = next(evidence, load.evidence().size());
                out.send(
                        partition,
                        packing.pack(
                                load.partials().subList(partials, nextPartials),
                                load.evidence().subList(evidence, nextEvidence),
                                Packet.NO_WATERMARK));
                partials = nextPartials;
                evidence = nextEvidence;
            }
            out.send(
                    partition,
                    packing.pack(
                            load.partials().subList(partials, load.partials().size()),
                            load.evidence().subList(evidence, load.evidence().size()),
                            watermark));
            load.partials().clear();
            load.evidence().clear();
        }
    }

    private static int next(int from, int size) {
        return Math.min(size, from + Accumulator.MAX_PARTIALS);
    }
}

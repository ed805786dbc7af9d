// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Evidence;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.VersionedDefinition;
import java.util.ArrayList;
import java.util.List;

/** Sorts partials and evidence by the stage-2 partition that owns their series and cuts them into packets. */
final class PacketRouter {
    private final List<Partial> partials = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private final int partitions;

    /** What goes to one partition. */
    private record Load(List<Partial> partials, List<Evidence> evidence) {}

    /** Makes a packet of its contents. */
    @FunctionalInterface
    interface Packing {
        Packet pack(List<Partial> partials, List<Evidence> evidence, long watermarkMs);
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

    /** Sends all of it, and to every partition the watermark, with its last packet. */
    void flush(VersionedDefinition version, long watermark, Packing packing, PacketSink out) {
        List<Load> loads = new ArrayList<>(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            loads.add(new Load(new ArrayList<>(), new ArrayList<>()));
        }
        for (Partial partial : partials) {
            loads.get(version.partitionOf(partial.series(), partitions))
                    .partials()
                    .add(partial);
        }
        for (Evidence bad : evidence) {
            loads.get(version.partitionOf(bad.series(), partitions)).evidence().add(bad);
        }
        partials.clear();
        evidence.clear();
        for (int partition = 0; partition < partitions; partition++) {
            send(partition, loads.get(partition), watermark, packing, out);
        }
    }

    private static void send(int partition, Load load, long watermark, Packing packing, PacketSink out) {
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
    }

    private static int next(int from, int size) {
        return Math.min(size, from + Accumulator.MAX_PARTIALS);
    }
}

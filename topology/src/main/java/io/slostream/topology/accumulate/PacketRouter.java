// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Sorts partials by the stage-2 partition that owns their series and cuts them into packets. */
final class PacketRouter {
    private final List<List<Partial>> byPartition = new ArrayList<>();

    PacketRouter(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            byPartition.add(new ArrayList<>());
        }
    }

    void add(Partial partial) {
        byPartition.get(partial.series().partition(byPartition.size())).add(partial);
    }

    /** Sends all partials, and to every partition the watermark, with its last packet. */
    void flush(long watermark, BiFunction<List<Partial>, Long, Packet> packet, PacketSink out) {
        for (int partition = 0; partition < byPartition.size(); partition++) {
            List<Partial> partials = byPartition.get(partition);
            int from = 0;
            while (partials.size() - from > Accumulator.MAX_PARTIALS) {
                List<Partial> part = partials.subList(from, from + Accumulator.MAX_PARTIALS);
                out.send(partition, packet.apply(part, Packet.NO_WATERMARK));
                from += Accumulator.MAX_PARTIALS;
            }
            out.send(partition, packet.apply(partials.subList(from, partials.size()), watermark));
            partials.clear();
        }
    }
}

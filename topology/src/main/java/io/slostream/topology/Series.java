// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * One SLI for one group.
 *
 * @param sli number of the SLI in the definition set
 * @param group the specialist, or {@link EngineDefinition#OTHER}
 */
public record Series(int sli, String group) implements Comparable<Series> {

    /**
     * The stage-2 partition that owns this series: the SLIs of one group lie on neighbouring partitions, so that a few
     * groups still spread evenly. Stable over restarts, machines and Java versions.
     */
    public int partition(int partitions) {
        return partition(sli, partitions);
    }

    /** Likewise, for an SLI that has the slot of another: its series lie where those of the other do. */
    public int partition(int slot, int partitions) {
        CRC32 hash = new CRC32();
        hash.update(group.getBytes(StandardCharsets.UTF_8));
        return (int) ((hash.getValue() + slot) % partitions);
    }

    @Override
    public int compareTo(Series other) {
        return sli == other.sli ? group.compareTo(other.group) : Integer.compare(sli, other.sli);
    }
}

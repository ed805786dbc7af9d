// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Exclusion;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.state.HeapState;
import io.slostream.topology.state.KeyValueState;

/**
 * All that stage 1 remembers; several source partitions may share it.
 *
 * @param openCounts blocks of counts whose boundary is open
 * @param evidence bad events whose boundary is open
 * @param exclusions exclusions whose boundary is open
 * @param sourceRows clock, watermark and accounting of each source partition
 */
public record CountingState(
        KeyValueState<OpenCountKey, long[]> openCounts,
        KeyValueState<EvidenceKey, long[]> evidence,
        KeyValueState<OpenExclusions.Key, Exclusion> exclusions,
        KeyValueState<SourcePartition, long[]> sourceRows) {

    /** Empty state on the heap. */
    public static CountingState onHeap() {
        return new CountingState(new HeapState<>(), new HeapState<>(), new HeapState<>(), new HeapState<>());
    }
}

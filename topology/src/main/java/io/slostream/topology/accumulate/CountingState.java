// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Exclusion;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.state.HeapState;
import io.slostream.topology.state.KeyValueState;
import io.slostream.topology.state.StateFactory;

/**
 * All that stage 1 remembers; several source partitions may share it.
 *
 * @param openCounts blocks of counts whose boundary is open
 * @param evidence bad events whose boundary is open
 * @param openSketches values by bucket whose boundary is open, under the keys of the counts
 * @param outgoing older versions that are still counted, and until which boundary
 * @param exclusions exclusions whose boundary is open
 * @param sourceRows clock, watermark, accounting and version of each source partition
 */
public record CountingState(
        KeyValueState<OpenCountKey, long[]> openCounts,
        KeyValueState<EvidenceKey, long[]> evidence,
        KeyValueState<OpenCountKey, long[]> openSketches,
        KeyValueState<OutgoingKey, Long> outgoing,
        KeyValueState<OpenExclusions.Key, Exclusion> exclusions,
        KeyValueState<SourcePartition, long[]> sourceRows) {

    /** Empty state on the heap. */
    public static CountingState onHeap() {
        return over(HeapState::new);
    }

    /** Empty state of another sort. */
    public static CountingState over(StateFactory states) {
        return new CountingState(
                states.make(), states.make(), states.make(), states.make(), states.make(), states.make());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.topology.Exclusion;
import io.slostream.topology.state.HeapState;
import io.slostream.topology.state.KeyValueState;
import io.slostream.topology.state.StateFactory;
import io.slostream.topology.window.MaskKey;

/**
 * What stage 2 remembers of exclusions.
 *
 * @param known exclusions that some window may still reach, and those that wait for their boundary
 * @param masks blocks of ring slots with what is masked, for those SLOs and groups that have had an exclusion
 */
public record ExclusionState(KeyValueState<Exclusion.Key, Exclusion> known, KeyValueState<MaskKey, long[]> masks) {

    /** Empty state on the heap. */
    public static ExclusionState onHeap() {
        return over(HeapState::new);
    }

    /** Empty state of another sort. */
    public static ExclusionState over(StateFactory states) {
        return new ExclusionState(states.make(), states.make());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.state.AlertState;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Series;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.state.HeapState;
import io.slostream.topology.state.KeyValueState;
import io.slostream.topology.state.StateFactory;
import io.slostream.topology.window.MinuteCounts;
import io.slostream.topology.window.RingKey;
import io.slostream.topology.window.SketchRing;
import io.slostream.topology.window.WaitingEvidence;
import io.slostream.topology.window.WaitingKey;
import io.slostream.topology.window.WaitingSketches;

/**
 * All that stage 2 remembers for one of its partitions.
 *
 * @param watermarks last watermark of each source partition
 * @param cursors last boundary that was evaluated, by kind
 * @param waiting (good, total) that wait for their boundary
 * @param series the series that have been seen, with the boundary of their first counts
 * @param rings blocks of ring slots
 * @param waitingEvidence bad events that wait for their boundary
 * @param evidence the greatest bad events of each series
 * @param exclusions what is excluded and masked
 * @param minutes counts by minute that wait to be written; empty where no history is
 * @param adoptions when each source partition adopted which version
 * @param judging under which version each kind and SLO is judged, as far as it is not the first
 * @param waitingSketches values by bucket that wait for their boundary
 * @param sketchRings panes of the distributions
 * @param alerts alert states
 * @param summaries for each SLO and group a hash of what was last summarised, the alerts that did not stand at their
 *     beginning at the end of the last hour, then for each alert the boundary since which it stands as it does; empty
 *     where no summaries are taken
 */
public record VerdictState(
        KeyValueState<WatermarkKey, Watermark> watermarks,
        KeyValueState<TelemetryKind, Long> cursors,
        KeyValueState<WaitingKey, long[]> waiting,
        KeyValueState<Series, Long> series,
        KeyValueState<RingKey, long[]> rings,
        KeyValueState<WaitingEvidence.Key, long[]> waitingEvidence,
        KeyValueState<Series, long[]> evidence,
        ExclusionState exclusions,
        KeyValueState<MinuteCounts.Key, long[]> minutes,
        KeyValueState<AdoptionKey, long[]> adoptions,
        KeyValueState<JudgingKey, Long> judging,
        KeyValueState<WaitingSketches.Key, BucketCounts> waitingSketches,
        KeyValueState<SketchRing.Key, SketchRing.Slot> sketchRings,
        KeyValueState<AlertKey, AlertState> alerts,
        KeyValueState<SummaryKey, long[]> summaries) {

    /** Empty state on the heap. */
    public static VerdictState onHeap() {
        return over(HeapState::new);
    }

    /** Empty state of another sort. */
    public static VerdictState over(StateFactory states) {
        return new VerdictState(
                states.make(),
                states.make(),
                states.make(),
                states.make(),
                states.make(),
                states.make(),
                states.make(),
                ExclusionState.over(states),
                states.make(),
                states.make(),
                states.make(),
                states.make(),
                states.make(),
                states.make(),
                states.make());
    }
}

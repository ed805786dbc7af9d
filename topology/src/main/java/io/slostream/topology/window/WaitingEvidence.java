// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.BadEvent;
import io.slostream.topology.Evidence;
import io.slostream.topology.Series;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Bad events between their arrival and their boundary, the greatest over all source partitions. */
public final class WaitingEvidence {
    private final KeyValueState<Key, long[]> state;
    private final TakenUpTo takenUpTo = new TakenUpTo();

    /**
     * Key of evidence that waits.
     *
     * @param kind kind that the series reads
     * @param boundaryMs boundary from which it is visible
     * @param series the series
     */
    public record Key(TelemetryKind kind, long boundaryMs, Series series) implements Comparable<Key> {
        static Key firstOf(TelemetryKind kind, long boundaryMs) {
            return new Key(kind, boundaryMs, new Series(0, ""));
        }

        @Override
        public int compareTo(Key other) {
            int order = kind.compareTo(other.kind);
            if (order == 0) {
                order = Long.compare(boundaryMs, other.boundaryMs);
            }
            return order == 0 ? series.compareTo(other.series) : order;
        }
    }

    /** Evidence over this state. */
    public WaitingEvidence(KeyValueState<Key, long[]> state) {
        this.state = state;
    }

    /** Adds what one source partition says of a series that reads this kind. */
    public void add(TelemetryKind kind, Evidence evidence) {
        Key key = new Key(kind, evidence.boundaryMs(), evidence.series());
        long[] stored = state.get(key);
        List<BadEvent> known = stored == null ? List.of() : SeriesEvidence.unpacked(stored);
        state.put(key, SeriesEvidence.packed(SeriesEvidence.merged(known, evidence.events())));
        takenUpTo.added(kind, evidence.boundaryMs());
    }

    /** Hands over and forgets what waits for boundaries up to and including this one. */
    public void take(TelemetryKind kind, long boundaryMs, BiConsumer<Series, List<BadEvent>> consumer) {
        List<Key> taken = new ArrayList<>();
        state.scan(Key.firstOf(kind, takenUpTo.firstMs(kind)), Key.firstOf(kind, boundaryMs + 1), entry -> {
            taken.add(entry.getKey());
            consumer.accept(entry.getKey().series(), SeriesEvidence.unpacked(entry.getValue()));
            return true;
        });
        taken.forEach(state::delete);
        takenUpTo.taken(kind, boundaryMs);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Values by bucket between their arrival and their boundary, summed over source partitions. */
public final class WaitingSketches {
    private final KeyValueState<Key, BucketCounts> state;
    private final TakenUpTo takenUpTo = new TakenUpTo();

    /**
     * Key of values that wait.
     *
     * @param pane series, pane and boundary, as for counts
     * @param sketch number of the sketch
     */
    public record Key(WaitingKey pane, int sketch) implements Comparable<Key> {
        static Key firstOf(TelemetryKind kind, long boundaryMs) {
            return new Key(WaitingKey.firstOf(kind, boundaryMs), 0);
        }

        @Override
        public int compareTo(Key other) {
            int order = pane.compareTo(other.pane);
            return order == 0 ? Integer.compare(sketch, other.sketch) : order;
        }
    }

    /** Values over this state. */
    public WaitingSketches(KeyValueState<Key, BucketCounts> state) {
        this.state = state;
    }

    /** Adds what one source partition knows of a series that reads this kind. */
    public void add(TelemetryKind kind, PartialSketch partial) {
        WaitingKey pane =
                new WaitingKey(kind, partial.boundaryMs(), partial.level(), partial.paneStartMs(), partial.series());
        Key key = new Key(pane, partial.sketch());
        BucketCounts waiting = state.get(key);
        state.put(key, waiting == null ? partial.counts() : waiting.plus(partial.counts()));
        takenUpTo.added(kind, partial.boundaryMs());
    }

    /** The first boundary of a kind that has something waiting. */
    public Optional<Long> firstBoundary(TelemetryKind kind) {
        List<Long> first = new ArrayList<>(1);
        state.scan(first(kind), Key.firstOf(kind, Long.MAX_VALUE), entry -> {
            first.add(entry.getKey().pane().boundaryMs());
            return false;
        });
        return first.stream().findFirst();
    }

    /** Hands over and forgets what waits for boundaries up to and including this one, in order of boundary. */
    public void take(TelemetryKind kind, long boundaryMs, BiConsumer<Key, BucketCounts> consumer) {
        List<Key> taken = new ArrayList<>();
        state.scan(first(kind), Key.firstOf(kind, boundaryMs + 1), entry -> {
            taken.add(entry.getKey());
            consumer.accept(entry.getKey(), entry.getValue());
            return true;
        });
        taken.forEach(state::delete);
        takenUpTo.taken(kind, boundaryMs);
    }

    private Key first(TelemetryKind kind) {
        return Key.firstOf(kind, takenUpTo.firstMs(kind));
    }
}

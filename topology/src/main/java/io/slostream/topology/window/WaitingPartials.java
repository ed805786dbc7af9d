// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.BoundedSum;
import io.slostream.topology.Partial;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Partials between their arrival and their boundary, summed over source partitions. Addition commutes, so the order in
 * which packets of different sources arrive leaves no trace.
 */
public final class WaitingPartials {
    private final KeyValueState<WaitingKey, long[]> state;
    private final TakenUpTo takenUpTo = new TakenUpTo();

    /** Partials over this state; values are (good, total). */
    public WaitingPartials(KeyValueState<WaitingKey, long[]> state) {
        this.state = state;
    }

    /** Adds a partial for the kind that its series reads. */
    public void add(TelemetryKind kind, Partial partial) {
        WaitingKey key =
                new WaitingKey(kind, partial.boundaryMs(), partial.level(), partial.paneStartMs(), partial.series());
        long[] counts = state.get(key);
        if (counts == null) {
            counts = new long[2];
        }
        counts[0] = BoundedSum.plus(counts[0], partial.good(), BoundedSum.WHOLE);
        counts[1] = BoundedSum.plus(counts[1], partial.total(), BoundedSum.WHOLE);
        state.put(key, counts);
        takenUpTo.added(kind, partial.boundaryMs());
    }

    /** The first boundary of a kind that has something waiting. */
    public Optional<Long> firstBoundary(TelemetryKind kind) {
        long[] first = new long[1];
        boolean[] found = new boolean[1];
        state.scan(first(kind), WaitingKey.firstOf(kind, Long.MAX_VALUE), entry -> {
            found[0] = true;
            first[0] = entry.getKey().boundaryMs();
            return false;
        });
        return found[0] ? Optional.of(first[0]) : Optional.empty();
    }

    /** Hands over and forgets what waits for boundaries up to and including this one, in order of boundary. */
    public void take(TelemetryKind kind, long boundaryMs, Consumer<Map.Entry<WaitingKey, long[]>> consumer) {
        List<WaitingKey> taken = new ArrayList<>();
        state.scan(first(kind), WaitingKey.firstOf(kind, boundaryMs + 1), entry -> {
            taken.add(entry.getKey());
            consumer.accept(entry);
            return true;
        });
        taken.forEach(state::delete);
        takenUpTo.taken(kind, boundaryMs);
    }

    private WaitingKey first(TelemetryKind kind) {
        return WaitingKey.firstOf(kind, takenUpTo.firstMs(kind));
    }
}

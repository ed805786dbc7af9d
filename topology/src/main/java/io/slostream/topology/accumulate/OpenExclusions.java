// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Exclusion;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Exclusions of one source partition until the first boundary that was open when they arrived closes. Their arrival
 * decides, not their event time: a verdict that was taken is not taken back.
 */
public final class OpenExclusions {
    private static final int SPECIALIST =
            TelemetryKind.EXCLUSION.specialistField().index();
    private static final int SLO = index("slo");
    private static final int FROM = index("from");
    private static final int TO = index("to");
    private static final int REASON = index("reason");
    private static final int WHO = index("who");

    private final SourcePartition source;
    private final KeyValueState<Key, Exclusion> state;

    /**
     * Key of an exclusion that waits in a source partition; those that become visible first stand first.
     *
     * @param source source partition
     * @param exclusion which one
     */
    public record Key(SourcePartition source, Exclusion.Key exclusion) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::source).thenComparing(Key::exclusion);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    OpenExclusions(SourcePartition source, KeyValueState<Key, Exclusion> state) {
        this.source = source;
        this.state = state;
    }

    private static int index(String field) {
        return TelemetryKind.EXCLUSION.field(field).orElseThrow().index();
    }

    /** Keeps an exclusion until a boundary closes. */
    void note(TelemetryEvent event, long boundaryMs, long position) {
        Exclusion.Key key = new Exclusion.Key(boundaryMs, source.partition(), position);
        state.put(
                new Key(source, key),
                new Exclusion(
                        key,
                        text(event, SPECIALIST),
                        text(event, SLO),
                        event.longAt(FROM),
                        event.longAt(TO),
                        event.stringAt(REASON).toString(),
                        event.stringAt(WHO).toString()));
    }

    private static Optional<String> text(TelemetryEvent event, int field) {
        return event.has(field) ? Optional.of(event.stringAt(field).toString()) : Optional.empty();
    }

    /**
     * Hands over and forgets what becomes visible up to a boundary, in that order.
     *
     * @param closedMs up to where that was done before: a scan that begins there walks over nothing deleted
     */
    List<Exclusion> close(long closedMs, long watermarkMs) {
        List<Exclusion> closed = new ArrayList<>();
        Key first = new Key(source, new Exclusion.Key(closedMs + 1, 0, 0));
        Key end = new Key(source, new Exclusion.Key(watermarkMs + 1, 0, 0));
        state.scan(first, end, entry -> {
            closed.add(entry.getValue());
            return true;
        });
        closed.forEach(exclusion -> state.delete(new Key(source, exclusion.key())));
        return closed;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.BadEvent;
import io.slostream.topology.Evidence;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The greatest bad events of each series at each open boundary of one source partition, by event time, then position.
 * Only bad events cost anything, and of those only the ones that are among the greatest.
 */
final class OpenEvidence {
    private static final int WIDTH = 2;
    private static final int LENGTH = WIDTH * BadEvent.KEPT;

    private final SourcePartition source;
    private final KeyValueState<EvidenceKey, long[]> state;

    OpenEvidence(SourcePartition source, KeyValueState<EvidenceKey, long[]> state) {
        this.source = source;
        this.state = state;
    }

    /** The boundary at which a series was last added to, and its events: most bad events go there again. */
    static final class Held {
        private final Series series;
        private EvidenceKey key;
        /** (time, position), greatest first; as long as it has events. */
        private long[] events;

        Held(int sli, String group) {
            series = new Series(sli, group);
        }
    }

    /** Notes a bad event. */
    void note(Held held, long boundaryMs, long timeMs, long position) {
        if (held.key == null || held.key.boundaryMs() != boundaryMs) {
            held.key = new EvidenceKey(source, boundaryMs, held.series);
            long[] stored = state.get(held.key);
            held.events = stored == null ? new long[0] : stored;
        }
        int place = held.events.length;
        while (place > 0 && isGreater(timeMs, position, held.events, place - WIDTH)) {
            place -= WIDTH;
        }
        if (place == LENGTH) {
            return;
        }
        held.events = inserted(held.events, place, timeMs, position);
        state.put(held.key, held.events);
    }

    private static boolean isGreater(long timeMs, long position, long[] events, int at) {
        return timeMs == events[at] ? position > events[at + 1] : timeMs > events[at];
    }

    private static long[] inserted(long[] events, int place, long timeMs, long position) {
        long[] result = new long[Math.min(LENGTH, events.length + WIDTH)];
        System.arraycopy(events, 0, result, 0, place);
        result[place] = timeMs;
        result[place + 1] = position;
        System.arraycopy(events, place, result, place + WIDTH, result.length - place - WIDTH);
        return result;
    }

    /**
     * Hands over and forgets what becomes visible up to a boundary.
     *
     * @param closedMs up to where that was done before: a scan that begins there walks over nothing deleted
     */
    void close(long closedMs, long watermarkMs, Consumer<Evidence> out) {
        List<EvidenceKey> closed = new ArrayList<>();
        state.scan(EvidenceKey.firstOf(source, closedMs + 1), EvidenceKey.firstOf(source, watermarkMs + 1), entry -> {
            EvidenceKey key = entry.getKey();
            closed.add(key);
            out.accept(new Evidence(key.series(), key.boundaryMs(), events(entry.getValue())));
            return true;
        });
        closed.forEach(state::delete);
    }

    private List<BadEvent> events(long[] stored) {
        List<BadEvent> events = new ArrayList<>(stored.length / WIDTH);
        for (int i = 0; i < stored.length; i += WIDTH) {
            events.add(new BadEvent(stored[i], source.partition(), stored[i + 1]));
        }
        return events;
    }
}

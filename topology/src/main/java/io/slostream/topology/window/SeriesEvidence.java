// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.topology.BadEvent;
import io.slostream.topology.Series;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The greatest bad events of one series. Ten are enough for every window: those that lie in a window are the greatest of
 * it, since whatever is older is smaller. Of those that an exclusion masks later, or for one of several SLOs, none takes the
 * place.
 */
public final class SeriesEvidence {
    private static final int WIDTH = 3;

    private final Series series;
    private final KeyValueState<Series, long[]> state;
    /** Greatest first. */
    private List<BadEvent> events;

    /** Evidence over its state. */
    public SeriesEvidence(Series series, KeyValueState<Series, long[]> state) {
        this.series = series;
        this.state = state;
        long[] stored = state.get(series);
        this.events = stored == null ? List.of() : unpacked(stored);
    }

    /** Adds bad events that have become visible. */
    public void add(List<BadEvent> more) {
        List<BadEvent> merged = merged(events, more);
        if (!merged.equals(events)) {
            events = merged;
            state.put(series, packed(events));
        }
    }

    /** The greatest bad events from an old edge on, greatest first. */
    public List<BadEvent> since(long edgeMs) {
        return events.stream().filter(event -> event.timeMs() >= edgeMs).toList();
    }

    /** The greatest of two lists, greatest first: commutative and associative, so the order of packets leaves no trace. */
    static List<BadEvent> merged(List<BadEvent> left, List<BadEvent> right) {
        List<BadEvent> all = new ArrayList<>(left);
        all.addAll(right);
        all.sort(Comparator.reverseOrder());
        return List.copyOf(all.subList(0, Math.min(BadEvent.KEPT, all.size())));
    }

    /** (time, partition, position) in turn. */
    static long[] packed(List<BadEvent> events) {
        long[] packed = new long[WIDTH * events.size()];
        int at = 0;
        for (BadEvent event : events) {
            packed[at++] = event.timeMs();
            packed[at++] = event.partition();
            packed[at++] = event.position();
        }
        return packed;
    }

    static List<BadEvent> unpacked(long[] packed) {
        List<BadEvent> events = new ArrayList<>(packed.length / WIDTH);
        for (int at = 0; at < packed.length; at += WIDTH) {
            events.add(new BadEvent(packed[at], Math.toIntExact(packed[at + 1]), packed[at + 2]));
        }
        return List.copyOf(events);
    }
}

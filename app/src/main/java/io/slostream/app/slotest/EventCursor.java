// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.app.slotest.Timeline.Burst;
import io.slostream.app.slotest.Timeline.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Walks the events of one timeline in order of time, making each when it is asked for. */
final class EventCursor {
    private final Timeline timeline;
    private final String idPrefix;
    private final long endMs;
    private int segment = -1;
    private long segmentBeginMs;
    private List<Moment> moments = List.of();
    private long step;
    private int moment;
    private long number;
    private long timeMs;

    /** One event of a step. */
    private record Moment(long offsetMs, EventTemplate template) {}

    /**
     * Stands before the first event.
     *
     * @param entry number of the entry in the test, from 1; part of event ids
     * @param endMs events from here on are left out, milliseconds from the start of the test
     */
    EventCursor(Timeline timeline, int entry, long endMs) {
        this.timeline = timeline;
        this.idPrefix = "e" + entry + "-";
        this.endMs = endMs;
    }

    /** Moves to the next event; false when there is none. */
    boolean next() {
        moment++;
        while (segment < timeline.segments().size()) {
            if (moment >= moments.size()) {
                moment = 0;
                step++;
            }
            if (!moments.isEmpty() && isWithinSegment()) {
                timeMs = segmentBeginMs + offsetInSegment();
                number++;
                return timeMs < endMs;
            }
            nextSegment();
        }
        return false;
    }

    private boolean isWithinSegment() {
        return offsetInSegment() < timeline.segments().get(segment).lengthMs();
    }

    private long offsetInSegment() {
        return step * timeline.segments().get(segment).stepMs()
                + moments.get(moment).offsetMs();
    }

    private void nextSegment() {
        if (segment >= 0) {
            segmentBeginMs += timeline.segments().get(segment).lengthMs();
        }
        segment++;
        step = 0;
        moment = 0;
        moments = segment < timeline.segments().size()
                ? momentsOf(timeline.segments().get(segment))
                : List.of();
    }

    /** A step's events in order of time, those of one moment in the order of the file. */
    private static List<Moment> momentsOf(Segment segment) {
        List<Moment> moments = new ArrayList<>();
        for (Burst burst : segment.bursts()) {
            for (int i = 0; i < burst.count(); i++) {
                moments.add(new Moment(segment.stepMs() * i / burst.count(), burst.template()));
            }
        }
        moments.sort(Comparator.comparingLong(Moment::offsetMs));
        return moments;
    }

    /** When the event arrives, milliseconds from the start of the test. */
    long arrivalMs() {
        return timeMs + timeline.arrivalDelayMs();
    }

    /** The event as a line of NDJSON without its end. */
    byte[] line(long startMs) {
        return moments.get(moment)
                .template()
                .line(idPrefix + number, startMs, startMs + timeMs, startMs + timeMs + timeline.arrivalDelayMs());
    }
}

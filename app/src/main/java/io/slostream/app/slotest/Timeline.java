// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import java.util.List;

/**
 * When an entry of a test sends which events: segments one after the other, the first from the start of the test.
 *
 * @param segments one or more
 * @param arrivalDelayMs how long after it happened each event arrives, 0 or more
 */
record Timeline(List<Segment> segments, long arrivalDelayMs) {
    /** Length of a last segment that goes on to the end of the test. */
    static final long OPEN = Long.MAX_VALUE;

    Timeline {
        segments = List.copyOf(segments);
    }

    /**
     * The same steps for some time.
     *
     * @param stepMs length of a step
     * @param lengthMs length of all steps together, the last may be cut; {@link #OPEN}: to the end of the test
     * @param bursts what comes in each step; none is silence
     */
    record Segment(long stepMs, long lengthMs, List<Burst> bursts) {
        Segment {
            bursts = List.copyOf(bursts);
        }

        /** Events up to a time after its begin, to within a step. */
        double eventsWithin(long timeMs) {
            return bursts.stream().mapToDouble(Burst::count).sum() * Math.ceil((double) timeMs / stepMs);
        }
    }

    /**
     * Events of one sort in a step, spread evenly over it: the first at its start, event i of n after i ÷ n of it.
     *
     * @param count 1 or more
     */
    record Burst(int count, EventTemplate template) {}

    /** Where the last segment with an end ends, milliseconds from the start of the test. */
    long endMs() {
        return segments.stream()
                .mapToLong(Segment::lengthMs)
                .filter(length -> length != OPEN)
                .sum();
    }

    /** How many events come in a test of this length, to within a step a segment. */
    double eventsWithin(long testLengthMs) {
        double events = 0;
        long begin = 0;
        for (Segment segment : segments) {
            long length = Math.min(segment.lengthMs(), Math.max(0, testLengthMs - begin));
            events += segment.eventsWithin(length);
            begin += length;
        }
        return events;
    }
}

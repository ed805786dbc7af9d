// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * All events of a test as lines of NDJSON in order of arrival, as a source partition would hold them. Lines are made one
 * by one: memory holds a step of each timeline.
 */
final class EventLines {
    private final long startMs;
    /** Ties by number of the entry: the same lines in each run. */
    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparingLong((Entry entry) -> entry.cursor.arrivalMs())
                    .thenComparingInt(entry -> entry.number));

    private record Entry(int number, EventCursor cursor) {}

    EventLines(SloTest test, long startMs) {
        this.startMs = startMs;
        int number = 1;
        for (Timeline timeline : test.events()) {
            offer(new Entry(number, new EventCursor(timeline, number, test.lengthMs())));
            number++;
        }
    }

    private void offer(Entry entry) {
        if (entry.cursor.next()) {
            queue.add(entry);
        }
    }

    /** Whether there is another line. */
    boolean hasNext() {
        return !queue.isEmpty();
    }

    /** The next line, without its end. */
    byte[] next() {
        Entry entry = queue.remove();
        byte[] line = entry.cursor.line(startMs);
        offer(entry);
        return line;
    }
}

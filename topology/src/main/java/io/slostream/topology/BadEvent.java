// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

/**
 * Where one bad event stands in the log: the evidence behind an alert.
 *
 * @param timeMs event time, epoch milliseconds
 * @param partition source partition of the kind's topic, or number of the file
 * @param position offset in the partition, or line in the file
 */
public record BadEvent(long timeMs, int partition, long position) implements Comparable<BadEvent> {
    /** How many are kept of a series: enough to look into, few enough for every alert to carry. */
    public static final int KEPT = 10;

    @Override
    public int compareTo(BadEvent other) {
        int order = Long.compare(timeMs, other.timeMs);
        if (order == 0) {
            order = Integer.compare(partition, other.partition);
        }
        return order == 0 ? Long.compare(position, other.position) : order;
    }
}

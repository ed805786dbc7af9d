// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.topology.Series;

/**
 * Key of one block of ring slots. The set of keys of a series is fixed: blocks are used again as the ring turns.
 *
 * @param series the series
 * @param level level of the ring
 * @param block number of the block in the ring, from 0
 */
public record RingKey(Series series, int level, int block) implements Comparable<RingKey> {

    @Override
    public int compareTo(RingKey other) {
        // Written out: every partial compares such keys at every level.
        int order = series.compareTo(other.series);
        if (order == 0) {
            order = Integer.compare(level, other.level);
        }
        return order == 0 ? Integer.compare(block, other.block) : order;
    }
}

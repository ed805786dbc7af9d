// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.topology.Series;
import java.util.Comparator;

/**
 * Key of one block of ring slots. The set of keys of a series is fixed: blocks are used again as the ring turns.
 *
 * @param series the series
 * @param level level of the ring
 * @param block number of the block in the ring, from 0
 */
public record RingKey(Series series, int level, int block) implements Comparable<RingKey> {
    private static final Comparator<RingKey> ORDER = Comparator.comparing(RingKey::series)
            .thenComparingInt(RingKey::level)
            .thenComparingInt(RingKey::block);

    @Override
    public int compareTo(RingKey other) {
        return ORDER.compare(this, other);
    }
}

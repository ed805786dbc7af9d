// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.SourcePartition;

/**
 * Key of one block of open counts: all SLIs of one group, for one pane and the boundary that it will be part of.
 * Ordered so that the blocks of a source that close first stand first.
 *
 * @param source source partition
 * @param boundaryMs boundary from which the counts are visible
 * @param level level of the pane
 * @param paneStartMs start of the pane
 * @param group specialist, or the group of all others
 */
public record OpenCountKey(SourcePartition source, long boundaryMs, int level, long paneStartMs, String group)
        implements Comparable<OpenCountKey> {

    /** A key that stands before all blocks of this boundary, after all of earlier ones. */
    static OpenCountKey firstOf(SourcePartition source, long boundaryMs) {
        return new OpenCountKey(source, boundaryMs, 0, Long.MIN_VALUE, "");
    }

    @Override
    public int compareTo(OpenCountKey other) {
        // Written out: stage 1 compares such keys for every event, and a chain of comparators takes several times as
        // long.
        int order = source.compareTo(other.source);
        if (order == 0) {
            order = Long.compare(boundaryMs, other.boundaryMs);
        }
        if (order == 0) {
            order = Integer.compare(level, other.level);
        }
        if (order == 0) {
            order = Long.compare(paneStartMs, other.paneStartMs);
        }
        return order == 0 ? group.compareTo(other.group) : order;
    }
}

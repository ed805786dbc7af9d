// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.SourcePartition;
import java.util.Comparator;

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
    private static final Comparator<OpenCountKey> ORDER = Comparator.comparing(OpenCountKey::source)
            .thenComparingLong(OpenCountKey::boundaryMs)
            .thenComparingInt(OpenCountKey::level)
            .thenComparingLong(OpenCountKey::paneStartMs)
            .thenComparing(OpenCountKey::group);

    /** A key that stands before all blocks of a source. */
    static OpenCountKey first(SourcePartition source) {
        return new OpenCountKey(source, Long.MIN_VALUE, 0, Long.MIN_VALUE, "");
    }

    @Override
    public int compareTo(OpenCountKey other) {
        return ORDER.compare(this, other);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;

/**
 * Key of the bad events that wait in a source partition for their boundary; those that close first stand first.
 *
 * @param source source partition
 * @param boundaryMs boundary from which they are visible
 * @param series the series
 */
public record EvidenceKey(SourcePartition source, long boundaryMs, Series series) implements Comparable<EvidenceKey> {

    static EvidenceKey firstOf(SourcePartition source, long boundaryMs) {
        return new EvidenceKey(source, boundaryMs, new Series(0, ""));
    }

    @Override
    public int compareTo(EvidenceKey other) {
        int order = source.compareTo(other.source);
        if (order == 0) {
            order = Long.compare(boundaryMs, other.boundaryMs);
        }
        return order == 0 ? series.compareTo(other.series) : order;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.SourcePartition;

/**
 * Key of an older version whose SLIs a source partition still counts.
 *
 * @param source source partition
 * @param version the older version
 */
public record OutgoingKey(SourcePartition source, long version) implements Comparable<OutgoingKey> {
    @Override
    public int compareTo(OutgoingKey other) {
        int order = source.compareTo(other.source);
        return order == 0 ? Long.compare(version, other.version) : order;
    }
}

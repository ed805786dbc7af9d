// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import java.util.Comparator;

/**
 * One ordered input: a partition of a telemetry topic, or a file. It has its own arrival clock.
 *
 * @param topic topic name, or a name that stands for the set of files
 * @param partition number within it, from 0
 */
public record SourcePartition(String topic, int partition) implements Comparable<SourcePartition> {
    private static final Comparator<SourcePartition> ORDER =
            Comparator.comparing(SourcePartition::topic).thenComparingInt(SourcePartition::partition);

    @Override
    public int compareTo(SourcePartition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}

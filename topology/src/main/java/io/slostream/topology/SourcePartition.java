// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

/**
 * One ordered input: a partition of a telemetry topic, or a file. It has its own arrival clock.
 *
 * @param topic topic name, or a name that stands for the set of files
 * @param partition number within it, from 0
 */
public record SourcePartition(String topic, int partition) implements Comparable<SourcePartition> {

    @Override
    public int compareTo(SourcePartition other) {
        int order = topic.compareTo(other.topic);
        return order == 0 ? Integer.compare(partition, other.partition) : order;
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}

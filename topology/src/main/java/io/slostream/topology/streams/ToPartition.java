// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends each record to the one partition that it names.
 *
 * @param partition the partition of a key and value
 */
record ToPartition<V>(ToIntBiFunction<byte[], V> partition) implements StreamPartitioner<byte[], V> {

    /** Deprecated in 4.4, yet the one method that the interface leaves abstract. */
    @Override
    @SuppressWarnings("removal")
    public Optional<Set<Integer>> partitions(String topic, byte[] key, V value, int partitions) {
        return Optional.of(Set.of(partition.applyAsInt(key, value)));
    }
}

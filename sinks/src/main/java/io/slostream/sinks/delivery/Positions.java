// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/** How far each partition has been answered for: the offset that may be committed. */
final class Positions {
    private final Map<Integer, Partition> partitions = new HashMap<>();

    private static final class Partition {
        private final long start;
        private final TreeSet<Long> open = new TreeSet<>();

        Partition(long start) {
            this.start = start;
        }
    }

    /**
     * A partition from an offset on. While a record before it is open nothing may be committed: the next start must find
     * what this one found.
     */
    void begin(int partition, long start) {
        partitions.put(partition, new Partition(start));
    }

    void end(int partition) {
        partitions.remove(partition);
    }

    void open(Notification.Position position) {
        Partition partition = partitions.get(position.partition());
        if (partition != null) {
            partition.open.add(position.offset());
        }
    }

    void settle(Notification.Position position) {
        Partition partition = partitions.get(position.partition());
        if (partition != null) {
            partition.open.remove(position.offset());
        }
    }

    /**
     * The offset that may be committed.
     *
     * @param read offset after the last record that was read
     */
    OptionalLong committable(int partition, long read) {
        Partition known = partitions.get(partition);
        if (known == null) {
            return OptionalLong.empty();
        } else if (known.open.isEmpty()) {
            return OptionalLong.of(read);
        }
        long first = known.open.first();
        return first < known.start ? OptionalLong.empty() : OptionalLong.of(first);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.state.KeyValueState;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Under which version each source partition of a kind closed its boundaries. A version judges from the first boundary
 * that every partition closed under it, or under a later one: so says the log, whenever which instance learnt of it.
 */
final class Adoptions {
    private static final int FROM = 0;
    private static final int SINCE = 1;
    /** Stands for all partitions. */
    private static final int ALL = -1;

    private final TelemetryKind kind;
    private final long first;
    private final KeyValueState<AdoptionKey, long[]> state;
    /** For each partition its versions: first boundary closed under it, and from when what it brought was counted. */
    private final Map<Integer, NavigableMap<Long, long[]>> partitions = new TreeMap<>();
    /** From when what a version brought is counted everywhere, once that is settled. */
    private final Map<Long, Long> settled = new TreeMap<>();

    /**
     * Adoptions over their state.
     *
     * @param first the version under which every partition began
     */
    Adoptions(TelemetryKind kind, long first, KeyValueState<AdoptionKey, long[]> state) {
        this.kind = kind;
        this.first = first;
        this.state = state;
        state.forEach((key, row) -> {
            if (key.kind() == kind && key.partition() == ALL) {
                settled.put(key.version(), row[SINCE]);
            } else if (key.kind() == kind) {
                of(key.partition()).put(key.version(), row);
            }
        });
    }

    /**
     * A partition closed boundaries under a version.
     *
     * @param fromMs the first boundary that it closed so, if this is the first time that it speaks of the version
     * @param sinceMs from when every event of its is counted for what the version brought
     */
    void hear(int partition, long version, long fromMs, long sinceMs) {
        if (version != first && !of(partition).containsKey(version)) {
            long[] row = {fromMs, sinceMs};
            of(partition).put(version, row);
            state.put(new AdoptionKey(kind, partition, version), row);
        }
    }

    /**
     * All of these partitions have adopted a version. From when what it and those before it brought is counted is settled
     * now: a partition that joins later adopts them late, and changes nothing of that.
     */
    void settle(long version, Iterable<Integer> sources) {
        TreeSet<Long> adopted = new TreeSet<>();
        partitions
                .values()
                .forEach(versions ->
                        adopted.addAll(versions.headMap(version, true).keySet()));
        for (long of : adopted) {
            long since = countedSinceMs(of, sources);
            if (!settled.containsKey(of) && since != Long.MAX_VALUE) {
                settled.put(of, since);
                state.put(new AdoptionKey(kind, ALL, of), new long[] {Long.MIN_VALUE, since});
            }
        }
    }

    /** The versions under which these partitions closed a boundary. */
    Set<Long> versionsAt(long boundaryMs, Iterable<Integer> sources) {
        Set<Long> versions = new TreeSet<>();
        for (int partition : sources) {
            versions.add(versionAt(boundaryMs, partition));
        }
        return versions;
    }

    /** The version that judges a boundary that all of these partitions have closed. */
    long versionAt(long boundaryMs, Iterable<Integer> sources) {
        long least = Long.MAX_VALUE;
        for (int partition : sources) {
            least = Math.min(least, versionAt(boundaryMs, partition));
        }
        return least;
    }

    private long versionAt(long boundaryMs, int partition) {
        long version = first;
        for (Map.Entry<Long, long[]> adopted : of(partition).entrySet()) {
            if (adopted.getValue()[FROM] <= boundaryMs) {
                version = adopted.getKey();
            }
        }
        return version;
    }

    /** The first boundary after this one at which the version that judges may be another; the greatest long if none is known. */
    long nextChangeMs(long boundaryMs) {
        long next = Long.MAX_VALUE;
        for (NavigableMap<Long, long[]> versions : partitions.values()) {
            for (long[] row : versions.values()) {
                next = row[FROM] > boundaryMs ? Math.min(next, row[FROM]) : next;
            }
        }
        return next;
    }

    /**
     * From when every event is counted for what a version brought, in all of these partitions; the greatest long while
     * one of them has not adopted it.
     *
     * @param version not the first
     */
    long countedSinceMs(long version, Iterable<Integer> sources) {
        Long known = settled.get(version);
        if (known != null) {
            return known;
        }
        long since = Long.MIN_VALUE;
        for (int partition : sources) {
            Map.Entry<Long, long[]> adopted = of(partition).ceilingEntry(version);
            since = Math.max(since, adopted == null ? Long.MAX_VALUE : adopted.getValue()[SINCE]);
        }
        return since;
    }

    /** The least such time: from then on a partition may count nothing any more that the version dropped. */
    long firstCountedSinceMs(long version, Iterable<Integer> sources) {
        long since = Long.MAX_VALUE;
        for (int partition : sources) {
            Map.Entry<Long, long[]> adopted = of(partition).ceilingEntry(version);
            since = Math.min(since, adopted == null ? Long.MAX_VALUE : adopted.getValue()[SINCE]);
        }
        return since;
    }

    private NavigableMap<Long, long[]> of(int partition) {
        return partitions.computeIfAbsent(partition, absent -> new TreeMap<>());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores, by name. All are logged and cached: the cache writes each dirty block once a commit, inside the
 * transaction, which is what makes counts exact under a kill (a heap that a punctuator flushes is not, since one task's
 * commit commits its neighbours).
 *
 * <p>Open counts and source rows live in memory: they are small and change with every record. The rings are in RocksDB:
 * a topology without any persistent store forgets its process id, and after a kill it would wait out the dead
 * transaction.
 */
final class EngineStores {
    static final String OPEN_COUNTS = "open-counts";
    static final String SOURCE_ROWS = "source-rows";
    static final String WAITING_PARTIALS = "waiting-partials";
    static final String RING_BLOCKS = "ring-blocks";
    static final String ALERT_STATES = "alert-states";
    /** Prefix of what each store holds of exclusions. */
    static final int EXCLUSIONS = 8;

    private static final String SEGMENT_BYTES = "segment.bytes";
    /** Compaction leaves the active segment alone, so small changelogs want small segments. */
    private static final Map<String, String> CHANGELOG = Map.of(SEGMENT_BYTES, Integer.toString(32 << 20));

    private EngineStores() {}

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> openCounts() {
        return cached(Stores.inMemoryKeyValueStore(OPEN_COUNTS));
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> sourceRows() {
        return cached(Stores.inMemoryKeyValueStore(SOURCE_ROWS));
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> waitingPartials() {
        return cached(Stores.inMemoryKeyValueStore(WAITING_PARTIALS));
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> ringBlocks() {
        return cached(Stores.persistentKeyValueStore(RING_BLOCKS));
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> alertStates() {
        return cached(Stores.inMemoryKeyValueStore(ALERT_STATES));
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> cached(KeyValueBytesStoreSupplier supplier) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(CHANGELOG);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.state;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** State on the heap, for one-process runs: file replay and tests. */
public final class HeapState<K extends Comparable<K>, V> implements KeyValueState<K, V> {
    private final TreeMap<K, V> entries = new TreeMap<>();

    @Override
    public V get(K key) {
        return entries.get(key);
    }

    @Override
    public void put(K key, V value) {
        entries.put(key, value);
    }

    @Override
    public void changed(K key, V value) {
        // The map holds the very value that was changed.
    }

    @Override
    public void delete(K key) {
        entries.remove(key);
    }

    @Override
    public void scan(K from, Visitor<K, V> visitor) {
        for (Map.Entry<K, V> entry : entries.tailMap(from, true).entrySet()) {
            if (!visitor.visit(entry)) {
                return;
            }
        }
    }

    @Override
    public void forEach(BiConsumer<K, V> visitor) {
        entries.forEach(visitor);
    }
}

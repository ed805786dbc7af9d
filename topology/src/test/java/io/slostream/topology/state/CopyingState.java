// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.state;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * State that, like a store of bytes, shares nothing with its users: arrays are copied in both directions, so a value
 * that was changed and not put again stays as it was.
 */
public final class CopyingState<K extends Comparable<K>, V> implements KeyValueState<K, V> {
    private final TreeMap<K, V> entries = new TreeMap<>();
    private boolean scanning;

    @Override
    public V get(K key) {
        return copy(entries.get(key));
    }

    @Override
    public void put(K key, V value) {
        refuseWhileScanning();
        entries.put(key, copy(value));
    }

    @Override
    public void delete(K key) {
        refuseWhileScanning();
        entries.remove(key);
    }

    @Override
    public void scan(K from, Visitor<K, V> visitor) {
        scanning = true;
        try {
            for (Map.Entry<K, V> entry : entries.tailMap(from, true).entrySet()) {
                if (!visitor.visit(Map.entry(entry.getKey(), copy(entry.getValue())))) {
                    return;
                }
            }
        } finally {
            scanning = false;
        }
    }

    @Override
    public void forEach(BiConsumer<K, V> visitor) {
        scanning = true;
        try {
            entries.forEach((key, value) -> visitor.accept(key, copy(value)));
        } finally {
            scanning = false;
        }
    }

    /** Number of entries. */
    public int size() {
        return entries.size();
    }

    private void refuseWhileScanning() {
        if (scanning) {
            throw new IllegalStateException("a visitor must not change the state that it visits");
        }
    }

    @SuppressWarnings("unchecked")
    private V copy(V value) {
        return value instanceof long[] longs ? (V) longs.clone() : value;
    }
}

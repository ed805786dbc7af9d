// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import io.slostream.topology.state.KeyValueState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * State that can be rolled back to its last commit. Arrays are copied in and out, as a store that serialises does, so
 * that a stage which changes a value and forgets to put it again is caught.
 */
final class TransactionalState<K extends Comparable<K>, V> implements KeyValueState<K, V> {
    private final TreeMap<K, V> entries = new TreeMap<>();
    /** What stood before the first change since the last commit. */
    private final Map<K, Optional<V>> undo = new HashMap<>();

    @Override
    public V get(K key) {
        V value = entries.get(key);
        return value == null ? null : copy(value);
    }

    @Override
    public void put(K key, V value) {
        remember(key);
        entries.put(key, copy(value));
    }

    @Override
    public void delete(K key) {
        remember(key);
        entries.remove(key);
    }

    @Override
    public void scan(K from, Visitor<K, V> visitor) {
        for (Map.Entry<K, V> entry : entries.tailMap(from, true).entrySet()) {
            if (!visitor.visit(Map.entry(entry.getKey(), copy(entry.getValue())))) {
                return;
            }
        }
    }

    @Override
    public void forEach(BiConsumer<K, V> visitor) {
        new TreeMap<>(entries).forEach((key, value) -> visitor.accept(key, copy(value)));
    }

    /** Number of entries. */
    int size() {
        return entries.size();
    }

    void commit() {
        undo.clear();
    }

    void abort() {
        undo.forEach(
                (key, before) -> before.ifPresentOrElse(value -> entries.put(key, value), () -> entries.remove(key)));
        undo.clear();
    }

    private void remember(K key) {
        undo.computeIfAbsent(key, absent -> Optional.ofNullable(entries.get(key)));
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T value) {
        return value instanceof long[] array ? (T) array.clone() : value;
    }
}

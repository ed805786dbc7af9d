// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.state;

import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Ordered state of a stage. Stages treat it as the truth and their heap as a cache of it: after each call of a stage
 * the two are equal, and a stage made anew over the same state goes on as if nothing had happened.
 *
 * <p>A value that is changed in place counts as changed only once it has been put again or
 * {@linkplain #changed told}.
 *
 * @param <K> keys in their natural order
 * @param <V> values; arrays are handed over, not copied, by the heap implementation
 */
public interface KeyValueState<K extends Comparable<K>, V> {

    /** The value, or null when there is none. */
    V get(K key);

    /** Sets a value. */
    void put(K key, V value);

    /**
     * Says that the value under this key was changed in place. It must have been put before: where values are shared
     * there is nothing left to do, a store of bytes writes it again.
     */
    default void changed(K key, V value) {
        put(key, value);
    }

    /** Removes a value; nothing happens when there is none. */
    void delete(K key);

    /**
     * Visits the entries from {@code from}, inclusive, in key order for as long as the visitor says to go on. The
     * visitor must not change this state.
     */
    void scan(K from, Visitor<K, V> visitor);

    /**
     * Visits the entries from {@code from}, inclusive, to {@code to}, exclusive, likewise. Where something lies beyond the
     * end this is what to call: a store may collect a range before it gives its first entry.
     */
    default void scan(K from, K to, Visitor<K, V> visitor) {
        scan(from, entry -> entry.getKey().compareTo(to) < 0 && visitor.visit(entry));
    }

    /** Visits all entries in key order. */
    void forEach(BiConsumer<K, V> visitor);

    /** Sees one entry after the other. */
    @FunctionalInterface
    interface Visitor<K, V> {
        /** Returns whether to go on. */
        boolean visit(Map.Entry<K, V> entry);
    }
}

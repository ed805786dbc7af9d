// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.topology.state.KeyValueState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A stage's state in a Kafka store. Several small states may share one store, each under a prefix byte of its own.
 *
 * @param <K> keys
 * @param <V> values
 */
final class StoreState<K extends Comparable<K>, V> implements KeyValueState<K, V> {
    /** Most writes go to the few keys that are open, so their bytes are kept. */
    private static final int MAX_RECENT = 1_024;

    private final Map<K, Bytes> recent = new HashMap<>();
    private final KeyValueStore<Bytes, byte[]> store;
    private final byte prefix;
    private final StateCodec<K, V> codec;

    StoreState(KeyValueStore<Bytes, byte[]> store, int prefix, StateCodec<K, V> codec) {
        this.store = store;
        this.prefix = (byte) prefix;
        this.codec = codec;
    }

    @Override
    public V get(K key) {
        byte[] value = store.get(storeKey(key));
        return value == null ? null : codec.readValue(value);
    }

    @Override
    public void put(K key, V value) {
        store.put(storeKey(key), codec.value(value));
    }

    @Override
    public void delete(K key) {
        store.delete(storeKey(key));
        recent.remove(key);
    }

    @Override
    public void scan(K from, Visitor<K, V> visitor) {
        visit(encoded(from), null, visitor);
    }

    /** Kafka's in-memory stores and caches copy every key of a range, so one without an end costs all that waits. */
    @Override
    public void scan(K from, K to, Visitor<K, V> visitor) {
        visit(encoded(from), encoded(to), entry -> entry.getKey().compareTo(to) < 0 && visitor.visit(entry));
    }

    @Override
    public void forEach(BiConsumer<K, V> visitor) {
        visit(Bytes.wrap(new byte[] {prefix}), null, entry -> {
            visitor.accept(entry.getKey(), entry.getValue());
            return true;
        });
    }

    /** Both ends are inclusive; without an upper one, to the end of the store. */
    private void visit(Bytes from, Bytes to, Visitor<K, V> visitor) {
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(from, to)) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                byte[] key = entry.key.get();
                if (key[0] != prefix) {
                    return;
                }
                byte[] plain = new byte[key.length - 1];
                System.arraycopy(key, 1, plain, 0, plain.length);
                if (!visitor.visit(Map.entry(codec.readKey(plain), codec.readValue(entry.value)))) {
                    return;
                }
            }
        }
    }

    private Bytes storeKey(K key) {
        Bytes known = recent.get(key);
        if (known != null) {
            return known;
        }
        if (recent.size() == MAX_RECENT) {
            recent.clear();
        }
        Bytes encoded = encoded(key);
        recent.put(key, encoded);
        return encoded;
    }

    private Bytes encoded(K key) {
        byte[] plain = codec.key(key);
        byte[] prefixed = new byte[plain.length + 1];
        prefixed[0] = prefix;
        System.arraycopy(plain, 0, prefixed, 1, plain.length);
        return Bytes.wrap(prefixed);
    }
}

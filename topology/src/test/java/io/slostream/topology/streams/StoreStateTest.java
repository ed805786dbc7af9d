// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Series;
import io.slostream.topology.state.HeapState;
import io.slostream.topology.state.KeyValueState;
import io.slostream.topology.window.WaitingKey;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class StoreStateTest {
    private static final TelemetryKind[] KINDS = TelemetryKind.values();
    private static final long SEED = 20_260_105;

    /** The keys that the store was asked for in its last range. */
    private List<Bytes> collected = List.of();

    private final TreeMap<Bytes, byte[]> bytes = new TreeMap<>();
    private final KeyValueState<WaitingKey, long[]> store = new StoreState<>(store(), 3, Codecs.WAITING);

    @Test
    void shouldScanWhatTheHeapScans() {
        SplittableRandom random = new SplittableRandom(SEED);
        KeyValueState<WaitingKey, long[]> heap = new HeapState<>();
        for (int i = 0; i < 2_000; i++) {
            WaitingKey key = draw(random);
            heap.put(key, new long[] {i, i});
            store.put(key, new long[] {i, i});
        }
        // Other states share the store, on both sides.
        bytes.put(Bytes.wrap(new byte[] {2, 9}), new byte[16]);
        bytes.put(Bytes.wrap(new byte[] {4}), new byte[16]);

        for (int i = 0; i < 500; i++) {
            WaitingKey one = draw(random);
            WaitingKey other = draw(random);
            WaitingKey from = one.compareTo(other) <= 0 ? one : other;
            WaitingKey to = from == one ? other : one;
            assertThat(keys(store, from, to)).as("seed %d", SEED).isEqualTo(keys(heap, from, to));
        }
    }

    @Test
    void shouldCollectNothingBeyondTheEndOfARange() {
        for (long boundary = 0; boundary < 1_000; boundary++) {
            store.put(new WaitingKey(TelemetryKind.REQUEST, boundary, 0, 0, new Series(1, "math")), new long[2]);
        }

        List<WaitingKey> first = keys(
                store,
                new WaitingKey(TelemetryKind.REQUEST, 0, 0, 0, new Series(0, "")),
                new WaitingKey(TelemetryKind.REQUEST, 1, 0, 0, new Series(0, "")));

        assertThat(first).hasSize(1);
        assertThat(collected).hasSize(1);
    }

    private static WaitingKey draw(SplittableRandom random) {
        return new WaitingKey(
                KINDS[random.nextInt(KINDS.length)],
                random.nextLong(-5, 5) * 5_000,
                random.nextInt(4),
                random.nextLong(-5, 5) * 5_000,
                new Series(random.nextInt(3), random.nextBoolean() ? "math" : ""));
    }

    private static List<WaitingKey> keys(KeyValueState<WaitingKey, long[]> state, WaitingKey from, WaitingKey to) {
        List<WaitingKey> keys = new ArrayList<>();
        state.scan(from, to, entry -> keys.add(entry.getKey()));
        return keys;
    }

    /** A store that collects a range before it gives the first entry, as Kafka's in-memory store does. */
    @SuppressWarnings("unchecked")
    private KeyValueStore<Bytes, byte[]> store() {
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                StoreStateTest.class.getClassLoader(),
                new Class<?>[] {KeyValueStore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "put" -> bytes.put((Bytes) arguments[0], (byte[]) arguments[1]);
                    case "range" -> range((Bytes) arguments[0], (Bytes) arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        Map<Bytes, byte[]> range = to == null ? bytes.tailMap(from, true) : bytes.subMap(from, true, to, true);
        collected = List.copyOf(range.keySet());
        Iterator<Bytes> keys = collected.iterator();
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return keys.hasNext();
            }

            @Override
            public KeyValue<Bytes, byte[]> next() {
                Bytes key = keys.next();
                return KeyValue.pair(key, bytes.get(key));
            }

            @Override
            public Bytes peekNextKey() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        };
    }
}

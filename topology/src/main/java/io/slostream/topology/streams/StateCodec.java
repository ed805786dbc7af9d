// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

/** Keys and values of one state as bytes; the bytes of keys sort as the keys do where a scan relies on it. */
interface StateCodec<K, V> {

    byte[] key(K key);

    K readKey(byte[] bytes);

    byte[] value(V value);

    V readValue(byte[] bytes);
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.state;

/** Makes states of one sort, for stages whose states are all alike. */
@FunctionalInterface
public interface StateFactory {
    /** A new, empty state. */
    <K extends Comparable<K>, V> KeyValueState<K, V> make();
}

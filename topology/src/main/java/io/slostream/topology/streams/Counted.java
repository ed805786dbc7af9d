// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

/** What stage 1 sends on; each variant goes its own way in the picture. */
sealed interface Counted {

    /** A packet for one stage-2 partition, encoded; its key names the partition. */
    record ToVerdicts(byte[] value) implements Counted {}

    /** A tick for one source partition: a record without value. */
    record Tick(String topic, int partition) implements Counted {}

    /** An encoded record of the dead-letter topic. */
    record ToDeadLetters(byte[] value) implements Counted {}
}

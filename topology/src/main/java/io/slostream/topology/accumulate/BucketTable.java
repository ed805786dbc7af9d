// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.sketch.BucketCounts;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/**
 * Counts by (sketch, bucket) in one array of longs that is both the look-up and what the store holds: a hash table with
 * linear probing. An event changes entries in place; only growth makes a new array.
 */
final class BucketTable {
    private static final int FIRST_SIZE = 64;
    private static final int KEY_SHIFT = 32;
    private static final long COUNT_MASK = (1L << KEY_SHIFT) - 1;
    private static final int BUCKET_BITS = 13;
    private static final int BUCKET_MASK = (1 << BUCKET_BITS) - 1;
    /** 2³² ÷ golden ratio: neighbouring buckets, which are hit together, come to lie far from each other. */
    private static final int SPREAD = 0x9E3779B9;

    /**
     * Key in the upper, count in the lower half; a count is never 0, so 0 is a free place. Behind the places stands how
     * many are taken.
     */
    private long[] slots;

    /** A table over what a store held, or an empty one for null. */
    BucketTable(long[] stored) {
        slots = stored == null ? new long[FIRST_SIZE + 1] : stored;
    }

    /** What belongs in the store; changed in place, and another array after growth. */
    long[] slots() {
        return slots;
    }

    /** Counts one value. */
    void add(int sketch, int bucket) {
        int key = sketch << BUCKET_BITS | bucket;
        int at = find(slots, key);
        if (slots[at] == 0) {
            if (4 * (slots[slots.length - 1] + 1) > 3L * slots.length) {
                grow();
                at = find(slots, key);
            }
            slots[at] = (long) key << KEY_SHIFT;
            slots[slots.length - 1]++;
        }
        slots[at]++;
    }

    private static int find(long[] slots, int key) {
        int mask = slots.length - 2;
        int at = (key * SPREAD) >>> Integer.numberOfLeadingZeros(mask);
        while (slots[at] != 0 && (int) (slots[at] >>> KEY_SHIFT) != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        int size = slots.length - 1;
        long[] grown = new long[2 * size + 1];
        for (int at = 0; at < size; at++) {
            if (slots[at] != 0) {
                grown[find(grown, (int) (slots[at] >>> KEY_SHIFT))] = slots[at];
            }
        }
        grown[2 * size] = slots[size];
        slots = grown;
    }

    /** Hands over the counts of each sketch of a stored table, in order of their numbers. */
    static void forEach(long[] stored, ObjIntConsumer<BucketCounts> out) {
        long[] entries = new long[(int) stored[stored.length - 1]];
        int size = 0;
        for (int at = 0; at < stored.length - 1; at++) {
            if (stored[at] != 0) {
                entries[size++] = stored[at];
            }
        }
        Arrays.sort(entries);
        int from = 0;
        while (from < entries.length) {
            int sketch = sketch(entries[from]);
            int to = from;
            BucketCounts.Builder counts = new BucketCounts.Builder(entries.length - from);
            while (to < entries.length && sketch(entries[to]) == sketch) {
                counts.add((int) (entries[to] >>> KEY_SHIFT) & BUCKET_MASK, entries[to] & COUNT_MASK);
                to++;
            }
            out.accept(counts.build(), sketch);
            from = to;
        }
    }

    private static int sketch(long slot) {
        return (int) (slot >>> (KEY_SHIFT + BUCKET_BITS));
    }
}

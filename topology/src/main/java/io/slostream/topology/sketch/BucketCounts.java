// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.sketch;

import java.util.Arrays;

/**
 * How many values fell in which bucket: a sketch that does not change. Two of them add up in any order to the same.
 */
public final class BucketCounts {
    /** No values. */
    public static final BucketCounts NONE = new BucketCounts(new long[0]);

    /** A bucket's number stands above its count, so that entries sort by bucket. */
    private static final int COUNT_BITS = 48;

    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    /** (bucket, count) in the order of buckets; each bucket once, no count is 0. */
    private final long[] entries;

    private BucketCounts(long[] entries) {
        this.entries = entries;
    }

    /** Makes counts of buckets that are told in ascending order. */
    public static final class Builder {
        private long[] entries;
        private int size;

        /** For this many buckets, or more. */
        public Builder(int buckets) {
            entries = new long[buckets];
        }

        /**
         * Adds to a bucket.
         *
         * @param bucket the last one or a greater one
         * @param count 1 or more
         */
        public Builder add(int bucket, long count) {
            if (size > 0 && bucket == (int) (entries[size - 1] >>> COUNT_BITS)) {
                entries[size - 1] += count;
                return this;
            }
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, 2 * size + 4);
            }
            entries[size++] = (long) bucket << COUNT_BITS | count;
            return this;
        }

        /** The counts so far. */
        public BucketCounts build() {
            return size == 0 ? NONE : new BucketCounts(Arrays.copyOf(entries, size));
        }
    }

    /** How many buckets have a value. */
    public int size() {
        return entries.length;
    }

    /** Number of the bucket at a position, ascending. */
    public int bucket(int position) {
        return (int) (entries[position] >>> COUNT_BITS);
    }

    /** How many values the bucket at a position has. */
    public long count(int position) {
        return entries[position] & COUNT_MASK;
    }

    /** The sum of two. */
    public BucketCounts plus(BucketCounts other) {
        Builder sum = new Builder(Math.max(entries.length, other.entries.length));
        int left = 0;
        int right = 0;
        while (left < entries.length || right < other.entries.length) {
            boolean isLeft = right == other.entries.length
                    || (left < entries.length && entries[left] >>> COUNT_BITS <= other.entries[right] >>> COUNT_BITS);
            if (isLeft) {
                sum.add(bucket(left), count(left));
                left++;
            } else {
                sum.add(other.bucket(right), other.count(right));
                right++;
            }
        }
        return sum.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BucketCounts counts && Arrays.equals(entries, counts.entries);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < entries.length; i++) {
            text.append(i == 0 ? "" : ", ").append(bucket(i)).append(": ").append(count(i));
        }
        return text.append('}').toString();
    }
}

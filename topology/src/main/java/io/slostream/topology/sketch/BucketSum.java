// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.sketch;

import io.slostream.alerting.budget.Ratio;
import java.math.BigInteger;

/**
 * A running sum of bucket counts, which is what a window that rolls needs: what enters is added, what leaves is taken
 * away again, exactly. An array from the least bucket to the greatest that was seen since the sum was last empty, 60 kB
 * at most.
 */
public final class BucketSum {
    private static final int GROWTH = 64;

    private long[] counts = new long[0];
    /** Bucket of the first count. */
    private int first;

    private long total;

    /** Adds counts. */
    public void add(BucketCounts added) {
        if (added.size() == 0) {
            return;
        }
        reach(added.bucket(0), added.bucket(added.size() - 1));
        for (int i = 0; i < added.size(); i++) {
            counts[added.bucket(i) - first] += added.count(i);
            total += added.count(i);
        }
    }

    /** Takes counts away that were added before. */
    public void subtract(BucketCounts left) {
        for (int i = 0; i < left.size(); i++) {
            counts[left.bucket(i) - first] -= left.count(i);
            total -= left.count(i);
        }
        if (total == 0) {
            counts = new long[0];
        }
    }

    /** How many values there are. */
    public long total() {
        return total;
    }

    /**
     * The bucket of a quantile by nearest rank: that of the value with number ⌈quantile × total⌉ in ascending order,
     * counted from 1. There must be a value.
     */
    public int bucketAt(Ratio quantile) {
        long rank = nearestRank(quantile, total);
        for (int i = 0; i < counts.length; i++) {
            rank -= counts[i];
            if (rank <= 0) {
                return first + i;
            }
        }
        throw new IllegalStateException("a sum of " + total + " values has no quantile " + quantile);
    }

    /** ⌈quantile × total⌉, exactly. */
    static long nearestRank(Ratio quantile, long total) {
        BigInteger[] rank = BigInteger.valueOf(quantile.numerator())
                .multiply(BigInteger.valueOf(total))
                .divideAndRemainder(BigInteger.valueOf(quantile.denominator()));
        return rank[0].longValueExact() + rank[1].signum();
    }

    private void reach(int low, int high) {
        if (counts.length > 0 && low >= first && high < first + counts.length) {
            return;
        }
        int newFirst = Math.max(0, low - GROWTH);
        int end = Math.min(ValueBuckets.COUNT, high + 1 + GROWTH);
        if (counts.length > 0) {
            newFirst = Math.min(newFirst, first);
            end = Math.max(end, first + counts.length);
        }
        long[] grown = new long[end - newFirst];
        System.arraycopy(counts, 0, grown, counts.length == 0 ? 0 : first - newFirst, counts.length);
        counts = grown;
        first = newFirst;
    }
}

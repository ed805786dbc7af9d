// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.sketch;

import com.datadoghq.sketch.ddsketch.mapping.BitwiseLinearlyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;

/**
 * The buckets that values fall in, numbered in the order of values: 64 for each power of two from 2⁻²⁰ (a millionth) up
 * to 2⁴⁰ (a trillion), as many below zero, and one for zero and what is nearer to it. What is greater counts in the last
 * bucket. So there are {@value #COUNT} buckets, whatever is sent.
 *
 * <p>A bucket is found by the bits of a double (DDSketch's bitwise linear mapping), its value by exact arithmetic: both
 * are the same on every machine.
 */
public final class ValueBuckets {
    /** Greatest relative distance of a value from that of its bucket, for values within the range: 1 ÷ 129, 0.78 %. */
    public static final double RELATIVE_ERROR = 1.0 / 129;

    private static final int SIGNIFICANT_BITS = 6;
    private static final int FIRST_EXPONENT = -20;
    private static final int END_EXPONENT = 40;
    private static final int FIRST = FIRST_EXPONENT << SIGNIFICANT_BITS;
    private static final int POSITIVE = (END_EXPONENT - FIRST_EXPONENT) << SIGNIFICANT_BITS;

    /** Number of the bucket of zero. */
    public static final int ZERO = POSITIVE;

    /** How many buckets there are. */
    public static final int COUNT = 2 * POSITIVE + 1;

    /** Values nearer to zero than this count as zero. */
    public static final double LEAST = 1.0 / (1 << -FIRST_EXPONENT);

    /** Values from this on count in the last bucket. */
    public static final double LIMIT = 1L << END_EXPONENT;

    private static final IndexMapping MAPPING = new BitwiseLinearlyInterpolatedMapping(SIGNIFICANT_BITS);

    private ValueBuckets() {}

    /** Number of the bucket of a value, 0 to {@link #COUNT} − 1; the value is a number. */
    public static int of(double value) {
        double magnitude = Math.abs(value);
        if (magnitude < LEAST) {
            return ZERO;
        }
        int distance = magnitude < LIMIT ? MAPPING.index(magnitude) - FIRST + 1 : POSITIVE;
        return value < 0 ? ZERO - distance : ZERO + distance;
    }

    /** The value that stands for a bucket: relatively as far from its lower bound as from its upper one. */
    public static double value(int bucket) {
        if (bucket == ZERO) {
            return 0;
        }
        int index = Math.abs(bucket - ZERO) - 1 + FIRST;
        double low = MAPPING.lowerBound(index);
        double high = MAPPING.upperBound(index);
        double value = 2 * low * high / (low + high);
        return bucket < ZERO ? -value : value;
    }
}

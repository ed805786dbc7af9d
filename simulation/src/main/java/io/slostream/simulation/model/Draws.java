// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import java.util.SplittableRandom;

/**
 * Random draws of one purpose of one specialist. Each purpose has a stream of its own, named by the seed and the words,
 * so that what happens to one specialist, or to one kind of event, moves no draw of another.
 *
 * <p>Only {@link SplittableRandom#nextLong} and {@link StrictMath} are used: the derived draws of the JDK may change from
 * version to version, and {@link Math} may differ in the last bit from machine to machine.
 */
final class Draws {
    private static final double UNIT = 0x1.0p-53;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final SplittableRandom random;

    private Draws(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The draws of this purpose of this specialist. */
    static Draws of(long seed, String specialist, String purpose) {
        long hash = FNV_OFFSET;
        String name = specialist + '\n' + purpose;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return new Draws(new SplittableRandom(seed).nextLong() ^ hash);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (random.nextLong() >>> 11) * UNIT;
    }

    /** Uniform in [low, high). */
    double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** True with this probability; takes one draw whatever the probability is. */
    boolean chance(double probability) {
        return uniform() < probability;
    }

    /** A whole number, uniform in [0, bound). */
    int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** Exponential with this mean, greater than 0. */
    double exponential(double mean) {
        return -mean * StrictMath.log(1 - uniform());
    }

    /** Standard normal (Box and Muller); takes two draws. */
    double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /** Log-normal with this median. */
    double logNormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * gaussian());
    }

    /** 64 random bits. */
    long bits() {
        return random.nextLong();
    }
}

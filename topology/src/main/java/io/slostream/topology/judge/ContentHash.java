// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

/** A 64-bit hash of a sequence of numbers, the same on every machine (MurmurHash3's finaliser, chained). */
final class ContentHash {
    private static final long FIRST = 0xff51afd7ed558ccdL;
    private static final long SECOND = 0xc4ceb9fe1a85ec53L;

    private static final int SALT_DIGITS = 16;
    private static final int HEX = 16;

    private long hash;

    ContentHash(long salt) {
        hash = salt;
    }

    /** The salt that stands for a definition's hash, hex digits. */
    static long salt(String hash) {
        return Long.parseUnsignedLong(hash.substring(0, SALT_DIGITS), HEX);
    }

    void add(long value) {
        long mixed = hash * 31 + value;
        mixed = (mixed ^ (mixed >>> 33)) * FIRST;
        mixed = (mixed ^ (mixed >>> 33)) * SECOND;
        hash = mixed ^ (mixed >>> 33);
    }

    long value() {
        return hash;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

/**
 * Decides when a source partition needs a control record that adopts a version: once for each version, and again if it
 * was not read back for a while, since its transaction may have been lost.
 */
final class Adopter {
    private static final long AGAIN_AFTER_MS = 30_000;

    private long asked = Long.MIN_VALUE;
    private long askedAtMs;

    /**
     * Whether to write one now; if so, it counts as written.
     *
     * @param adopted version under which the partition counts
     * @param newest newest version that is known here
     */
    boolean isDue(long adopted, long newest, long wallMs) {
        if (newest <= adopted || (newest == asked && wallMs - askedAtMs < AGAIN_AFTER_MS)) {
            return false;
        }
        asked = newest;
        askedAtMs = wallMs;
        return true;
    }
}

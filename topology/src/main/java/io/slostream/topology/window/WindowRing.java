// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.topology.BoundedSum;
import io.slostream.topology.TimeGrid.Level;
import java.util.Arrays;
import java.util.List;

/**
 * The panes of one series at one resolution, or what is masked of them, and a running (good, total) sum for each window
 * that this resolution serves: subtract-on-evict. Adding a pane touches one slot and the sums that cover it; advancing subtracts what
 * leaves, amortised one slot a pane; after a long gap at most the ring once.
 *
 * <p>Slots lie in blocks of {@value #SLOTS}. A block carries the number of the stretch of time that it holds, so a
 * block that the ring has left behind is empty by definition and nothing is ever cleared in the store.
 */
final class WindowRing {
    /** Slots in one block. */
    static final int SLOTS = 64;

    private static final int HEADER = 1;

    private final int level;
    private final long paneMs;
    private final long[] windowMs;
    /** Pane numbers: each window holds the panes from its edge to the boundary. */
    private final long[] edges;

    private final long[] goodSums;
    private final long[] totalSums;
    private final long[][] blocks;
    private final RingBlocks state;

    /**
     * A ring over its state, standing at a boundary.
     *
     * @param windows lengths of the windows, milliseconds, all served by this level; not empty
     * @param boundaryMs the boundary up to which the state has been advanced
     */
    WindowRing(int level, Level resolution, List<Long> windows, RingBlocks state, long boundaryMs) {
        this.level = level;
        this.paneMs = resolution.paneMs();
        this.windowMs = windows.stream().mapToLong(Long::longValue).toArray();
        this.state = state;
        this.edges = new long[windowMs.length];
        this.goodSums = new long[windowMs.length];
        this.totalSums = new long[windowMs.length];
        long longest = windows.stream().mapToLong(Long::longValue).max().orElseThrow();
        this.blocks = new long[blocksFor(longest, paneMs)][];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = state.get(level, block);
        }
        rebuild(boundaryMs);
    }

    /** A window not aligned to the pane spans one pane more, and its ends may lie in the middle of blocks. */
    private static int blocksFor(long longestMs, long paneMs) {
        return (int) ((longestMs / paneMs + 1 + SLOTS - 1) / SLOTS) + 1;
    }

    /**
     * Puts the blocks of a ring where another longest window wants them: their place follows from how many there are.
     * What the shorter of the two does not hold is lost.
     */
    static void regroup(int level, long paneMs, long oldLongestMs, long newLongestMs, RingBlocks state) {
        int before = blocksFor(oldLongestMs, paneMs);
        int after = blocksFor(newLongestMs, paneMs);
        if (before == after) {
            return;
        }
        long[][] placed = new long[after][];
        for (int block = 0; block < before; block++) {
            long[] held = state.get(level, block);
            if (held != null) {
                int place = (int) Math.floorMod(held[0], (long) after);
                // Of two that want one place the later stretch of time is the one that windows still hold.
                if (placed[place] == null || placed[place][0] < held[0]) {
                    placed[place] = held.clone();
                }
                state.delete(level, block);
            }
        }
        for (int block = 0; block < after; block++) {
            if (placed[block] != null) {
                state.put(level, block, placed[block]);
            }
        }
    }

    /** Forgets a ring whose longest window had this length. */
    static void forget(int level, long paneMs, long longestMs, RingBlocks state) {
        for (int block = 0; block < blocksFor(longestMs, paneMs); block++) {
            state.delete(level, block);
        }
    }

    /** Removes blocks of another stretch of time than those of a ring of the same windows, which holds that time no more. */
    static void dropOthers(int level, long paneMs, long longestMs, RingBlocks state, RingBlocks held) {
        for (int block = 0; block < blocksFor(longestMs, paneMs); block++) {
            long[] slots = state.get(level, block);
            long[] holding = held.get(level, block);
            if (slots != null && (holding == null || holding[0] != slots[0])) {
                state.delete(level, block);
            }
        }
    }

    private void rebuild(long boundaryMs) {
        for (int window = 0; window < windowMs.length; window++) {
            edges[window] = edgeAt(window, boundaryMs);
        }
        long[][] sums = readd(boundaryMs);
        System.arraycopy(sums[0], 0, goodSums, 0, goodSums.length);
        System.arraycopy(sums[1], 0, totalSums, 0, totalSums.length);
    }

    /** Moves every window's old edge to where it stands at a boundary, which must not lie before the last one. */
    void advance(long boundaryMs) {
        for (int window = 0; window < windowMs.length; window++) {
            long edge = edgeAt(window, boundaryMs);
            if (isEmpty(window)) {
                edges[window] = edge;
                continue;
            }
            for (long pane = edges[window]; pane < edge && !isEmpty(window); pane++) {
                int slot = slotOf(pane);
                if (slot >= 0) {
                    long[] block = blocks[blockOf(pane)];
                    goodSums[window] -= block[slot];
                    totalSums[window] -= block[slot + 1];
                }
            }
            edges[window] = edge;
        }
    }

    /** Nothing left to subtract: of two counters that are reported apart either may stand alone for a while. */
    private boolean isEmpty(int window) {
        return (goodSums[window] | totalSums[window]) == 0;
    }

    /** Adds counts to a pane, if some window still holds it. */
    void add(long paneStartMs, long good, long total) {
        long pane = Math.floorDiv(paneStartMs, paneMs);
        if (!isHeld(pane)) {
            return;
        }
        int number = blockOf(pane);
        if (slotOf(pane) < 0) {
            blocks[number] = new long[HEADER + 2 * SLOTS];
            blocks[number][0] = Math.floorDiv(pane, SLOTS);
            state.put(level, number, blocks[number]);
        }
        int slot = slotOf(pane);
        long[] block = blocks[number];
        // A slot that has met its bound takes in less, and so do the sums: they stay what their slots add up to.
        long goodBefore = block[slot];
        long totalBefore = block[slot + 1];
        block[slot] = BoundedSum.plus(goodBefore, good, BoundedSum.PART);
        block[slot + 1] = BoundedSum.plus(totalBefore, total, BoundedSum.PART);
        for (int window = 0; window < windowMs.length; window++) {
            if (pane >= edges[window]) {
                goodSums[window] += block[slot] - goodBefore;
                totalSums[window] += block[slot + 1] - totalBefore;
            }
        }
        state.changed(level, number, block);
    }

    private boolean isHeld(long pane) {
        for (long edge : edges) {
            if (pane >= edge) {
                return true;
            }
        }
        return false;
    }

    /**
     * What another ring of the same windows, at the same boundary, lacks of this one's counts in the slots that begin in
     * a span of time.
     *
     * @return good and total
     */
    long[] lacking(long fromMs, long toMs, WindowRing other) {
        long[] lacking = new long[2];
        for (long pane = -Math.floorDiv(-fromMs, paneMs); pane * paneMs < toMs; pane++) {
            int slot = slotOf(pane);
            if (slot >= 0) {
                int theirs = other.slotOf(pane);
                for (int counter = 0; counter < lacking.length; counter++) {
                    lacking[counter] += blocks[blockOf(pane)][slot + counter]
                            - (theirs < 0 ? 0 : other.blocks[blockOf(pane)][theirs + counter]);
                }
            }
        }
        return lacking;
    }

    /** Start of the longest window, epoch milliseconds: what this ring still holds begins here. */
    long oldestEdgeMs() {
        return Arrays.stream(edges).min().orElseThrow() * paneMs;
    }

    long paneMs() {
        return paneMs;
    }

    int windows() {
        return windowMs.length;
    }

    long windowMs(int window) {
        return windowMs[window];
    }

    long good(int window) {
        return goodSums[window];
    }

    long total(int window) {
        return totalSums[window];
    }

    /** Start of a window, epoch milliseconds. */
    long oldEdgeMs(int window) {
        return edges[window] * paneMs;
    }

    /** Whether the running sums equal the slots added up again: the invariant that tests look at. */
    boolean sumsMatchSlots(long boundaryMs) {
        long[][] sums = readd(boundaryMs);
        return Arrays.equals(sums[0], goodSums) && Arrays.equals(sums[1], totalSums);
    }

    private long[][] readd(long boundaryMs) {
        long[][] sums = new long[2][windowMs.length];
        long end = Math.floorDiv(boundaryMs - 1, paneMs);
        for (int window = 0; window < windowMs.length; window++) {
            for (long pane = edges[window]; pane <= end; pane++) {
                int slot = slotOf(pane);
                if (slot >= 0) {
                    sums[0][window] += blocks[blockOf(pane)][slot];
                    sums[1][window] += blocks[blockOf(pane)][slot + 1];
                }
            }
        }
        return sums;
    }

    private long edgeAt(int window, long boundaryMs) {
        return Math.floorDiv(boundaryMs - windowMs[window], paneMs);
    }

    private int blockOf(long pane) {
        return (int) Math.floorMod(Math.floorDiv(pane, SLOTS), (long) blocks.length);
    }

    /** Position of a pane in its block, or −1 when the block holds another stretch of time. */
    private int slotOf(long pane) {
        long[] block = blocks[blockOf(pane)];
        if (block == null || block[0] != Math.floorDiv(pane, SLOTS)) {
            return -1;
        }
        return HEADER + 2 * (int) Math.floorMod(pane, (long) SLOTS);
    }
}

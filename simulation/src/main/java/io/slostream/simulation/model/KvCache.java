// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

/** Counts the blocks of KV cache in use; the sizes of requests are told by the caller. */
final class KvCache {
    /** Tokens of one block. */
    static final int BLOCK_TOKENS = 16;

    private int used;

    static int blocks(int tokens) {
        return (tokens + BLOCK_TOKENS - 1) / BLOCK_TOKENS;
    }

    int used() {
        return used;
    }

    /** Changes what one request holds from so many tokens to so many. */
    void resize(int fromTokens, int toTokens) {
        used += blocks(toTokens) - blocks(fromTokens);
    }
}

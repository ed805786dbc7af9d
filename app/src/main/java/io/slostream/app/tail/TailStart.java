// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.tail;

/**
 * Where a tail begins.
 *
 * @param fromMs first record timestamp to show, epoch milliseconds; {@link #END} for what comes from now on, {@link
 *     #BEGINNING} for all that is kept
 */
public record TailStart(long fromMs) {
    /** Only records that come after the start. */
    public static final TailStart END = new TailStart(Long.MAX_VALUE);

    /** Every record that the topic still holds. */
    public static final TailStart BEGINNING = new TailStart(Long.MIN_VALUE);
}

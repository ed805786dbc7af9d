// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * One way in which a replay differs from what was recorded.
 *
 * @param sort which way
 * @param topic output topic of the record
 * @param key its key, {@code slo/alert/group}
 * @param state state that the record tells
 * @param recordedAtMs boundary of the recorded one, empty when there is none
 * @param replayedAtMs boundary of the replayed one, empty when there is none
 * @param detail fields that differ, of {@link Sort#CHANGED}; else empty
 */
public record Difference(
        Sort sort,
        String topic,
        String key,
        String state,
        OptionalLong recordedAtMs,
        OptionalLong replayedAtMs,
        String detail) {

    /** Ways to differ. */
    public enum Sort {
        /** Recorded, and not replayed. */
        MISSING,
        /** Replayed, and not recorded. */
        EXTRA,
        /** The same change at another boundary. */
        SHIFTED,
        /** At the same boundary, with another content. */
        CHANGED;

        /** As it is printed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When it was, or would have been. */
    public long atMs() {
        return recordedAtMs.orElseGet(replayedAtMs::getAsLong);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** ISO-8601 instants with a zone, as people write event times in JSON. */
final class EventTimeText {
    /** No instant: the text is none, or lies outside what a long of milliseconds holds. */
    static final long NONE = Long.MIN_VALUE;

    /** The longest sensible text has 35 characters; a hostile one is not worth an exception with its copy. */
    private static final int MAX_LENGTH = 64;

    private EventTimeText() {}

    /** Epoch milliseconds, rounded down, of a date and time with an offset or {@code Z}; {@link #NONE} if it is none. */
    static long parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return NONE;
        }
        try {
            return Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text))
                    .toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return NONE;
        }
    }
}

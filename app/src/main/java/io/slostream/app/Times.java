// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.OptionalLong;

/** Times as the command line takes them: ISO-8601 with a zone, or epoch milliseconds. */
final class Times {
    /** The end of the year 9999, as for event times. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    private Times() {}

    /** A time that may be left out. */
    static OptionalLong optional(String option, String text) {
        return text == null ? OptionalLong.empty() : OptionalLong.of(epochMs(option, text));
    }

    /**
     * A time, epoch milliseconds.
     *
     * @throws UsageException when it is none
     */
    static long epochMs(String option, String text) {
        long ms = parse(option, text);
        if (ms < 0 || ms > LATEST_MS) {
            throw new UsageException(option + " " + text + ": lies outside the years 1970 to 9999");
        }
        return ms;
    }

    private static long parse(String option, String text) {
        try {
            return text.chars().allMatch(Character::isDigit)
                    ? Long.parseLong(text)
                    : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
                            .toInstant()
                            .toEpochMilli();
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw new UsageException(
                    option + " " + text + ": not a time; write 2026-01-05T00:00:00Z or epoch milliseconds", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.console;

import java.util.Locale;
import org.apache.avro.generic.GenericRecord;

/** What is left of the budget, as the end of a line; empty when the record does not say. */
final class BudgetWords {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long LONGEST = 100 * DAY;

    private BudgetWords() {}

    static String of(GenericRecord record) {
        Object remaining = record.get("budget_remaining");
        if (remaining == null) {
            return "";
        }
        double left = (Double) remaining;
        if (left <= 0) {
            return String.format(Locale.ROOT, "  budget spent %.2f times", 1 - left);
        }
        Object exhaustion = record.get("exhaustion_ms");
        return String.format(Locale.ROOT, "  budget %.1f %% left", 100 * left)
                + (exhaustion == null ? "" : ", gone in " + span((Long) exhaustion));
    }

    /** The two greatest units, rounded down. */
    private static String span(long ms) {
        if (ms >= LONGEST) {
            return "over " + LONGEST / DAY + "d";
        } else if (ms >= DAY) {
            return two(ms, DAY, "d", HOUR, "h");
        } else if (ms >= HOUR) {
            return two(ms, HOUR, "h", MINUTE, "m");
        }
        return ms >= MINUTE ? two(ms, MINUTE, "m", SECOND, "s") : ms / SECOND + "s";
    }

    private static String two(long ms, long great, String greatName, long small, String smallName) {
        long rest = ms % great / small;
        return ms / great + greatName + (rest == 0 ? "" : rest + smallName);
    }
}

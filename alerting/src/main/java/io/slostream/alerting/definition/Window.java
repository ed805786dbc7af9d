// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;

/**
 * A stretch of time that ends at a boundary: one that rolls, or what has passed of a calendar month. Ordered by length,
 * then by name.
 */
public sealed interface Window extends Comparable<Window> {
    /** Length of a month where one number must do: for ordering, and for how long a budget lasts. */
    long NOMINAL_MONTH_MS = 30L * 24 * 3_600_000;

    /** Name in records and on pages, for example {@code 1h} or {@code month(Europe/Berlin)}. */
    String name();

    /** Length in milliseconds; of a calendar month the nominal one. */
    long nominalMs();

    /** A rolling window. */
    static Window of(long lengthMs) {
        return new Rolling(lengthMs);
    }

    @Override
    default int compareTo(Window other) {
        return Comparator.comparingLong(Window::nominalMs)
                .thenComparing(Window::name)
                .compare(this, other);
    }

    /**
     * The last so many milliseconds.
     *
     * @param lengthMs length, a multiple of the pane
     */
    record Rolling(long lengthMs) implements Window {
        /** No definition may name a longer one: 90 days. */
        public static final long LONGEST_MS = 90L * 24 * 3_600_000;

        @Override
        public String name() {
            return Durations.format(lengthMs);
        }

        @Override
        public long nominalMs() {
            return lengthMs;
        }
    }

    /**
     * A calendar month of a time zone, from its first instant to the boundary. At the instant at which a month ends, it
     * is the whole of that month.
     */
    record CalendarMonth(ZoneId zone) implements Window {
        /** No month is longer: 31 days and an hour that summer time may add. */
        public static final long LONGEST_MS = 31L * 24 * 3_600_000 + 3_600_000;

        @Override
        public String name() {
            return "month(" + zone + ")";
        }

        @Override
        public long nominalMs() {
            return NOMINAL_MONTH_MS;
        }

        /** First instant of the month that a boundary ends or lies in, epoch milliseconds. */
        public long startMs(long boundaryMs) {
            return firstOfMonth(boundaryMs).atStartOfDay(zone).toInstant().toEpochMilli();
        }

        /** First instant after that month. */
        public long endMs(long boundaryMs) {
            return firstOfMonth(boundaryMs)
                    .plusMonths(1)
                    .atStartOfDay(zone)
                    .toInstant()
                    .toEpochMilli();
        }

        private LocalDate firstOfMonth(long boundaryMs) {
            return ZonedDateTime.ofInstant(Instant.ofEpochMilli(boundaryMs - 1), zone)
                    .toLocalDate()
                    .withDayOfMonth(1);
        }
    }
}

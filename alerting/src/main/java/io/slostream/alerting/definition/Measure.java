// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.schemas.telemetry.FieldType;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;
import java.util.Set;

/** How much of an event, or of a counter, is good. Every measure gives two whole numbers, good and total. */
public sealed interface Measure {

    /** The conditions that decide over an event; none where amounts are added up. */
    default List<FieldMatcher> matchers() {
        return List.of();
    }

    /**
     * Each event counts once.
     *
     * @param matchers conditions, all of which must hold; never empty
     * @param areBad whether an event that meets them is bad, otherwise it is good
     */
    record Share(List<FieldMatcher> matchers, boolean areBad) implements Measure {
        public Share {
            matchers = List.copyOf(matchers);
        }
    }

    /**
     * Each request counts once, and is good when it meets all of several latency bounds. A bound on the time per output
     * token is met by an answer that has no second token.
     *
     * @param good bounds on latency fields, two or more
     */
    record Attainment(List<FieldMatcher> good) implements Measure {
        public Attainment {
            good = List.copyOf(good);
        }

        @Override
        public List<FieldMatcher> matchers() {
            return good;
        }
    }

    /**
     * Sums of two whole-number fields of the same event, or of two sample counters: part ÷ whole.
     *
     * @param part field or sample name whose sum is the good, or bad, part
     * @param whole field or sample name whose sum is the total
     * @param partIsBad whether {@code part} counts what is bad
     */
    record Amounts(String part, String whole, boolean partIsBad) implements Measure {
        /** Whole numbers that say no amount. */
        private static final Set<String> NO_AMOUNTS = Set.of("event_time", "status_code", "layer", "expert");

        /** The fields of a kind that may be added up; those of samples are named by their catalogue. */
        public static List<String> fieldsOf(TelemetryKind kind) {
            return kind.fields().stream()
                    .filter(field -> field.type() == FieldType.LONG && !NO_AMOUNTS.contains(field.name()))
                    .map(TelemetryField::name)
                    .toList();
        }
    }

    /**
     * The sum of one sample counter; all of it counts as good, what it may be says the {@link Goal}.
     *
     * @param name sample name
     */
    record Sum(String name) implements Measure {}
}

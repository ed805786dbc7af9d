// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;

/**
 * An SLI: which events count, for which group, and how much of them is good. Two SLOs with equal indicators share one
 * series, so equality here is the identity of what is counted.
 *
 * @param of the one telemetry kind that is read
 * @param groupBy what one series stands for
 * @param where all must hold for an event to count at all; empty: every event of the kind
 * @param exclude an event that meets all of these does not count; empty: none is excluded
 * @param measure how much of an event is good
 * @param includeClientErrors requests with status 400–499 count too (default: excluded)
 * @param includeShadow shadow requests count too (default: excluded)
 */
public record Indicator(
        TelemetryKind of,
        GroupBy groupBy,
        List<FieldMatcher> where,
        List<FieldMatcher> exclude,
        Measure measure,
        boolean includeClientErrors,
        boolean includeShadow) {

    public Indicator {
        where = List.copyOf(where);
        exclude = List.copyOf(exclude);
    }

    /** Share of the events of a specialist that meet all of some conditions. */
    public static Indicator share(
            TelemetryKind of,
            List<FieldMatcher> where,
            List<FieldMatcher> good,
            boolean includeClientErrors,
            boolean includeShadow) {
        return new Indicator(
                of,
                GroupBy.SPECIALIST,
                where,
                List.of(),
                new Measure.Share(good, false),
                includeClientErrors,
                includeShadow);
    }
}

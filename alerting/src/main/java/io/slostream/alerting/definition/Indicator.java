// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;

/**
 * A ratio SLI: which events count, and which of them are good. Two SLOs with equal indicators share one series, so
 * equality here is the identity of what is counted.
 *
 * @param of the one telemetry kind that is read
 * @param where all must hold for an event to count at all; empty: every event of the kind
 * @param good all must hold for an event to be good; never empty
 * @param includeClientErrors requests with status 400–499 count too (default: excluded)
 * @param includeShadow shadow requests count too (default: excluded)
 */
public record Indicator(
        TelemetryKind of,
        List<FieldMatcher> where,
        List<FieldMatcher> good,
        boolean includeClientErrors,
        boolean includeShadow) {

    public Indicator {
        where = List.copyOf(where);
        good = List.copyOf(good);
    }
}

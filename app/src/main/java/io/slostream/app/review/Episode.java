// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.alerting.definition.Severity;
import io.slostream.topology.judge.AlertKey;
import java.util.OptionalLong;

/**
 * One time that an alert fired, as one person would speak of it.
 *
 * @param key which alert
 * @param severity the greatest severity that it had
 * @param startedAtMs when its condition began, epoch milliseconds
 * @param firedAtMs when it fired
 * @param pagedAtMs when it first was a page; empty when it never was
 * @param resolvedAtMs when it resolved; empty while it fires
 */
public record Episode(
        AlertKey key,
        Severity severity,
        long startedAtMs,
        long firedAtMs,
        OptionalLong pagedAtMs,
        OptionalLong resolvedAtMs) {

    /** Whether it woke somebody. */
    public boolean isPage() {
        return pagedAtMs.isPresent();
    }

    /** Whether two fired at the same time for some while. */
    public boolean overlaps(Episode other) {
        return firedAtMs < other.resolvedAtMs.orElse(Long.MAX_VALUE)
                && other.firedAtMs < resolvedAtMs.orElse(Long.MAX_VALUE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit.oracle;

import java.util.List;

/**
 * What the oracle says happened. Instants are epoch milliseconds, {@link Long#MIN_VALUE} when unset.
 *
 * @param key SLO, alert and specialist joined by {@code /}
 * @param state pending, firing, resolved, cancelled, no_data or suppressed
 * @param severity page or ticket
 * @param atMs boundary
 * @param counts good and total of each window that the alert looks at, in tier order
 */
public record OracleTransition(
        String key,
        String state,
        String severity,
        long atMs,
        long startedAtMs,
        long firedAtMs,
        long resolvedAtMs,
        String reason,
        List<Long> counts) {}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.schemas.telemetry.TelemetryKind;

/**
 * Key of the version under which something is judged.
 *
 * @param kind telemetry kind
 * @param slo an SLO that reads the kind; empty for the version of the kind itself
 */
public record JudgingKey(TelemetryKind kind, String slo) implements Comparable<JudgingKey> {
    @Override
    public int compareTo(JudgingKey other) {
        int order = kind.compareTo(other.kind);
        return order == 0 ? slo.compareTo(other.slo) : order;
    }
}

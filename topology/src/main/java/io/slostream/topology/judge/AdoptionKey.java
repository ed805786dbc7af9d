// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.schemas.telemetry.TelemetryKind;

/**
 * Key of when a source partition adopted a version.
 *
 * @param kind telemetry kind that the partition feeds
 * @param partition number of the source partition
 * @param version the version
 */
public record AdoptionKey(TelemetryKind kind, int partition, long version) implements Comparable<AdoptionKey> {
    @Override
    public int compareTo(AdoptionKey other) {
        int order = kind.compareTo(other.kind);
        if (order == 0) {
            order = Integer.compare(partition, other.partition);
        }
        return order == 0 ? Long.compare(version, other.version) : order;
    }
}

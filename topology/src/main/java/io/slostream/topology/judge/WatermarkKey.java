// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Comparator;

/**
 * Key of a watermark.
 *
 * @param kind a kind that the source partition carries
 * @param partition number of the source partition
 */
public record WatermarkKey(TelemetryKind kind, int partition) implements Comparable<WatermarkKey> {
    private static final Comparator<WatermarkKey> ORDER =
            Comparator.comparing(WatermarkKey::kind).thenComparingInt(WatermarkKey::partition);

    @Override
    public int compareTo(WatermarkKey other) {
        return ORDER.compare(this, other);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;
import java.util.Set;

/**
 * What one source partition tells one stage-2 partition when it closes boundaries. Packets of one source arrive in the
 * order in which they were sent.
 *
 * @param source who speaks
 * @param sources how many source partitions feed these kinds; evaluation waits until all have spoken
 * @param kinds the kinds that the source carries: one for a topic, all for a file
 * @param version version of the definition under which the boundaries were closed
 * @param sinceMs from when every event of the source is counted for what the version brought, epoch milliseconds
 * @param partials counts of closed boundaries, for series of the receiving partition only
 * @param evidence the greatest bad events among what the partials count
 * @param sketches values of counted events, for series of the receiving partition only
 * @param exclusions exclusions that become visible at closed boundaries; every stage-2 partition hears of all
 * @param watermarkMs every boundary at or before it is complete for this source; {@link #NO_WATERMARK} in all but the
 *     last part of a split packet
 */
public record Packet(
        SourcePartition source,
        int sources,
        Set<TelemetryKind> kinds,
        long version,
        long sinceMs,
        List<Partial> partials,
        List<Evidence> evidence,
        List<PartialSketch> sketches,
        List<Exclusion> exclusions,
        long watermarkMs) {
    /** Said by a part of a split packet that more parts follow. */
    public static final long NO_WATERMARK = Long.MIN_VALUE;

    public Packet {
        kinds = Set.copyOf(kinds);
        partials = List.copyOf(partials);
        evidence = List.copyOf(evidence);
        sketches = List.copyOf(sketches);
        exclusions = List.copyOf(exclusions);
    }

    /** A packet of counts alone, under a definition that never changes. */
    public Packet(
            SourcePartition source, int sources, Set<TelemetryKind> kinds, List<Partial> partials, long watermarkMs) {
        this(
                source,
                sources,
                kinds,
                VersionedDefinition.FILES,
                Long.MIN_VALUE,
                partials,
                List.of(),
                List.of(),
                List.of(),
                watermarkMs);
    }
}

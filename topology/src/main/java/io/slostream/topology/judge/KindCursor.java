// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Series;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** How far the verdicts of one kind have come, and what holds them back. */
final class KindCursor {
    private final TelemetryKind kind;
    private final Map<Integer, Long> watermarks = new TreeMap<>();
    private final Map<Series, SeriesJudge> series = new TreeMap<>();
    private int sources;
    private long boundaryMs;
    private long maskedUpToMs = Long.MIN_VALUE;

    KindCursor(TelemetryKind kind, long boundaryMs) {
        this.kind = kind;
        this.boundaryMs = boundaryMs;
    }

    TelemetryKind kind() {
        return kind;
    }

    /** The last boundary that was evaluated. */
    long boundaryMs() {
        return boundaryMs;
    }

    void moveTo(long newBoundaryMs) {
        boundaryMs = newBoundaryMs;
    }

    /** The boundary up to which its series know the exclusions; before all of them until the first evaluation. */
    long maskedUpToMs() {
        return maskedUpToMs;
    }

    void setMaskedUpTo(long newBoundaryMs) {
        maskedUpToMs = newBoundaryMs;
    }

    void setWatermark(int partition, long watermarkMs, int ofSources) {
        sources = Math.max(sources, ofSources);
        watermarks.put(partition, watermarkMs);
    }

    /** The watermark of a source partition; empty before it has spoken. */
    OptionalLong watermarkMs(int partition) {
        Long watermark = watermarks.get(partition);
        return watermark == null ? OptionalLong.empty() : OptionalLong.of(watermark);
    }

    /** The source partitions that have spoken. */
    Set<Integer> partitions() {
        return watermarks.keySet();
    }

    /** The boundary up to which every source is complete; empty until all have spoken. */
    OptionalLong target() {
        return watermarks.size() < Math.max(sources, 1)
                ? OptionalLong.empty()
                : watermarks.values().stream().mapToLong(Long::longValue).min();
    }

    Map<Series, SeriesJudge> series() {
        return series;
    }

    Collection<SeriesJudge> judges() {
        return series.values();
    }

    /** The first boundary from this one on at which some series does not rest; the greatest long when all rest for good. */
    long restsUntilMs(long fromMs) {
        long until = Long.MAX_VALUE;
        for (SeriesJudge judge : series.values()) {
            if (judge.restsUntilMs() <= fromMs) {
                return fromMs;
            }
            until = Math.min(until, judge.restsUntilMs());
        }
        return until;
    }
}

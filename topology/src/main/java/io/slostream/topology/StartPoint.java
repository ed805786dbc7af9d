// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Where an engine's time begins.
 *
 * @param boundaries start boundary of each kind that is read: its events have been counted from here, so coverage begins
 *     here; epoch milliseconds, multiples of the pane. With one for exclusions, verdicts wait for their topic
 * @param liveFromMs first boundary whose alerts are for pagers, a multiple of the evaluation interval; what is judged
 *     before it was history at the first start: transitions, but no alerts
 */
public record StartPoint(Map<TelemetryKind, Long> boundaries, long liveFromMs) {
    /** A {@link #liveFromMs} before all boundaries: every alert is for pagers. */
    public static final long ALWAYS_LIVE = Long.MIN_VALUE;

    public StartPoint {
        boundaries = Map.copyOf(boundaries);
    }

    /** One boundary for all kinds that are counted, from which on everything is for pagers. */
    public static StartPoint at(long boundaryMs) {
        Map<TelemetryKind, Long> boundaries = new EnumMap<>(TelemetryKind.class);
        for (TelemetryKind kind : TelemetryKind.counted()) {
            boundaries.put(kind, boundaryMs);
        }
        return new StartPoint(boundaries, ALWAYS_LIVE);
    }

    /** The same, reading a topic of exclusions too: verdicts wait for its word. */
    public StartPoint withExclusions() {
        Map<TelemetryKind, Long> all = new HashMap<>(boundaries);
        all.put(
                TelemetryKind.EXCLUSION,
                boundaries.values().stream().min(Comparator.naturalOrder()).orElseThrow());
        return new StartPoint(all, liveFromMs);
    }

    /**
     * Start boundary of a kind, epoch milliseconds.
     *
     * @throws IllegalArgumentException when the kind is not read
     */
    public long boundaryMs(TelemetryKind kind) {
        Long boundary = boundaries.get(kind);
        if (boundary == null) {
            throw new IllegalArgumentException("no start boundary for " + kind.topic() + " among " + boundaries);
        }
        return boundary;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.page;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.HashMap;
import java.util.Map;

/**
 * How far verdicts have come in each part of the work, and when that was heard of. A summary is only written when it says
 * something new, so an old one is no sign of trouble; that nothing in its part of the work goes on is. Thread-safe.
 */
public final class Progress {
    private final Map<Part, Reached> reached = new HashMap<>();
    private final long limitMs;
    private final boolean byArrival;

    /**
     * What is judged together: it is up to date or behind as one.
     *
     * @param kind telemetry kind
     * @param partition stage-2 partition
     */
    public record Part(TelemetryKind kind, int partition) {}

    private record Reached(long boundaryMs, long heardMs) {}

    /**
     * Nothing is known yet.
     *
     * @param limitMs what is older is stale
     * @param byArrival whether the time of hearing counts, since record times are no wall clock
     */
    public Progress(long limitMs, boolean byArrival) {
        this.limitMs = limitMs;
        this.byArrival = byArrival;
    }

    /** The limit: what a verdict may take, and a margin in which nobody should be alarmed. */
    public static long limitMs(long graceMs, long summaryIntervalMs, long marginMs) {
        return graceMs + summaryIntervalMs + marginMs;
    }

    /** Hears that verdicts were taken at a boundary. */
    public synchronized void heard(Part part, long boundaryMs, long nowMs) {
        Reached known = reached.get(part);
        if (known == null || boundaryMs > known.boundaryMs) {
            reached.put(part, new Reached(boundaryMs, nowMs));
        }
    }

    /** Whether what is said of this part may be true no more. */
    public synchronized boolean isStale(Part part, long nowMs) {
        Reached known = reached.get(part);
        return known == null || nowMs - (byArrival ? known.heardMs : known.boundaryMs) > limitMs;
    }

    /** The last boundary that was heard of, {@link Long#MIN_VALUE} when none was. */
    public synchronized long boundaryMs(Part part) {
        Reached known = reached.get(part);
        return known == null ? Long.MIN_VALUE : known.boundaryMs;
    }
}

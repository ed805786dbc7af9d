// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where what waits of each kind begins at the earliest: behind what was taken. A scan from there passes over nothing that
 * was deleted; a store's cache keeps the deleted until the next commit and walks over each. Heap alone: made anew it
 * knows nothing, which costs one scan.
 */
final class TakenUpTo {
    private final Map<TelemetryKind, Long> boundariesMs = new EnumMap<>(TelemetryKind.class);

    /** The least boundary that something may wait for. */
    long firstMs(TelemetryKind kind) {
        Long taken = boundariesMs.get(kind);
        return taken == null ? Long.MIN_VALUE : taken + 1;
    }

    /** All up to this boundary was taken. */
    void taken(TelemetryKind kind, long boundaryMs) {
        boundariesMs.put(kind, boundaryMs);
    }

    /** Something waits for this boundary. */
    void added(TelemetryKind kind, long boundaryMs) {
        if (boundaryMs < firstMs(kind)) {
            boundariesMs.put(kind, boundaryMs - 1);
        }
    }
}

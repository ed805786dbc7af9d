// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import java.util.List;

/**
 * The greatest bad events that one source partition counted for a series at a boundary.
 *
 * @param series the series
 * @param boundaryMs boundary from which they are visible, epoch milliseconds
 * @param events greatest first, 1 to {@link BadEvent#KEPT}
 */
public record Evidence(Series series, long boundaryMs, List<BadEvent> events) {
    public Evidence {
        events = List.copyOf(events);
    }
}

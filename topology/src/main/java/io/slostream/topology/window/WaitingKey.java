// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Series;

/**
 * Key of counts that wait for their boundary, in the order in which they are needed.
 *
 * @param kind kind that the series reads
 * @param boundaryMs boundary from which the counts are visible
 * @param level level of the pane
 * @param paneStartMs start of the pane
 * @param series the series
 */
public record WaitingKey(TelemetryKind kind, long boundaryMs, int level, long paneStartMs, Series series)
        implements Comparable<WaitingKey> {

    /** Before every key of this boundary, after every key of earlier ones. */
    static WaitingKey firstOf(TelemetryKind kind, long boundaryMs) {
        return new WaitingKey(kind, boundaryMs, 0, Long.MIN_VALUE, new Series(0, ""));
    }

    @Override
    public int compareTo(WaitingKey other) {
        // Written out: every partial compares such keys.
        int order = kind.compareTo(other.kind);
        if (order == 0) {
            order = Long.compare(boundaryMs, other.boundaryMs);
        }
        if (order == 0) {
            order = Integer.compare(level, other.level);
        }
        if (order == 0) {
            order = Long.compare(paneStartMs, other.paneStartMs);
        }
        return order == 0 ? series.compareTo(other.series) : order;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.state.KeyValueState;

/**
 * What a source partition's accumulator remembers beside its open counts: the arrival clock, the watermark and the
 * accounting, one row of longs so that a record costs one write, committed together with its offset.
 */
final class SourceRow {
    private static final int CLOCK = 0;
    private static final int WATERMARK = 1;
    private static final int IN = 2;
    private static final int COUNTED = 3;
    private static final int LATE = 4;
    private static final int DEAD_LETTERED = 5;
    private static final int EXCLUDED = 6;
    private static final int VERSION = 7;
    private static final int SINCE = 8;
    private static final int WIDTH = 9;

    private final KeyValueState<SourcePartition, long[]> state;
    private final SourcePartition source;
    private final long[] row;
    private boolean stored;

    /** @param first the version under which a partition begins */
    SourceRow(KeyValueState<SourcePartition, long[]> state, SourcePartition source, long first) {
        this.state = state;
        this.source = source;
        long[] found = state.get(source);
        stored = found != null;
        row = stored ? found : new long[WIDTH];
        if (!stored) {
            row[CLOCK] = Long.MIN_VALUE;
            row[WATERMARK] = Packet.NO_WATERMARK;
            row[VERSION] = first;
            row[SINCE] = Long.MIN_VALUE;
        }
    }

    long clock() {
        return row[CLOCK];
    }

    long watermark() {
        return row[WATERMARK];
    }

    long version() {
        return row[VERSION];
    }

    /** From when every event is counted for what the version brought. */
    long sinceMs() {
        return row[SINCE];
    }

    void adopt(long version, long sinceMs) {
        row[VERSION] = version;
        row[SINCE] = sinceMs;
    }

    void setClock(long clockMs) {
        row[CLOCK] = clockMs;
    }

    void setWatermark(long watermarkMs) {
        row[WATERMARK] = watermarkMs;
    }

    void count(Outcome outcome) {
        row[IN]++;
        row[
                switch (outcome) {
                    case COUNTED -> COUNTED;
                    case LATE -> LATE;
                    case DEAD_LETTERED -> DEAD_LETTERED;
                    case EXCLUDED -> EXCLUDED;
                }]++;
    }

    void save() {
        if (stored) {
            state.changed(source, row);
        } else {
            state.put(source, row);
            stored = true;
        }
    }

    Accounting accounting() {
        return new Accounting(row[IN], row[COUNTED], row[LATE], row[DEAD_LETTERED], row[EXCLUDED]);
    }
}

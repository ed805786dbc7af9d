// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import java.nio.charset.StandardCharsets;

/**
 * One record of a telemetry topic as the log holds it.
 *
 * @param key key bytes, or null
 * @param value value bytes, or null
 * @param hasControlHeader whether the record carries the engine's own header
 * @param timestampMs record timestamp: arrival, in the broker's word
 * @param offset offset in the partition
 */
public record TelemetryRecord(byte[] key, byte[] value, boolean hasControlHeader, long timestampMs, long offset) {
    private static final byte[] CONTROL_PREFIX = "slostream-".getBytes(StandardCharsets.US_ASCII);

    /**
     * Whether this is a control record of an engine (a tick, an adoption): null value, key {@code slostream-…} and our
     * header. It moves the clock like any record and is no event.
     */
    public boolean isControl() {
        if (value != null || key == null || !hasControlHeader || key.length < CONTROL_PREFIX.length) {
            return false;
        }
        for (int i = 0; i < CONTROL_PREFIX.length; i++) {
            if (key[i] != CONTROL_PREFIX[i]) {
                return false;
            }
        }
        return true;
    }
}

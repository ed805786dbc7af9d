// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Pattern;

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
    private static final String ADOPTION = "slostream-adopt/";
    private static final int MAX_ADOPTION_LENGTH = 300;
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

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

    /**
     * The definition version that this control record adopts for an application; empty when it is another record, or
     * meant for another application.
     */
    public OptionalLong adoption(String application) {
        if (!isControl() || key.length > ADOPTION.length() + MAX_ADOPTION_LENGTH) {
            return OptionalLong.empty();
        }
        String text = new String(key, StandardCharsets.UTF_8);
        String prefix = ADOPTION + application + "/";
        String version = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
        return VERSION.matcher(version).matches() ? OptionalLong.of(Long.parseLong(version)) : OptionalLong.empty();
    }

    /** The key of a control record that adopts a version for an application. */
    public static byte[] adoptionKey(String application, long version) {
        return (ADOPTION + application + "/" + version).getBytes(StandardCharsets.UTF_8);
    }
}

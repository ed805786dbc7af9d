// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import io.slostream.topology.VersionAdoption;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
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
    private static final int MAX_ADOPTION_LENGTH = 350;
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,18})(?:/([0-9A-Za-z-]{1,64}))?");

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
     * What this control record adopts for an application; empty when it is another record, or meant for another
     * application. Whether there is such a version is not looked at.
     */
    public Optional<VersionAdoption> adoption(String application) {
        if (!isControl() || key.length > ADOPTION.length() + MAX_ADOPTION_LENGTH) {
            return Optional.empty();
        }
        String text = new String(key, StandardCharsets.UTF_8);
        String prefix = ADOPTION + application + "/";
        Matcher version = VERSION.matcher(text.startsWith(prefix) ? text.substring(prefix.length()) : "");
        if (!version.matches()) {
            return Optional.empty();
        }
        String token = version.group(2) == null ? VersionAdoption.NO_TOKEN : version.group(2);
        return Optional.of(new VersionAdoption(Long.parseLong(version.group(1)), token));
    }

    /** The key of a control record that adopts a version for an application. */
    public static byte[] adoptionKey(String application, VersionAdoption adoption) {
        String token = adoption.token().equals(VersionAdoption.NO_TOKEN) ? "" : "/" + adoption.token();
        return (ADOPTION + application + "/" + adoption.version() + token).getBytes(StandardCharsets.UTF_8);
    }
}

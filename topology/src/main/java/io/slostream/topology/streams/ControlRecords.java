// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Control records in the telemetry topics: no value, a key {@code slostream-…} and a header with the name of the engine
 * that wrote them. Consumers of telemetry skip records without a value.
 */
public final class ControlRecords {
    /** Header of every control record; its value is the engine's id. */
    static final String HEADER = "slostream-engine";

    private static final String TICK = "slostream-tick";

    private ControlRecords() {}

    static byte[] tickKey() {
        return TICK.getBytes(StandardCharsets.US_ASCII);
    }

    static Headers headers(String engineId) {
        return new RecordHeaders().add(new RecordHeader(HEADER, engineId.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether a record carries the header of an engine. */
    public static boolean hasHeader(Headers headers) {
        return headers.lastHeader(HEADER) != null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * An entry of {@code slo.definitions.v1}, as far as a start needs it.
 *
 * @param offset its offset, the version of a definition set
 * @param kind what was decided
 * @param engine application id that it is for, empty for every engine
 * @param hash of a definition set, or of the one that a start begins with, else empty
 * @param definitions of a definition set: its canonical text, else empty
 * @param note free text; {@link #APPLIED} marks the sets that change a running engine
 * @param token of a set that was applied: what its adoptions must name, else empty
 * @param boundaries start boundary of each source topic of a start, epoch milliseconds
 * @param liveFromMs of a start: first boundary whose alerts are for a pager
 * @param offsets first offsets of source partitions: of a start, or of what a growth added
 */
record DefinitionEntry(
        long offset,
        String kind,
        String engine,
        String hash,
        String definitions,
        String note,
        String token,
        Map<String, Long> boundaries,
        OptionalLong liveFromMs,
        Map<TopicPartition, Long> offsets) {
    static final String DEFINITION_SET = "definition_set";
    static final String START = "start";
    static final String GROWTH = "growth";
    /** Note of a set that was applied; the set of a start, also of one that came second, has none. */
    static final String APPLIED = "applied";

    DefinitionEntry {
        boundaries = Map.copyOf(boundaries);
        offsets = Map.copyOf(offsets);
    }

    static DefinitionEntry of(long offset, GenericRecord record) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Object element : (List<?>) record.get("offsets")) {
            GenericRecord one = (GenericRecord) element;
            offsets.put(new TopicPartition(one.get("topic").toString(), (Integer) one.get("partition")), (Long)
                    one.get("offset"));
        }
        Map<String, Long> boundaries = new HashMap<>();
        for (Object element : (List<?>) record.get("boundaries")) {
            GenericRecord one = (GenericRecord) element;
            boundaries.put(one.get("topic").toString(), (Long) one.get("boundary"));
        }
        Object engine = record.get("engine");
        return new DefinitionEntry(
                offset,
                record.get("kind").toString(),
                engine == null ? "" : engine.toString(),
                record.get("hash").toString(),
                text(record.get("definitions")),
                text(record.get("note")),
                text(record.get("token")),
                boundaries,
                optional(record.get("live_from")),
                offsets);
    }

    boolean isApplied() {
        return kind.equals(DEFINITION_SET) && note.equals(APPLIED);
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static OptionalLong optional(Object value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
    }
}

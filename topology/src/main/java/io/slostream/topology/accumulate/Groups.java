// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.topology.EngineDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.util.Utf8;

/**
 * From the specialist of an event to the block that its counts go to, without allocating for a known specialist. With
 * declared specialists the table never grows, whatever names producers send.
 */
final class Groups {
    private final Map<Utf8, Slot> slots = new HashMap<>();
    private final boolean discover;
    private final Slot others = new Slot(EngineDefinition.OTHER);

    Groups(Optional<Set<String>> declared) {
        discover = declared.isEmpty();
        declared.ifPresent(names -> names.forEach(name -> slots.put(new Utf8(name), new Slot(name))));
    }

    Slot of(Utf8 specialist) {
        Slot slot = slots.get(specialist);
        if (slot != null) {
            return slot;
        }
        return discover ? discovered(specialist) : others;
    }

    private Slot discovered(Utf8 specialist) {
        Slot slot = new Slot(specialist.toString());
        slots.put(new Utf8(slot.group), slot);
        return slot;
    }

    /** A group and the block that it was counted in last: most events go there again. */
    static final class Slot {
        final String group;
        private OpenCountKey key;
        private long[] block;

        private Slot(String group) {
            this.group = group;
        }

        boolean isOpenAt(long boundaryMs, int level, long paneStartMs) {
            return key != null
                    && key.boundaryMs() == boundaryMs
                    && key.level() == level
                    && key.paneStartMs() == paneStartMs;
        }

        void open(OpenCountKey newKey, long[] newBlock) {
            key = newKey;
            block = newBlock;
        }

        OpenCountKey key() {
            return key;
        }

        long[] block() {
            return block;
        }
    }
}

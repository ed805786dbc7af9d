// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.alerting.definition.GroupBy;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.state.KeyValueState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.util.Utf8;

/**
 * From an event to the blocks that its counts go to: its specialist's, its resource class's and that of all, without
 * allocating for known names. With declared names the tables never grow, whatever names producers send.
 *
 * <p>A name has one slot, whatever it is the name of: the SLIs of a block are grouped each in its own way, so a
 * specialist and a resource class of one name share a block and no counter.
 */
final class Groups {
    private static final int SAMPLE_CLASS =
            TelemetryKind.SAMPLE.field("resource_class").orElseThrow().index();

    private final Map<String, Slot> slots = new HashMap<>();
    private final Names specialists;
    private final Names resourceClasses;
    private final Slot all;
    private final Slot[] touched = new Slot[GroupBy.values().length];
    private int touchedCount;
    private TelemetryEvent event;

    Groups(EngineDefinition definition) {
        all = slot(GroupBy.ALL_GROUP);
        specialists = new Names(definition.specialists());
        resourceClasses = new Names(definition.resourceClasses());
    }

    /** Turns to the next event. */
    void begin(TelemetryEvent next) {
        event = next;
        touchedCount = 0;
        specialists.present = null;
        resourceClasses.present = null;
    }

    /** Whether the event has a group of this sort. */
    boolean has(GroupBy groupBy) {
        return groupBy == GroupBy.ALL || (fieldOf(groupBy) >= 0 && event.has(fieldOf(groupBy)));
    }

    /** The event's group of a sort that it {@linkplain #has has}. */
    Slot of(GroupBy groupBy) {
        return switch (groupBy) {
            case ALL -> all;
            case SPECIALIST -> specialists.of(fieldOf(groupBy));
            case RESOURCE_CLASS -> resourceClasses.of(fieldOf(groupBy));
        };
    }

    /** Says that the blocks into which the event was counted have changed. */
    void changed(KeyValueState<OpenCountKey, long[]> openCounts) {
        for (int i = 0; i < touchedCount; i++) {
            openCounts.changed(touched[i].key, touched[i].block);
        }
    }

    private int fieldOf(GroupBy groupBy) {
        if (groupBy == GroupBy.SPECIALIST) {
            return event.kind().specialistField().index();
        }
        return event.kind() == TelemetryKind.SAMPLE ? SAMPLE_CLASS : -1;
    }

    private Slot slot(String group) {
        return slots.computeIfAbsent(group, Slot::new);
    }

    /** The names of one sort. */
    private final class Names {
        private final Map<Utf8, Slot> known = new HashMap<>();
        private final boolean discover;
        private final Slot others = slot(EngineDefinition.OTHER);
        /** That of the present event, null until some SLI asked: most events count in several. */
        private Slot present;

        private Names(Optional<Set<String>> declared) {
            discover = declared.isEmpty();
            declared.ifPresent(names -> names.forEach(name -> known.put(new Utf8(name), slot(name))));
        }

        private Slot of(int field) {
            if (present == null) {
                present = of(event.stringAt(field));
            }
            return present;
        }

        private Slot of(Utf8 name) {
            Slot found = known.get(name);
            if (found != null || !discover) {
                return found == null ? others : found;
            }
            Slot discovered = slot(name.toString());
            known.put(new Utf8(discovered.group), discovered);
            return discovered;
        }
    }

    /** A group and the block that it was counted in last: most events go there again. */
    final class Slot {
        final String group;
        private OpenCountKey key;
        private long[] block;
        private OpenEvidence.Held[] evidence;
        private final OpenSketches.Held sketches = new OpenSketches.Held();

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
            sketches.moveTo(newKey);
        }

        /** Notes that the event is counted here. */
        void touch() {
            for (int i = 0; i < touchedCount; i++) {
                if (touched[i] == this) {
                    return;
                }
            }
            touched[touchedCount++] = this;
        }

        long[] block() {
            return block;
        }

        /** Where the values of this group's events are counted. */
        OpenSketches.Held sketches() {
            return sketches;
        }

        /** Where the bad events of an SLI of this group are kept. */
        OpenEvidence.Held evidence(int i, CountingPlan plan) {
            if (evidence == null) {
                evidence = new OpenEvidence.Held[plan.size()];
            }
            if (evidence[i] == null) {
                evidence[i] = new OpenEvidence.Held(plan.sli(i), group);
            }
            return evidence[i];
        }
    }
}

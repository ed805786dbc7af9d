// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Evidence;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.ingest.SliClassifier;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Counts the events of one source partition and forwards the counts when its own clock closes boundaries.
 *
 * <p>The clock is the running maximum of arrival times. A boundary T closes when the clock reaches T + grace; an event
 * counts for the boundary max(end of its pane, first open boundary), so what arrives too late for one verdict is part
 * of the next. Cost per event: one look-up of the group, one pass over the SLIs of its kind, two state writes; nothing
 * depends on the number or length of windows. What is forwarded depends on series and panes, not on events.
 */
public final class Accumulator {
    /** Partials in one packet at most; more are split, the watermark comes last. */
    static final int MAX_PARTIALS = 1_000;
    /** Exclusions in one packet at most: their texts may be long. */
    private static final int MAX_EXCLUSIONS = 100;

    private final EngineDefinition definition;
    private final TimeGrid grid;
    private final SourcePartition source;
    private final int sources;
    private final Set<TelemetryKind> kinds;
    private final int partitions;
    private final PacketRouter router;
    private final KeyValueState<OpenCountKey, long[]> openCounts;
    private final OpenEvidence evidence;
    private final OpenExclusions exclusions;
    private final SourceRow row;
    private final Groups groups;
    /** For each of {@link #slis} which of an event's groups it counts for. */
    private final GroupBy[] groupBys;
    /** SLI numbers of this source; a block has two longs (good, total) for each, in this order. */
    private final int[] slis;

    private final List<List<Window>> windows = new ArrayList<>();
    private final SliClassifier[] classifiers;
    /** Positions in {@link #slis} by kind. */
    private final Map<TelemetryKind, int[]> slisOfKind = new EnumMap<>(TelemetryKind.class);

    /**
     * Takes up the work where the state left it.
     *
     * @param sources how many source partitions feed these kinds
     * @param kinds the kinds that this source carries
     * @param partitions number of stage-2 partitions
     */
    public Accumulator(
            EngineDefinition definition,
            SourcePartition source,
            int sources,
            Set<TelemetryKind> kinds,
            int partitions,
            CountingState state) {
        this.definition = definition;
        this.grid = definition.grid();
        this.source = source;
        this.sources = sources;
        this.kinds = kinds;
        this.partitions = partitions;
        this.router = new PacketRouter(partitions);
        this.openCounts = state.openCounts();
        this.evidence = new OpenEvidence(source, state.evidence());
        this.exclusions = new OpenExclusions(source, state.exclusions());
        this.row = new SourceRow(state.sourceRows(), source);
        this.groups = new Groups(definition);
        this.slis = definition.indicatorsOf(kinds).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        this.groupBys = new GroupBy[slis.length];
        this.classifiers = new SliClassifier[slis.length];
        compile();
    }

    private void compile() {
        for (int i = 0; i < slis.length; i++) {
            windows.add(definition.windowsOf(slis[i]));
            groupBys[i] = indicator(i).groupBy();
            classifiers[i] = new SliClassifier(indicator(i));
        }
        for (TelemetryKind kind : kinds) {
            int[] interested = IntStream.range(0, slis.length)
                    .filter(i -> indicator(i).of() == kind)
                    .toArray();
            slisOfKind.put(kind, interested);
        }
    }

    private Indicator indicator(int i) {
        return definition.slos().indicators().get(slis[i]);
    }

    /**
     * Advances the clock to an arrival that is not counted, and forwards what that closes. An arrival before the clock
     * changes nothing.
     */
    public void arrive(long arrivalMs, PacketSink out) {
        if (advance(arrivalMs, out)) {
            row.save();
        }
    }

    /**
     * As {@link #arrive}, for a record that is {@linkplain #count counted} or {@linkplain #countDeadLetter booked} next,
     * which stores the clock too: one write a record.
     *
     * @return whether the clock moved
     */
    boolean advance(long arrivalMs, PacketSink out) {
        if (arrivalMs <= row.clock()) {
            return false;
        }
        row.setClock(arrivalMs);
        long closed = grid.floor(arrivalMs - grid.graceMs());
        if (closed > row.watermark()) {
            row.setWatermark(closed);
            close(closed, out);
        }
        return true;
    }

    /** Whether an event lies further in the future than its arrival allows; such an event is a dead letter. */
    public boolean isFuture(TelemetryEvent event) {
        return event.eventTimeMs() - grid.futureLimitMs() > row.clock();
    }

    /** Whether the boundary that starts this instant's pane is closed, so that no event before the pane is on time. */
    public boolean isClosedBefore(long timeMs) {
        return row.watermark() >= grid.floor(timeMs);
    }

    /** Whether an event arrived before the boundary that ends its pane was closed. */
    public boolean isOnTime(TelemetryEvent event) {
        return grid.floor(event.eventTimeMs()) + grid.paneMs() > row.watermark();
    }

    /**
     * Counts a valid event that is not {@linkplain #isFuture future}; its arrival has been told before.
     *
     * @param position offset in the partition, or line in the file
     */
    public Outcome count(TelemetryEvent event, long position) {
        Outcome outcome = classify(event, position);
        row.count(outcome);
        row.save();
        return outcome;
    }

    /** Books a record that is no valid event. */
    public void countDeadLetter() {
        row.count(Outcome.DEAD_LETTERED);
        row.save();
    }

    /** Running maximum of arrivals, epoch milliseconds; {@link Long#MIN_VALUE} before the first. */
    public long clockMs() {
        return row.clock();
    }

    /** Where this source's records went so far. */
    public Accounting accounting() {
        return row.accounting();
    }

    private Outcome classify(TelemetryEvent event, long position) {
        int[] interested = slisOfKind.get(event.kind());
        if (interested.length == 0) {
            return event.kind() == TelemetryKind.EXCLUSION ? keep(event, position) : Outcome.EXCLUDED;
        }
        long paneStart = grid.floor(event.eventTimeMs());
        long paneEnd = paneStart + grid.paneMs();
        long boundary = Math.max(paneEnd, row.watermark() + grid.paneMs());
        boolean wanted = false;
        boolean counted = false;
        groups.begin(event);
        for (int i : interested) {
            SliClassifier classifier = classifiers[i];
            if (!groups.has(groupBys[i]) || !classifier.counts(event)) {
                continue;
            }
            wanted = true;
            if (boundary > paneEnd && isTooLate(i, paneStart, boundary)) {
                continue;
            }
            Groups.Slot slot = open(groups.of(groupBys[i]), boundary, paneStart, paneEnd);
            slot.block()[2 * i] += classifier.good();
            slot.block()[2 * i + 1] += classifier.total();
            counted = true;
            if (classifier.good() < classifier.total()) {
                evidence.note(slot.evidence(i, slis), boundary, event.eventTimeMs(), position);
            }
        }
        if (counted) {
            groups.changed(openCounts);
            return Outcome.COUNTED;
        }
        return wanted ? Outcome.LATE : Outcome.EXCLUDED;
    }

    private Outcome keep(TelemetryEvent exclusion, long position) {
        exclusions.note(exclusion, row.watermark() + grid.paneMs(), position);
        return Outcome.COUNTED;
    }

    /** Whether no window of an SLI holds a pane any more. */
    private boolean isTooLate(int i, long paneStart, long boundary) {
        for (Window window : windows.get(i)) {
            if (paneStart >= grid.oldEdge(window, boundary)) {
                return false;
            }
        }
        return true;
    }

    private Groups.Slot open(Groups.Slot slot, long boundary, long paneStart, long paneEnd) {
        int level = boundary == paneEnd ? 0 : grid.finestLevelHolding(paneStart, boundary);
        long start = level == 0 ? paneStart : grid.levels().get(level).paneStart(paneStart);
        if (!slot.isOpenAt(boundary, level, start)) {
            OpenCountKey key = new OpenCountKey(source, boundary, level, start, slot.group);
            long[] block = openCounts.get(key);
            if (block == null) {
                block = new long[2 * slis.length];
                openCounts.put(key, block);
            }
            slot.open(key, block);
        }
        slot.touch();
        return slot;
    }

    private void close(long watermark, PacketSink out) {
        if (kinds.contains(TelemetryKind.EXCLUSION)) {
            sendExclusions(exclusions.close(watermark), out);
        }
        List<OpenCountKey> closed = new ArrayList<>();
        openCounts.scan(OpenCountKey.first(source), entry -> {
            OpenCountKey key = entry.getKey();
            if (!key.source().equals(source) || key.boundaryMs() > watermark) {
                return false;
            }
            closed.add(key);
            route(key, entry.getValue());
            return true;
        });
        closed.forEach(openCounts::delete);
        evidence.close(watermark, router::add);
        router.flush(watermark, this::packet, out);
    }

    /** To every partition: which series an exclusion concerns is known there. */
    private void sendExclusions(List<Exclusion> closed, PacketSink out) {
        for (int from = 0; from < closed.size(); from += MAX_EXCLUSIONS) {
            List<Exclusion> some = closed.subList(from, Math.min(closed.size(), from + MAX_EXCLUSIONS));
            for (int partition = 0; partition < partitions; partition++) {
                out.send(partition, Packet.of(source, sources, kinds, some));
            }
        }
    }

    private void route(OpenCountKey key, long[] block) {
        for (int i = 0; i < slis.length; i++) {
            if ((block[2 * i] | block[2 * i + 1]) != 0) {
                Series series = new Series(slis[i], key.group());
                router.add(new Partial(
                        series, key.level(), key.paneStartMs(), key.boundaryMs(), block[2 * i], block[2 * i + 1]));
            }
        }
    }

    private Packet packet(List<Partial> partials, List<Evidence> bad, long watermark) {
        return new Packet(source, sources, kinds, partials, bad, List.of(), watermark);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.BoundedSum;
import io.slostream.topology.DefinitionChange;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Evidence;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionAdoption;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.ingest.SliClassifier;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Counts the events of one source partition and forwards the counts when its own clock closes boundaries.
 *
 * <p>The clock is the running maximum of arrival times. A boundary T closes when the clock reaches T + grace; an event
 * counts for the boundary max(end of its pane, first open boundary), so what arrives too late for one verdict is part
 * of the next. Cost per event: one look-up of the group, one pass over the SLIs of its kind, two state writes, a third
 * where an SLO shows a distribution; nothing
 * depends on the number or length of windows. What is forwarded depends on series and panes, not on events.
 */
public final class Accumulator {
    /** Partials in one packet at most; more are split, the watermark comes last. */
    static final int MAX_PARTIALS = 1_000;
    /** Exclusions in one packet at most: their texts may be long. */
    private static final int MAX_EXCLUSIONS = 100;

    private final DefinitionVersions versions;
    private final TimeGrid grid;
    private final SourcePartition source;
    private final int sources;
    private final Set<TelemetryKind> kinds;
    private final int partitions;
    private final PacketRouter router;
    private final KeyValueState<OpenCountKey, long[]> openCounts;
    private final KeyValueState<OutgoingKey, Long> outgoing;
    private final OpenEvidence evidence;
    private final KeyValueState<OpenCountKey, long[]> openSketches;
    private final OpenExclusions exclusions;
    private final SourceRow row;
    private VersionedDefinition current;
    /** The first boundary from which some older version is counted no more; the greatest long when there is none. */
    private long outgoingUntilMs;

    private CountingPlan plan;
    private OpenSketches sketches;
    private Groups groups;
    /** Of the last event: some SLI wanted it, and could not measure it. */
    private boolean unmeasured;

    /** A definition that never changes. */
    public Accumulator(
            EngineDefinition definition,
            SourcePartition source,
            int sources,
            Set<TelemetryKind> kinds,
            int partitions,
            CountingState state) {
        this(DefinitionVersions.constant(definition), source, sources, kinds, partitions, state);
    }

    /**
     * Takes up the work where the state left it.
     *
     * @param versions the definition, as it was and will be
     * @param sources how many source partitions feed these kinds
     * @param kinds the kinds that this source carries
     * @param partitions number of stage-2 partitions
     */
    public Accumulator(
            DefinitionVersions versions,
            SourcePartition source,
            int sources,
            Set<TelemetryKind> kinds,
            int partitions,
            CountingState state) {
        this.versions = versions;
        this.grid = versions.first().definition().grid();
        this.source = source;
        this.sources = sources;
        this.kinds = kinds;
        this.partitions = partitions;
        this.router = new PacketRouter(partitions);
        this.openCounts = state.openCounts();
        this.outgoing = state.outgoing();
        this.evidence = new OpenEvidence(source, state.evidence());
        this.openSketches = state.openSketches();
        this.exclusions = new OpenExclusions(source, state.exclusions());
        this.row = new SourceRow(state.sourceRows(), source, versions.beginningOf(source));
        compile();
    }

    private void compile() {
        current = versions.require(row.version());
        List<VersionedDefinition> older = new ArrayList<>();
        outgoingUntilMs = Long.MAX_VALUE;
        outgoing.scan(new OutgoingKey(source, Long.MIN_VALUE), entry -> {
            boolean isOurs = entry.getKey().source().equals(source);
            if (isOurs) {
                older.add(versions.require(entry.getKey().version()));
                outgoingUntilMs = Math.min(outgoingUntilMs, entry.getValue());
            }
            return isOurs;
        });
        plan = new CountingPlan(current, older, kinds);
        sketches = new OpenSketches(current, older, plan, source, openSketches);
        groups = new Groups(current.definition());
    }

    /** The version under which this partition counts. */
    public long version() {
        return row.version();
    }

    /**
     * Goes over to a version, from this place in the log on: boundaries that were closed until now were so under the old
     * one, those that follow are under the new one. An older or equal version, and one that is none of ours, changes
     * nothing but the clock.
     *
     * @return whether there is such a version; if not, the adoption is forged
     * @throws IllegalStateException when this instance has not learnt of the version in time; nothing has changed and the
     *     record must be offered again
     */
    public boolean adopt(VersionAdoption adoption, long arrivalMs, PacketSink out) {
        boolean isNewer = adoption.version() > row.version();
        Optional<VersionedDefinition> next = isNewer ? versions.resolve(adoption) : Optional.empty();
        arrive(arrivalMs, out);
        next.ifPresent(this::goOverTo);
        return !isNewer || next.isPresent();
    }

    /** The same for a version whose entry has no token. */
    public boolean adopt(long version, long arrivalMs, PacketSink out) {
        return adopt(new VersionAdoption(version, VersionAdoption.NO_TOKEN), arrivalMs, out);
    }

    private void goOverTo(VersionedDefinition next) {
        // An event may claim a time this much after its arrival: only what lies beyond is certain to be counted whole.
        long since = grid.floor(row.clock() + grid.futureLimitMs()) + grid.paneMs();
        long overlap = DefinitionChange.between(current, next).overlapMs();
        if (overlap > 0) {
            outgoing.put(new OutgoingKey(source, row.version()), DefinitionChange.outgoingUntilMs(since, overlap));
        }
        row.adopt(next.version(), since);
        row.save();
        compile();
    }

    private void dropOutgoing() {
        List<OutgoingKey> ended = new ArrayList<>();
        outgoing.scan(new OutgoingKey(source, Long.MIN_VALUE), entry -> {
            boolean isOurs = entry.getKey().source().equals(source);
            if (isOurs && entry.getValue() <= row.watermark()) {
                ended.add(entry.getKey());
            }
            return isOurs;
        });
        ended.forEach(outgoing::delete);
        compile();
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
            long before = row.watermark();
            row.setWatermark(closed);
            close(before, closed, out);
            if (closed >= outgoingUntilMs) {
                dropOutgoing();
            }
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

    /** Whether the last event that was {@link #count}ed is missed by somebody: late, or wanted but unmeasured. */
    boolean isMissed(Outcome outcome) {
        return outcome == Outcome.LATE || (outcome == Outcome.EXCLUDED && unmeasured);
    }

    /** Why it is, in words. */
    String whyMissed(TelemetryEvent event, Outcome outcome, Optional<String> unknownField) {
        return outcome == Outcome.LATE
                ? Missed.late(event, row.clock())
                : Missed.unmeasured(
                        event,
                        IntStream.of(plan.positionsOf(event.kind()))
                                .mapToObj(i -> current.indicator(plan.sli(i)))
                                .toList(),
                        unknownField);
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
        unmeasured = false;
        int[] interested = plan.positionsOf(event.kind());
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
            SliClassifier classifier = plan.classifier(i);
            if (!groups.has(plan.groupBy(i))) {
                continue;
            }
            if (!classifier.counts(event)) {
                unmeasured |= classifier.isUnmeasured();
                continue;
            }
            wanted = true;
            if (boundary > paneEnd && plan.isTooLate(i, paneStart, boundary)) {
                continue;
            }
            Groups.Slot slot = open(groups.of(plan.groupBy(i)), boundary, paneStart, paneEnd);
            add(slot.block(), 2 * i, classifier.good());
            add(slot.block(), 2 * i + 1, classifier.total());
            counted = true;
            sketches.note(slot.sketches(), i, paneStart, event);
            if (classifier.good() < classifier.total()) {
                evidence.note(slot.evidence(i, plan), boundary, event.eventTimeMs(), position);
            }
        }
        if (counted) {
            groups.changed(openCounts);
            sketches.changed();
            return Outcome.COUNTED;
        }
        return wanted ? Outcome.LATE : Outcome.EXCLUDED;
    }

    private static void add(long[] block, int place, long amount) {
        block[place] = BoundedSum.plus(block[place], amount, BoundedSum.PART);
    }

    private Outcome keep(TelemetryEvent exclusion, long position) {
        exclusions.note(exclusion, row.watermark() + grid.paneMs(), position);
        return Outcome.COUNTED;
    }

    private Groups.Slot open(Groups.Slot slot, long boundary, long paneStart, long paneEnd) {
        int level = boundary == paneEnd ? 0 : plan.lateLevel(paneStart, boundary);
        long start = level == 0 ? paneStart : grid.levels().get(level).paneStart(paneStart);
        if (!slot.isOpenAt(boundary, level, start)) {
            OpenCountKey key = new OpenCountKey(source, boundary, level, start, slot.group);
            long[] block = openCounts.get(key);
            if (block == null || block.length < 2 * plan.size()) {
                // A block that was opened under an older version has fewer positions.
                block = block == null ? new long[2 * plan.size()] : Arrays.copyOf(block, 2 * plan.size());
                openCounts.put(key, block);
            }
            slot.open(key, block);
        }
        slot.touch();
        return slot;
    }

    private void close(long before, long watermark, PacketSink out) {
        if (kinds.contains(TelemetryKind.EXCLUSION)) {
            sendExclusions(exclusions.close(before, watermark), out);
        }
        List<OpenCountKey> closed = new ArrayList<>();
        openCounts.scan(
                OpenCountKey.firstOf(source, before + 1), OpenCountKey.firstOf(source, watermark + 1), entry -> {
                    closed.add(entry.getKey());
                    route(entry.getKey(), entry.getValue());
                    return true;
                });
        closed.forEach(openCounts::delete);
        evidence.close(before, watermark, router::add);
        sketches.close(before, watermark, router::add);
        router.flush(current, watermark, this::packet, out);
    }

    /** To every partition: which series an exclusion concerns is known there. */
    private void sendExclusions(List<Exclusion> closed, PacketSink out) {
        for (int from = 0; from < closed.size(); from += MAX_EXCLUSIONS) {
            List<Exclusion> some = closed.subList(from, Math.min(closed.size(), from + MAX_EXCLUSIONS));
            for (int partition = 0; partition < partitions; partition++) {
                out.send(partition, packet(List.of(), List.of(), List.of(), some, Packet.NO_WATERMARK));
            }
        }
    }

    private void route(OpenCountKey key, long[] block) {
        for (int i = 0; 2 * i < block.length; i++) {
            if ((block[2 * i] | block[2 * i + 1]) != 0) {
                Series series = new Series(plan.sli(i), key.group());
                router.add(new Partial(
                        series, key.level(), key.paneStartMs(), key.boundaryMs(), block[2 * i], block[2 * i + 1]));
            }
        }
    }

    private Packet packet(List<Partial> partials, List<Evidence> bad, List<PartialSketch> values, long watermark) {
        return packet(partials, bad, values, List.of(), watermark);
    }

    private Packet packet(
            List<Partial> partials,
            List<Evidence> bad,
            List<PartialSketch> values,
            List<Exclusion> some,
            long watermark) {
        return new Packet(source, sources, kinds, row.version(), row.sinceMs(), partials, bad, values, some, watermark);
    }
}

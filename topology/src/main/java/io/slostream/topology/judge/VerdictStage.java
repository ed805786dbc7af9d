// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Evidence;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.Series;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.window.SeriesEvidence;
import io.slostream.topology.window.SeriesSketches;
import io.slostream.topology.window.SeriesWindows;
import io.slostream.topology.window.SloMask;
import io.slostream.topology.window.WaitingEvidence;
import io.slostream.topology.window.WaitingKey;
import io.slostream.topology.window.WaitingPartials;
import io.slostream.topology.window.WaitingSketches;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Stage 2 of one internal partition: packets in, verdicts out. It owns its series, sums partials over source
 * partitions, and evaluates boundaries one by one and in order as soon as every source of a kind is complete for them.
 *
 * <p>The verdict at a boundary T depends on the definition, on the events with event time before T that arrived before
 * T + grace, and on the exclusions that did, on nothing else: a partial waits for its boundary, wherever its packet
 * stood among the others.
 */
public final class VerdictStage {
    /** How often an SLO is summarised unless asked otherwise. */
    public static final long DEFAULT_SUMMARY_INTERVAL_MS = 10_000;

    /** The start of a series that is not counted by every partition yet. */
    private static final long NOT_YET_MS = Long.MAX_VALUE / 4;

    private final DefinitionVersions versions;
    private final TimeGrid grid;
    private final StartPoint start;
    private final VerdictState state;
    private final SummaryRule summaries;
    private final int partition;
    private final int partitions;
    private final WaitingPartials waiting;
    private final WaitingEvidence waitingEvidence;
    private final WaitingSketches waitingSketches;
    private final ExclusionBoard exclusions;
    private final Map<TelemetryKind, KindCursor> cursors = new EnumMap<>(TelemetryKind.class);
    private final Map<TelemetryKind, KindVersions> judged = new EnumMap<>(TelemetryKind.class);
    private final Map<TelemetryKind, Adoptions> adoptions = new EnumMap<>(TelemetryKind.class);

    /** A stage that takes verdicts and no summaries: for replay, which compares transitions. */
    public VerdictStage(
            EngineDefinition definition, int partition, int partitions, long countingStartMs, VerdictState state) {
        this(definition, partition, partitions, StartPoint.at(countingStartMs), state);
    }

    /** Likewise, from a start point. */
    public VerdictStage(
            EngineDefinition definition, int partition, int partitions, StartPoint start, VerdictState state) {
        this(DefinitionVersions.constant(definition), partition, partitions, start, state, SummaryRule.NONE);
    }

    /** Likewise, for a definition as it was and will be. */
    public VerdictStage(
            DefinitionVersions versions, int partition, int partitions, StartPoint start, VerdictState state) {
        this(versions, partition, partitions, start, state, SummaryRule.NONE);
    }

    /** A stage for a definition that never changes. */
    public VerdictStage(
            EngineDefinition definition,
            int partition,
            int partitions,
            StartPoint start,
            VerdictState state,
            long summaryIntervalMs) {
        this(DefinitionVersions.constant(definition), partition, partitions, start, state, summaryIntervalMs);
    }

    /**
     * Takes up the work where the state left it.
     *
     * @param versions the definition, as it was and will be
     * @param partition number of this stage-2 partition
     * @param partitions how many there are
     * @param start from when events have been counted, and from when alerts are for pagers
     * @param summaryIntervalMs SLOs are summarised at those evaluated boundaries that are multiples of it, above 0
     * @throws IllegalStateException when the state is under a version that this instance has not learnt of in time
     */
    public VerdictStage(
            DefinitionVersions versions,
            int partition,
            int partitions,
            StartPoint start,
            VerdictState state,
            long summaryIntervalMs) {
        this(
                versions,
                partition,
                partitions,
                start,
                state,
                SummaryRule.every(
                        summaryIntervalMs, versions.first().definition().grid()));
    }

    private VerdictStage(
            DefinitionVersions versions,
            int partition,
            int partitions,
            StartPoint start,
            VerdictState state,
            SummaryRule summaries) {
        this.versions = versions;
        this.grid = versions.first().definition().grid();
        this.start = start;
        this.state = state;
        this.summaries = summaries;
        this.partition = partition;
        this.partitions = partitions;
        this.waiting = new WaitingPartials(state.waiting());
        this.waitingEvidence = new WaitingEvidence(state.waitingEvidence());
        this.waitingSketches = new WaitingSketches(state.waitingSketches());
        this.exclusions = new ExclusionBoard(
                start.boundaries().containsKey(TelemetryKind.EXCLUSION),
                state.exclusions().known());
        restore();
    }

    private void restore() {
        // A former owner may have known versions that this instance has yet to learn.
        state.adoptions().forEach((key, row) -> versions.require(key.version()));
        state.cursors().forEach((kind, boundary) -> {
            KindCursor cursor = new KindCursor(kind, boundary);
            cursor.setMaskedUpTo(boundary);
            cursors.put(kind, cursor);
        });
        state.watermarks()
                .forEach((key, watermark) ->
                        setWatermark(key.kind(), key.partition(), watermark.watermarkMs(), watermark.sources()));
        exclusions.restored();
        for (TelemetryKind kind : TelemetryKind.counted()) {
            if (isJudged(kind)) {
                restore(kind);
            }
        }
    }

    /** Whether some SLO reads a kind under the version that judges it. */
    private boolean isJudged(TelemetryKind kind) {
        KindVersions ofKind = versionsOf(kind);
        return !ofKind.current().slisOf(Set.of(kind)).isEmpty()
                || !ofKind.slos().isEmpty();
    }

    /** Makes the judges of a kind over their state. */
    private void restore(TelemetryKind kind) {
        KindVersions ofKind = versionsOf(kind);
        List<Series> known = new ArrayList<>();
        state.series().forEach((series, since) -> {
            if (ofKind.kindOf(series.sli()) == kind && ofKind.isWanted(series.sli())) {
                known.add(series);
            }
        });
        known.forEach(this::judgeOf);
        for (int sli : ofKind.current().slisOf(Set.of(kind))) {
            declare(sli, ofKind.current());
        }
    }

    /** Series that are declared are judged from the start: also one that never sends anything can miss a deadline. */
    private void declare(int sli, VersionedDefinition version) {
        GroupBy groupBy = version.indicator(sli).groupBy();
        for (String group : version.definition().declaredGroups(groupBy).orElse(Set.of())) {
            Series series = new Series(sli, group);
            if (version.partitionOf(series, partitions) == partition) {
                judgeOf(series);
            }
        }
    }

    /** Says under which version each SLO speaks; to be asked once, before anything else. */
    public void tellInForce(VerdictSink out) {
        judged.values()
                .forEach(ofKind -> ofKind.slos()
                        .forEach(slo -> out.inForce(slo, ofKind.versionOf(slo).version())));
    }

    /** Takes in a packet; verdicts come from {@link #evaluate}. */
    public void accept(Packet packet) {
        // Whoever wrote this knew the version, so it stands in the log; series of it are understood from here on.
        versions.require(packet.version());
        for (Partial partial : packet.partials()) {
            waiting.add(kindOf(partial.series()), partial);
        }
        for (Evidence evidence : packet.evidence()) {
            waitingEvidence.add(kindOf(evidence.series()), evidence);
        }
        // Quantiles stand in summaries alone.
        for (PartialSketch sketch : summaries.isNone() ? List.<PartialSketch>of() : packet.sketches()) {
            waitingSketches.add(kindOf(sketch.series()), sketch);
        }
        packet.exclusions().forEach(exclusions::accept);
        if (packet.watermarkMs() == Packet.NO_WATERMARK) {
            return;
        }
        for (TelemetryKind kind : packet.kinds()) {
            int source = packet.source().partition();
            // Exclusions are not judged: under which version they came matters to nobody.
            if (kind != TelemetryKind.EXCLUSION) {
                long closed = cursor(kind).watermarkMs(source).orElse(Packet.NO_WATERMARK);
                long from = closed == Packet.NO_WATERMARK ? Packet.NO_WATERMARK : closed + grid.paneMs();
                adoptionsOf(kind).hear(source, packet.version(), from, packet.sinceMs());
            }
            setWatermark(kind, source, packet.watermarkMs(), packet.sources());
            state.watermarks()
                    .put(new WatermarkKey(kind, source), new Watermark(packet.watermarkMs(), packet.sources()));
        }
        exclusions.decide();
    }

    private void setWatermark(TelemetryKind kind, int partition, long watermarkMs, int sources) {
        if (kind == TelemetryKind.EXCLUSION) {
            exclusions.setWatermark(partition, watermarkMs, sources);
        } else {
            cursor(kind).setWatermark(partition, watermarkMs, sources);
        }
    }

    /**
     * Evaluates boundaries as far as the watermarks reach, in order.
     *
     * @param mayContinue asked between boundaries, so that a long gap can be cut over several calls
     * @param out receives verdicts and summaries, those of one kind in order of boundary
     * @return whether everything that could be evaluated was
     */
    public boolean evaluate(BooleanSupplier mayContinue, VerdictSink out) {
        exclusions.takeRefused().forEach(out::refused);
        boolean moved = false;
        for (KindCursor cursor : cursors.values()) {
            long before = cursor.boundaryMs();
            boolean finished = evaluate(cursor, mayContinue, out);
            if (cursor.boundaryMs() != before) {
                moved = true;
                state.cursors().put(cursor.kind(), cursor.boundaryMs());
            }
            if (!finished) {
                return false;
            }
        }
        // Most packets move nothing: other sources are still to speak.
        if (moved) {
            exclusions.forgetBefore(slowestBoundaryMs());
        }
        return true;
    }

    /** The least boundary that every kind has passed, also one that has not been heard of yet. */
    private long slowestBoundaryMs() {
        long slowest = Long.MAX_VALUE;
        for (TelemetryKind kind : TelemetryKind.counted()) {
            if (isJudged(kind)) {
                slowest = Math.min(
                        slowest, evaluatedUpTo(kind).orElse(start.boundaries().getOrDefault(kind, Long.MIN_VALUE)));
            }
        }
        return slowest;
    }

    /** The last boundary of a kind that was evaluated, empty while the kind has not been heard of. */
    public OptionalLong evaluatedUpTo(TelemetryKind kind) {
        KindCursor cursor = cursors.get(kind);
        return cursor == null ? OptionalLong.empty() : OptionalLong.of(cursor.boundaryMs());
    }

    private boolean evaluate(KindCursor cursor, BooleanSupplier mayContinue, VerdictSink out) {
        OptionalLong target = exclusions.limit(cursor.target());
        if (target.isEmpty()) {
            return true;
        }
        long last = grid.evaluationFloor(target.getAsLong());
        while (true) {
            long boundary = grid.evaluationFloor(cursor.boundaryMs()) + grid.evaluationIntervalMs();
            long restsUntil = versionsOf(cursor.kind()).outgoing().isEmpty() ? cursor.restsUntilMs(boundary) : boundary;
            if (restsUntil > boundary) {
                boundary = Math.max(boundary, Math.min(restsUntil, firstOfInterest(cursor, last)));
            }
            if (boundary > last) {
                cursor.moveTo(Math.max(cursor.boundaryMs(), last));
                return true;
            }
            evaluate(cursor, boundary, out);
            if (boundary < last && !mayContinue.getAsBoolean()) {
                return false;
            }
        }
    }

    /**
     * While every series rests, boundaries before the next counts or exclusion would change nothing and are passed in one
     * step; but pagers are told of a resting series that is firing, when their time begins.
     */
    private long firstOfInterest(KindCursor cursor, long last) {
        Optional<Long> first = Stream.of(
                        waiting.firstBoundary(cursor.kind()), waitingSketches.firstBoundary(cursor.kind()))
                .flatMap(Optional::stream)
                .min(Long::compare);
        long counts = first.map(grid::evaluationCeiling).orElse(last + grid.evaluationIntervalMs());
        long change = adoptionsOf(cursor.kind()).nextChangeMs(cursor.boundaryMs());
        counts = change == Long.MAX_VALUE ? counts : Math.min(counts, grid.evaluationCeiling(change));
        long masks = exclusions.nextAfterMs(cursor.maskedUpToMs());
        counts = masks == Long.MAX_VALUE ? counts : Math.min(counts, grid.evaluationCeiling(masks));
        return cursor.boundaryMs() < start.liveFromMs() ? Math.min(counts, start.liveFromMs()) : counts;
    }

    private void evaluate(KindCursor cursor, long boundary, VerdictSink out) {
        followVersions(cursor, boundary, out);
        // Before the counts of this boundary: those are masked by their own panes, what is counted already by slots.
        for (Exclusion exclusion : exclusions.newAt(cursor.maskedUpToMs(), boundary)) {
            cursor.judges().forEach(judge -> judge.exclude(exclusion, boundary));
        }
        cursor.setMaskedUpTo(boundary);
        waiting.take(cursor.kind(), boundary, entry -> {
            WaitingKey key = entry.getKey();
            long[] counts = entry.getValue();
            if (isWanted(key.series(), cursor, boundary)) {
                judgeOf(key.series()).add(key.level(), key.paneStartMs(), counts[0], counts[1], boundary);
            }
        });
        waitingEvidence.take(cursor.kind(), boundary, (series, events) -> {
            if (isWanted(series, cursor, boundary)) {
                judgeOf(series).add(events);
            }
        });
        // Quantiles stand in summaries alone.
        if (!summaries.isNone()) {
            waitingSketches.take(cursor.kind(), boundary, (key, values) -> {
                if (isWanted(key.pane().series(), cursor, boundary)) {
                    judgeOf(key.pane().series())
                            .add(key.sketch(), key.pane().level(), key.pane().paneStartMs(), values, boundary);
                }
            });
        }
        for (SeriesJudge judge : cursor.judges()) {
            if (judge.restsUntilMs() <= boundary || boundary == start.liveFromMs()) {
                judge.evaluate(boundary, out);
            }
        }
        cursor.moveTo(boundary);
    }

    /**
     * What an older version counts is passed over once nobody judges it. What a partition counts for a group that the version
     * to come serves is kept: others will adopt it later.
     */
    private boolean isWanted(Series series, KindCursor cursor, long boundary) {
        KindVersions ofKind = versionsOf(cursor.kind());
        return ofKind.isWanted(series.sli())
                && (ofKind.isServed(series, ofKind.current())
                        || adoptionsOf(cursor.kind()).versionsAt(boundary, cursor.partitions()).stream()
                                .anyMatch(version -> ofKind.isServed(series, versions.require(version))));
    }

    /** Goes over to the version that judges this boundary, and lets SLOs go over to new series that are covered. */
    private void followVersions(KindCursor cursor, long boundary, VerdictSink out) {
        KindVersions ofKind = versionsOf(cursor.kind());
        Adoptions adopted = adoptionsOf(cursor.kind());
        long version = adopted.versionAt(boundary, cursor.partitions());
        if (version > ofKind.current().version()) {
            adopted.settle(version, cursor.partitions());
            VersionSwitch change = change(ofKind, cursor, boundary, out);
            change.to(versions.require(version));
            settle(change, cursor);
        }
        for (String slo : ofKind.outgoing()) {
            int sli = ofKind.current().sliOf(ofKind.current().slo(slo).orElseThrow());
            boolean isCovered = ofKind.isCovered(slo, countingStartMs(sli, cursor), boundary, grid);
            if (isCovered || boundary > ofKind.completeUntilMs(slo, adopted, cursor.partitions())) {
                VersionSwitch change = change(ofKind, cursor, boundary, out);
                change.passOver(slo);
                settle(change, cursor);
            }
        }
    }

    private VersionSwitch change(KindVersions ofKind, KindCursor cursor, long boundary, VerdictSink out) {
        for (SeriesJudge judge : cursor.judges()) {
            // What ends now is told with the windows of this boundary.
            judge.advance(boundary);
        }
        List<Exclusion> visible = exclusions.visibleAt(cursor.maskedUpToMs());
        return new VersionSwitch(ofKind, cursor.series(), visible, state, grid, boundary, out);
    }

    private void settle(VersionSwitch change, KindCursor cursor) {
        change.settle(cursor.boundaryMs());
        cursor.series().clear();
        restore(cursor.kind());
    }

    private SeriesJudge judgeOf(Series series) {
        KindCursor cursor = cursor(kindOf(series));
        SeriesJudge judge = cursor.series().get(series);
        if (judge == null) {
            judge = newJudge(series, cursor);
            cursor.series().put(series, judge);
            if (state.series().get(series) == null) {
                state.series().put(series, cursor.boundaryMs());
            }
        }
        return judge;
    }

    private SeriesJudge newJudge(Series series, KindCursor cursor) {
        KindVersions ofKind = versionsOf(cursor.kind());
        SeriesWindows windows = new SeriesWindows(
                series,
                ofKind.windowsOf(series.sli()),
                grid,
                state.rings(),
                countingStartMs(series, cursor),
                cursor.boundaryMs());
        SeriesEvidence evidence = new SeriesEvidence(series, state.evidence());
        SeriesSketches sketches = new SeriesSketches(
                series, ofKind.sketchesOf(series.sli()), grid, state.sketchRings(), cursor.boundaryMs());
        List<Exclusion> visible = exclusions.visibleAt(cursor.maskedUpToMs());
        List<SloWatch> watches = new ArrayList<>();
        // A group that only a version to come serves is counted, and not judged yet.
        boolean isServed = ofKind.isServed(series, ofKind.current());
        for (SloDefinition slo : isServed ? ofKind.judgedOn(series.sli()) : List.<SloDefinition>of()) {
            watches.add(new SloWatch(
                    slo,
                    series.group(),
                    windows,
                    new SloMask(
                            slo.name(),
                            series.group(),
                            windows,
                            grid,
                            state.exclusions().masks(),
                            visible),
                    evidence,
                    sketches,
                    state,
                    summaries,
                    ContentHash.salt(ofKind.versionOf(slo.name()).hash()),
                    start.liveFromMs()));
        }
        return new SeriesJudge(
                series, windows, sketches, watches, evidence, state, summaries, grid.evaluationIntervalMs());
    }

    /** From when a series is counted: since its SLI is, and since its group is served. */
    private long countingStartMs(Series series, KindCursor cursor) {
        long servedSince = versionsOf(cursor.kind())
                .bringing(series)
                .map(version -> countedSinceMs(version.version(), cursor))
                .orElse(NOT_YET_MS);
        return Math.max(servedSince, countingStartMs(series.sli(), cursor));
    }

    private long countingStartMs(int sli, KindCursor cursor) {
        return countedSinceMs(versions.newest().slis().get(sli).since(), cursor);
    }

    private long countedSinceMs(long version, KindCursor cursor) {
        return version == versions.first().version()
                ? start.boundaryMs(cursor.kind())
                : Math.min(NOT_YET_MS, adoptionsOf(cursor.kind()).countedSinceMs(version, cursor.partitions()));
    }

    private KindCursor cursor(TelemetryKind kind) {
        return cursors.computeIfAbsent(kind, absent -> new KindCursor(absent, start.boundaryMs(absent)));
    }

    private KindVersions versionsOf(TelemetryKind kind) {
        return judged.computeIfAbsent(kind, absent -> new KindVersions(absent, versions, state.judging()));
    }

    private Adoptions adoptionsOf(TelemetryKind kind) {
        return adoptions.computeIfAbsent(
                kind, absent -> new Adoptions(absent, versions.first().version(), state.adoptions()));
    }

    private TelemetryKind kindOf(Series series) {
        return versions.newest().indicator(series.sli()).of();
    }
}

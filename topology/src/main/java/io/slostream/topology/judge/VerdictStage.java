// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.definition.GroupBy;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Evidence;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.window.SeriesWindows;
import io.slostream.topology.window.WaitingEvidence;
import io.slostream.topology.window.WaitingKey;
import io.slostream.topology.window.WaitingPartials;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Stage 2 of one internal partition: packets in, verdicts out. It owns its series, sums partials over source
 * partitions, and evaluates boundaries one by one and in order as soon as every source of a kind is complete for them.
 *
 * <p>The verdict at a boundary T depends on the definition, on the events with event time before T that arrived before
 * T + grace, and on the exclusions that did, on nothing else: a partial waits for its boundary, wherever its packet stood among the others.
 */
public final class VerdictStage {
    /** How often an SLO is summarised unless asked otherwise. */
    public static final long DEFAULT_SUMMARY_INTERVAL_MS = 10_000;

    private final EngineDefinition definition;
    private final TimeGrid grid;
    private final StartPoint start;
    private final VerdictState state;
    private final SummaryRule summaries;
    private final WaitingPartials waiting;
    private final WaitingEvidence waitingEvidence;
    private final ExclusionBoard exclusions;
    private final Map<TelemetryKind, KindCursor> cursors = new EnumMap<>(TelemetryKind.class);
    private final List<List<Window>> windowsOfSli = new ArrayList<>();
    private final List<List<SloDefinition>> slosOfSli = new ArrayList<>();

    /** A stage that takes verdicts and no summaries: for replay, which compares transitions. */
    public VerdictStage(
            EngineDefinition definition, int partition, int partitions, long countingStartMs, VerdictState state) {
        this(definition, partition, partitions, StartPoint.at(countingStartMs), state);
    }

    /** Likewise, from a start point. */
    public VerdictStage(
            EngineDefinition definition, int partition, int partitions, StartPoint start, VerdictState state) {
        this(definition, partition, partitions, start, state, SummaryRule.NONE);
    }

    /**
     * Takes up the work where the state left it.
     *
     * @param partition number of this stage-2 partition
     * @param partitions how many there are
     * @param start from when events have been counted, and from when alerts are for pagers
     * @param summaryIntervalMs SLOs are summarised at those evaluated boundaries that are multiples of it, above 0
     */
    public VerdictStage(
            EngineDefinition definition,
            int partition,
            int partitions,
            StartPoint start,
            VerdictState state,
            long summaryIntervalMs) {
        this(definition, partition, partitions, start, state, SummaryRule.every(summaryIntervalMs, definition));
    }

    private VerdictStage(
            EngineDefinition definition,
            int partition,
            int partitions,
            StartPoint start,
            VerdictState state,
            SummaryRule summaries) {
        this.definition = definition;
        this.grid = definition.grid();
        this.start = start;
        this.state = state;
        this.summaries = summaries;
        this.waiting = new WaitingPartials(state.waiting());
        this.waitingEvidence = new WaitingEvidence(state.waitingEvidence());
        this.exclusions = new ExclusionBoard(
                definition,
                start.boundaries().containsKey(TelemetryKind.EXCLUSION),
                state.exclusions().known());
        compile();
        restore(partition, partitions);
    }

    private void compile() {
        for (int number = 0; number < definition.slos().indicators().size(); number++) {
            int sli = number;
            windowsOfSli.add(definition.windowsOf(sli));
            slosOfSli.add(definition.slos().slos().stream()
                    .filter(slo -> definition.slos().indicatorOf(slo) == sli)
                    .toList());
        }
    }

    private void restore(int partition, int partitions) {
        state.cursors().forEach((kind, boundary) -> {
            KindCursor cursor = new KindCursor(kind, boundary);
            cursor.setMaskedUpTo(boundary);
            cursors.put(kind, cursor);
        });
        state.watermarks()
                .forEach((key, watermark) ->
                        setWatermark(key.kind(), key.partition(), watermark.watermarkMs(), watermark.sources()));
        exclusions.restored();
        state.series().forEach((series, since) -> judgeOf(series));
        for (int sli = 0; sli < windowsOfSli.size(); sli++) {
            declare(sli, partition, partitions);
        }
    }

    /** Series that are declared are judged from the start: also one that never sends anything can miss a deadline. */
    private void declare(int sli, int partition, int partitions) {
        GroupBy groupBy = definition.slos().indicators().get(sli).groupBy();
        for (String group : definition.declaredGroups(groupBy).orElse(Set.of())) {
            Series series = new Series(sli, group);
            if (series.partition(partitions) == partition) {
                judgeOf(series);
            }
        }
    }

    /** Takes in a packet; verdicts come from {@link #evaluate}. */
    public void accept(Packet packet) {
        for (Partial partial : packet.partials()) {
            waiting.add(kindOf(partial.series()), partial);
        }
        for (Evidence evidence : packet.evidence()) {
            waitingEvidence.add(kindOf(evidence.series()), evidence);
        }
        packet.exclusions().forEach(exclusions::accept);
        if (packet.watermarkMs() == Packet.NO_WATERMARK) {
            return;
        }
        for (TelemetryKind kind : packet.kinds()) {
            int partition = packet.source().partition();
            setWatermark(kind, partition, packet.watermarkMs(), packet.sources());
            state.watermarks()
                    .put(new WatermarkKey(kind, partition), new Watermark(packet.watermarkMs(), packet.sources()));
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
        for (KindCursor cursor : cursors.values()) {
            long before = cursor.boundaryMs();
            boolean finished = evaluate(cursor, mayContinue, out);
            if (cursor.boundaryMs() != before) {
                state.cursors().put(cursor.kind(), cursor.boundaryMs());
            }
            if (!finished) {
                return false;
            }
        }
        exclusions.forgetBefore(slowestBoundaryMs());
        return true;
    }

    /** The least boundary that every kind has passed, also one that has not been heard of yet. */
    private long slowestBoundaryMs() {
        long slowest = Long.MAX_VALUE;
        for (Indicator indicator : definition.slos().indicators()) {
            TelemetryKind kind = indicator.of();
            slowest = Math.min(
                    slowest, evaluatedUpTo(kind).orElse(start.boundaries().getOrDefault(kind, Long.MIN_VALUE)));
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
            long restsUntil = cursor.restsUntilMs(boundary);
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
        Optional<Long> first = waiting.firstBoundary(cursor.kind());
        long counts = first.map(grid::evaluationCeiling).orElse(last + grid.evaluationIntervalMs());
        long masks = exclusions.nextAfterMs(cursor.maskedUpToMs());
        if (masks < counts) {
            counts = grid.evaluationCeiling(masks);
        }
        return cursor.boundaryMs() < start.liveFromMs() ? Math.min(counts, start.liveFromMs()) : counts;
    }

    private void evaluate(KindCursor cursor, long boundary, VerdictSink out) {
        // Before the counts of this boundary: those are masked by their own panes, what is counted already by slots.
        for (Exclusion exclusion : exclusions.newAt(cursor.maskedUpToMs(), boundary)) {
            cursor.judges().forEach(judge -> judge.exclude(exclusion, boundary));
        }
        cursor.setMaskedUpTo(boundary);
        waiting.take(cursor.kind(), boundary, entry -> {
            WaitingKey key = entry.getKey();
            long[] counts = entry.getValue();
            judgeOf(key.series()).add(key.level(), key.paneStartMs(), counts[0], counts[1], boundary);
        });
        waitingEvidence.take(
                cursor.kind(), boundary, (series, events) -> judgeOf(series).add(events));
        for (SeriesJudge judge : cursor.judges()) {
            if (judge.restsUntilMs() <= boundary || boundary == start.liveFromMs()) {
                judge.evaluate(boundary, out);
            }
        }
        cursor.moveTo(boundary);
    }

    private SeriesJudge judgeOf(Series series) {
        KindCursor cursor = cursor(kindOf(series));
        SeriesJudge judge = cursor.series().get(series);
        if (judge == null) {
            SeriesWindows windows = new SeriesWindows(
                    series,
                    windowsOfSli.get(series.sli()),
                    grid,
                    state.rings(),
                    start.boundaryMs(cursor.kind()),
                    cursor.boundaryMs());
            judge = new SeriesJudge(
                    series,
                    windows,
                    slosOfSli.get(series.sli()),
                    windowsOfSli.get(series.sli()),
                    grid,
                    exclusions.visibleAt(cursor.maskedUpToMs()),
                    state,
                    summaries,
                    start.liveFromMs());
            cursor.series().put(series, judge);
            if (state.series().get(series) == null) {
                state.series().put(series, cursor.boundaryMs());
            }
        }
        return judge;
    }

    private KindCursor cursor(TelemetryKind kind) {
        return cursors.computeIfAbsent(kind, absent -> new KindCursor(absent, start.boundaryMs(absent)));
    }

    private TelemetryKind kindOf(Series series) {
        return definition.slos().indicators().get(series.sli()).of();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One boundary of stage 2 with rings full of a month, the fixed SLOs, and new counts for every series: packet in,
 * windows advanced, alerts judged. The rival is {@link ReaddingStage}. One operation is one boundary of all series;
 * {@link Benchmarks} divides by their number.
 */
@State(Scope.Thread)
public class EvaluateBenchmark {
    static final long END_MS = Traffic.START_MS;
    private static final long COUNTING_START_MS = END_MS - 40L * 24 * 3_600_000;
    private static final Set<TelemetryKind> KINDS = EnumSet.allOf(TelemetryKind.class);
    private static final SourcePartition SOURCE = new SourcePartition("telemetry", 0);

    @Param({"8", "200"})
    public int specialists;

    private final EngineDefinition definition = FixedSlos.discovering();
    private History history;
    private VerdictStage stage;
    private ReaddingStage rival;
    private long boundaryMs = END_MS;
    private long verdicts;

    /** How many series that many specialists have. */
    static int series(int specialists) {
        return specialists * FixedSlos.discovering().slos().indicators().size();
    }

    /** A stage over this state with a month behind it. */
    static VerdictStage afterMonth(EngineDefinition definition, History history, VerdictState state) {
        VerdictStage stage = new VerdictStage(definition, 0, 1, COUNTING_START_MS, state);
        for (Series series : history.series()) {
            stage.accept(packet(history.partials(series, END_MS), Packet.NO_WATERMARK));
        }
        stage.accept(packet(List.of(), END_MS));
        stage.evaluate(() -> true, verdict -> {});
        return stage;
    }

    private static Packet packet(List<Partial> partials, long watermarkMs) {
        return new Packet(SOURCE, 1, KINDS, partials, watermarkMs);
    }

    /** Fills both with the same month. */
    @Setup
    public void fill() {
        history = new History(definition, specialists);
        stage = afterMonth(definition, history, VerdictState.onHeap());
        rival = new ReaddingStage(definition, history.series(), COUNTING_START_MS);
        for (Series series : history.series()) {
            history.partials(series, END_MS).forEach(rival::add);
        }
    }

    @Benchmark
    public long boundary() {
        boundaryMs += definition.grid().paneMs();
        stage.accept(packet(history.pane(boundaryMs), boundaryMs));
        stage.evaluate(() -> true, verdict -> verdicts++);
        return verdicts;
    }

    @Benchmark
    public long boundaryRival() {
        boundaryMs += definition.grid().paneMs();
        packet(history.pane(boundaryMs), boundaryMs).partials().forEach(rival::add);
        rival.evaluate(boundaryMs, transition -> verdicts++);
        return verdicts;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.slotest;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.accumulate.LineStage;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Plays one test through the engine's own stages, as a replay of a file with the same lines would: bytes are decoded,
 * validated, counted and judged. Beside transitions it takes summaries, at every evaluation, to know the states between.
 */
final class TestRun implements LineStage.Output {
    private static final SourcePartition SOURCE = new SourcePartition("test", 0);
    private static final Set<TelemetryKind> ALL_KINDS = EnumSet.allOf(TelemetryKind.class);
    private static final int PROGRESS_LINES = 4_096;

    private final TimeGrid grid;
    private final LineStage counting;
    private final VerdictStage judging;
    private final Observed observed;
    private final List<Packet> packets = new ArrayList<>();

    private TestRun(EngineDefinition definition, long startMs, long endMs, Observed observed) {
        this.grid = definition.grid();
        this.observed = observed;
        Accumulator accumulator = new Accumulator(definition, SOURCE, 1, ALL_KINDS, 1, CountingState.onHeap());
        // No line is ever in the future of a test.
        this.counting = new LineStage(SOURCE, accumulator, endMs, Long.MAX_VALUE - endMs);
        this.judging = new VerdictStage(
                definition, 0, 1, StartPoint.at(startMs), VerdictState.onHeap(), grid.evaluationIntervalMs());
    }

    /** Runs a test to its end. */
    static Observed run(EngineDefinition definition, long startMs, SloTest test, TestProgress progress) {
        long endMs = startMs + test.lengthMs();
        List<Long> asked = test.expectations().stream()
                .flatMapToLong(expectation -> expectation.timeMs().stream())
                .mapToObj(time -> startMs + time)
                .toList();
        Observed observed = new Observed(definition.grid(), asked, endMs);
        TestRun run = new TestRun(definition, startMs, endMs, observed);
        run.play(new EventLines(test, startMs), startMs, progress);
        run.finish(endMs);
        return observed;
    }

    private void play(EventLines lines, long startMs, TestProgress progress) {
        long number = 0;
        while (lines.hasNext()) {
            byte[] line = lines.next();
            counting.accept(line, 0, line.length, ++number, this);
            judge();
            if (number % PROGRESS_LINES == 0) {
                progress.reached(counting.clockMs() - startMs, number);
            }
        }
    }

    private void finish(long endMs) {
        counting.completeUntil(endMs + grid.graceMs(), this);
        judge();
        observed.account(counting.accounting());
    }

    private void judge() {
        if (!packets.isEmpty()) {
            packets.forEach(judging::accept);
            packets.clear();
            judging.evaluate(() -> true, observed);
        }
    }

    @Override
    public void send(int partition, Packet packet) {
        packets.add(packet);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        // Events were shown to the same validation when the file was read.
        throw new IllegalStateException(letter.detail() + ": " + new String(letter.head(), StandardCharsets.UTF_8));
    }

    @Override
    public void clockJump(SourcePartition source, long line, long fromMs, long toMs) {
        // Silence is what a test may be about.
    }
}

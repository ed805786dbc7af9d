// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.replay;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.accumulate.LineStage;
import io.slostream.topology.accumulate.Outcome;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Replays NDJSON files through the engine's own stages in one process, without Kafka. Each file is a source partition
 * with its own clock; files are read side by side in order of arrival, so memory holds open windows, not the files.
 */
public final class FileReplay {
    private static final String TOPIC = "file";
    /** Lines read from one file before the others get their turn, when clocks leave it open. */
    private static final int BATCH_LINES = 4_096;

    /** How far one file may run ahead of the next: interleaving finer than this changes nothing but the speed. */
    private static final long RUN_AHEAD_MS = 60_000;

    private static final Set<TelemetryKind> ALL_KINDS = EnumSet.allOf(TelemetryKind.class);
    private static final Comparator<Verdict> REPORT_ORDER = Comparator.comparingLong(
                    (Verdict verdict) -> verdict.transition().atMs())
            .thenComparing(Verdict::key);

    private final ReplayOptions options;
    private final EngineDefinition definition;
    private final TimeGrid grid;
    private final ReplayListener listener;
    private final List<InputFile> files = new ArrayList<>();
    private final List<Packet> packets = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Output output = new Output();

    private FileReplay(ReplayOptions options, ReplayListener listener) {
        this.options = options;
        this.definition = options.definition();
        this.grid = definition.grid();
        this.listener = listener;
    }

    /**
     * Runs a replay to its end.
     *
     * @return where the lines went
     * @throws IOException when a file cannot be read
     */
    public static Accounting run(ReplayOptions options, ReplayListener listener) throws IOException {
        FileReplay replay = new FileReplay(options, listener);
        try {
            replay.open();
            return replay.run();
        } finally {
            for (InputFile file : replay.files) {
                file.close();
            }
        }
    }

    private void open() throws IOException {
        int sources = options.inputs().size();
        for (int number = 0; number < sources; number++) {
            SourcePartition source = new SourcePartition(TOPIC, number);
            Accumulator accumulator =
                    new Accumulator(definition, source, sources, ALL_KINDS, 1, CountingState.onHeap());
            LineStage stage = new LineStage(source, accumulator, options.nowMs(), grid.futureLimitMs());
            files.add(new InputFile(options.inputs().get(number), stage));
        }
    }

    private Accounting run() throws IOException {
        for (InputFile file : files) {
            file.readFirstEvent(output);
        }
        OptionalLong countingStart = countingStart();
        if (countingStart.isPresent()) {
            VerdictStage stage = stage(StartPoint.at(countingStart.getAsLong()));
            readAll(stage);
            finish(stage);
        }
        return accounting();
    }

    private VerdictStage stage(StartPoint start) {
        return options.summaryIntervalMs() == 0
                ? new VerdictStage(definition, 0, 1, start, VerdictState.onHeap())
                : new VerdictStage(definition, 0, 1, start, VerdictState.onHeap(), options.summaryIntervalMs());
    }

    /** The earliest of {@code --from} and the first event's pane; empty when there is neither. */
    private OptionalLong countingStart() {
        long start = options.fromMs().orElse(Long.MAX_VALUE);
        for (InputFile file : files) {
            if (file.stage().firstEventMs() != Long.MIN_VALUE) {
                start = Math.min(start, file.stage().firstEventMs());
            }
        }
        return start == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(grid.floor(start));
    }

    private void readAll(VerdictStage stage) throws IOException {
        List<InputFile> open = new ArrayList<>(files);
        open.removeIf(InputFile::hasEnded);
        while (!open.isEmpty()) {
            open.sort(Comparator.comparingLong(file -> file.stage().clockMs()));
            InputFile behind = open.get(0);
            long until = open.size() > 1 ? open.get(1).stage().clockMs() + RUN_AHEAD_MS : Long.MAX_VALUE;
            behind.read(BATCH_LINES, until, output);
            open.removeIf(InputFile::hasEnded);
            long slowest = open.stream()
                    .mapToLong(file -> file.stage().clockMs())
                    .min()
                    .orElse(Long.MIN_VALUE);
            files.stream()
                    .filter(InputFile::hasEnded)
                    .forEach(file -> file.stage().completeUntil(slowest, output));
            judge(stage);
            listener.progress(
                    files.stream().mapToLong(InputFile::bytesRead).sum(),
                    accounting().in());
        }
    }

    private void finish(VerdictStage stage) {
        long to = lastReported();
        if (to != Long.MIN_VALUE) {
            files.forEach(file -> file.stage().completeUntil(to + grid.graceMs(), output));
            judge(stage);
        }
        report(to);
    }

    /** The last boundary to report, as far as is known: without {@code --to} it grows with the events. */
    private long lastReported() {
        if (options.toMs().isPresent()) {
            return options.toMs().getAsLong();
        }
        long last = files.stream()
                .mapToLong(file -> file.stage().lastEventMs())
                .max()
                .orElse(Long.MIN_VALUE);
        return last == Long.MIN_VALUE ? last : grid.floor(last) + grid.paneMs();
    }

    private void judge(VerdictStage stage) {
        if (packets.isEmpty()) {
            return;
        }
        packets.forEach(stage::accept);
        packets.clear();
        stage.evaluate(() -> true, output);
        long evaluated = lastReported();
        for (TelemetryKind kind : TelemetryKind.counted()) {
            evaluated = Math.min(evaluated, stage.evaluatedUpTo(kind).orElse(Long.MIN_VALUE));
        }
        report(evaluated);
    }

    /** Reports the verdicts of boundaries up to this one: none can come before them any more. */
    private void report(long completeMs) {
        verdicts.sort(REPORT_ORDER);
        long from = options.fromMs().orElse(Long.MIN_VALUE);
        int done = 0;
        while (done < verdicts.size() && verdicts.get(done).transition().atMs() <= completeMs) {
            Verdict verdict = verdicts.get(done++);
            if (verdict.transition().atMs() >= from) {
                listener.verdict(verdict);
            }
        }
        verdicts.subList(0, done).clear();
    }

    private Accounting accounting() {
        Accounting sum = Accounting.NONE;
        for (InputFile file : files) {
            sum = sum.plus(file.stage().accounting());
        }
        return sum;
    }

    /** Gathers what the stages say. */
    private final class Output implements LineStage.Output, VerdictSink {
        @Override
        public void send(int partition, Packet packet) {
            packets.add(packet);
        }

        @Override
        public void verdict(Verdict verdict) {
            verdicts.add(verdict);
        }

        @Override
        public void summary(SloStatus status) {
            listener.summary(status);
        }

        @Override
        public void pane(MinutePane pane) {
            listener.pane(pane);
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            listener.deadLetter(
                    options.inputs().get(letter.source().partition()),
                    letter.position(),
                    letter.reason(),
                    letter.detail());
        }

        @Override
        public void uncounted(SourcePartition source, long line, Outcome outcome, Supplier<String> why) {
            listener.uncounted(options.inputs().get(source.partition()), line, outcome, why);
        }

        @Override
        public void clockJump(SourcePartition source, long line, long fromMs, long toMs) {
            listener.clockJump(options.inputs().get(source.partition()), line, fromMs, toMs);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import io.slostream.alerting.state.AlertState;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Series;
import io.slostream.topology.StartPoint;
import io.slostream.topology.judge.AdoptionKey;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.ExclusionState;
import io.slostream.topology.judge.JudgingKey;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.SummaryKey;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.judge.Watermark;
import io.slostream.topology.judge.WatermarkKey;
import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.window.MaskKey;
import io.slostream.topology.window.MinuteCounts;
import io.slostream.topology.window.RingKey;
import io.slostream.topology.window.SketchRing;
import io.slostream.topology.window.WaitingEvidence;
import io.slostream.topology.window.WaitingKey;
import io.slostream.topology.window.WaitingSketches;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A stage-2 task: one partition of the packets, over one set of states and one transaction. */
final class VerdictTask {
    private final EngineDefinition definition;
    private final int partition;
    private final int partitions;
    private final long startMs;
    private final List<Packet> log;
    private final TransactionalState<WatermarkKey, Watermark> watermarks = new TransactionalState<>();
    private final TransactionalState<TelemetryKind, Long> cursors = new TransactionalState<>();
    private final TransactionalState<WaitingKey, long[]> waiting = new TransactionalState<>();
    private final TransactionalState<Series, Long> series = new TransactionalState<>();
    private final TransactionalState<RingKey, long[]> rings = new TransactionalState<>();
    private final TransactionalState<WaitingEvidence.Key, long[]> waitingEvidence = new TransactionalState<>();
    private final TransactionalState<Series, long[]> evidence = new TransactionalState<>();
    private final TransactionalState<Exclusion.Key, Exclusion> exclusions = new TransactionalState<>();
    private final TransactionalState<MaskKey, long[]> masks = new TransactionalState<>();
    private final TransactionalState<MinuteCounts.Key, long[]> minutes = new TransactionalState<>();
    private final TransactionalState<AdoptionKey, long[]> adoptions = new TransactionalState<>();
    private final TransactionalState<JudgingKey, Long> judging = new TransactionalState<>();
    private final TransactionalState<WaitingSketches.Key, BucketCounts> waitingSketches = new TransactionalState<>();
    private final TransactionalState<SketchRing.Key, SketchRing.Slot> sketchRings = new TransactionalState<>();
    private final TransactionalState<AlertKey, AlertState> alerts = new TransactionalState<>();
    private final TransactionalState<SummaryKey, long[]> summaries = new TransactionalState<>();
    private final List<TransactionalState<?, ?>> states = List.of(
            watermarks,
            cursors,
            waiting,
            series,
            rings,
            waitingEvidence,
            evidence,
            exclusions,
            masks,
            minutes,
            adoptions,
            judging,
            waitingSketches,
            sketchRings,
            alerts,
            summaries);
    private final Outbox outbox = new Outbox();
    private VerdictStage stage;
    private int committed;
    private int position;
    private boolean finished;
    private boolean committedFinished;

    /** What a task said in one transaction. */
    record Said(List<Verdict> verdicts, List<SloStatus> summaries) {}

    private static final class Outbox implements VerdictSink {
        private final List<Verdict> verdicts = new ArrayList<>();
        private final List<SloStatus> summaries = new ArrayList<>();

        @Override
        public void verdict(Verdict verdict) {
            verdicts.add(verdict);
        }

        @Override
        public void summary(SloStatus status) {
            summaries.add(status);
        }

        Said take() {
            Said said = new Said(List.copyOf(verdicts), List.copyOf(summaries));
            verdicts.clear();
            summaries.clear();
            return said;
        }
    }

    VerdictTask(EngineDefinition definition, int partition, int partitions, long startMs, List<Packet> log) {
        this.definition = definition;
        this.partition = partition;
        this.partitions = partitions;
        this.startMs = startMs;
        this.log = log;
        restart();
        states.forEach(TransactionalState::commit);
    }

    void restart() {
        position = committed;
        stage = new VerdictStage(
                definition,
                partition,
                partitions,
                StartPoint.at(startMs).withExclusions(),
                new VerdictState(
                        watermarks,
                        cursors,
                        waiting,
                        series,
                        rings,
                        waitingEvidence,
                        evidence,
                        new ExclusionState(exclusions, masks),
                        minutes,
                        adoptions,
                        judging,
                        waitingSketches,
                        sketchRings,
                        alerts,
                        summaries),
                VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS);
    }

    /** Some packets, then some evaluation, cut after a random number of boundaries. */
    void process(SplittableRandom random) {
        int packets = random.nextInt(6) == 0 ? 1_000 : random.nextInt(1, 30);
        for (int count = 0; count < packets && position < log.size(); count++) {
            stage.accept(log.get(position++));
        }
        int[] budget = {random.nextInt(1, 60)};
        finished = stage.evaluate(() -> --budget[0] > 0, outbox);
    }

    Said commit() {
        states.forEach(TransactionalState::commit);
        committed = position;
        committedFinished = finished;
        return outbox.take();
    }

    void abort() {
        states.forEach(TransactionalState::abort);
        outbox.take();
        restart();
    }

    boolean isDone() {
        return committed == log.size() && committedFinished;
    }
}

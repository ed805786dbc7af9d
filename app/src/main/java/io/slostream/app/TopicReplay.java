// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.app.history.HistoryListener;
import io.slostream.app.history.HistoryOptions;
import io.slostream.app.history.HistoryReplay;
import io.slostream.app.history.HistoryResult;
import io.slostream.app.replay.VerdictFormat;
import io.slostream.app.review.RecordedTopics;
import io.slostream.app.review.RecordedVerdict;
import io.slostream.app.review.VerdictComparison;
import io.slostream.app.run.RecordedEngine;
import io.slostream.schemas.output.PrintableText;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.accumulate.DeadLetter;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.summary.OutputRecord;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/** {@code slostream replay} of what an engine has counted from topics. */
final class TopicReplay implements HistoryListener {
    private static final Duration STOPPING = Duration.ofSeconds(10);
    private static final int SHOWN_DEAD_LETTERS = 5;

    private final ClusterOptions cluster;
    private final VerdictFormat format;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Shown shown;
    private final boolean against;
    private final List<RecordedVerdict> replayed = new ArrayList<>();
    private Progress progress;
    private long deadLetters;

    TopicReplay(
            ClusterOptions cluster,
            VerdictFormat format,
            PrintWriter out,
            PrintWriter err,
            Shown shown,
            boolean against) {
        this.cluster = cluster;
        this.format = format;
        this.out = out;
        this.err = err;
        this.shown = shown;
        this.against = against;
    }

    /** Replays and, when asked to, compares; returns the exit code. */
    int run(HistoryOptions options) throws InterruptedException {
        try {
            return replay(options);
        } catch (KafkaException e) {
            throw ClusterOptions.explained(e);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int replay(HistoryOptions options) throws InterruptedException {
        Supplier<Consumer<byte[], byte[]>> consumers = cluster.consumers();
        RecordedEngine engine = cluster.engine(consumers, err);
        shown.requireKnown(engine);
        long lastMs = against ? lastRecorded(consumers, options) : 0;
        HistoryResult result;
        try (HistoryReplay replay = HistoryReplay.of(engine, options, consumers, cluster.registry(), this);
                StopHook hook = new StopHook(replay::stop, STOPPING)) {
            progress = new Progress("replay", Progress.Unit.RECORDS, replay.offsets(), err);
            result = replay.run();
            progress.finish();
            hook.done();
        }
        out.println(format.accounting(result.accounting()));
        tell(result, options);
        if (!against || result.stopped()) {
            return 0;
        }
        return compare(consumers, options, result, lastMs) ? 0 : Main.FINDING;
    }

    private void tell(HistoryResult result, HistoryOptions options) {
        if (deadLetters > SHOWN_DEAD_LETTERS) {
            err.println(deadLetters + " dead letters, the first " + SHOWN_DEAD_LETTERS + " shown");
        }
        if (result.stopped()) {
            err.println("stopped: what stands above is not complete");
        } else if (result.judgedUpToMs() == Long.MIN_VALUE) {
            err.println("nothing could be judged: some source partition has no record yet");
        } else if (options.toMs().isPresent()
                && result.judgedUpToMs() < options.toMs().getAsLong()) {
            err.println("judged up to " + Instant.ofEpochMilli(result.judgedUpToMs())
                    + ": beyond it some source partition has not spoken");
        }
    }

    /** What was recorded before the replay began must come out of it, whatever the engine has written since. */
    private long lastRecorded(Supplier<Consumer<byte[], byte[]>> consumers, HistoryOptions options) {
        return recorded(consumers, options).stream()
                .mapToLong(RecordedVerdict::atMs)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private boolean compare(
            Supplier<Consumer<byte[], byte[]>> consumers, HistoryOptions options, HistoryResult result, long lastMs) {
        List<RecordedVerdict> recorded = recorded(consumers, options);
        long judgedMs;
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            judgedMs = new RecordedTopics(consumer, new RecordDecoder(cluster.registry())).newestSummaryMs();
        }
        for (RecordedVerdict verdict : recorded) {
            judgedMs = Math.max(judgedMs, verdict.atMs());
        }
        VerdictComparison comparison = VerdictComparison.of(
                recorded,
                replayed,
                options.fromMs().orElse(0),
                options.toMs().orElse(Math.max(result.judgedUpToMs(), lastMs)),
                judgedMs);
        format.comparison(comparison).forEach(out::println);
        return comparison.isSame();
    }

    private List<RecordedVerdict> recorded(Supplier<Consumer<byte[], byte[]>> consumers, HistoryOptions options) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return new RecordedTopics(consumer, new RecordDecoder(cluster.registry()))
                    .read(options.fromMs().orElse(0)).stream()
                            .filter(verdict -> shown.has(verdict.key()))
                            .toList();
        }
    }

    @Override
    public void told(Verdict verdict, OutputRecord record) {
        if (!shown.has(verdict.key())) {
            return;
        }
        if (record.topic().equals(TopicCatalog.TRANSITIONS)) {
            out.println(format.verdict(verdict));
        }
        if (against) {
            replayed.add(
                    new RecordedVerdict(record.topic().name(), record.key(), record.timestampMs(), record.value()));
        }
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        deadLetters++;
        if (deadLetters <= SHOWN_DEAD_LETTERS) {
            progress.interrupt();
            err.println(letter.source() + " offset " + letter.position() + ": dead letter ("
                    + letter.reason().code() + "): " + PrintableText.of(letter.detail()));
        }
    }

    @Override
    public void missed(String where, String outcome, String why) {
        progress.interrupt();
        err.println(where + ": not counted (" + outcome + "): " + PrintableText.of(why));
    }

    @Override
    public void progress(long records) {
        if (out.checkError()) {
            throw new UsageException(Main.OUTPUT_LOST);
        }
        progress.update(records, records);
    }
}

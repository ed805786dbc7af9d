// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.app.history.HistoryListener;
import io.slostream.app.history.HistoryOptions;
import io.slostream.app.history.HistoryReplay;
import io.slostream.app.history.HistoryResult;
import io.slostream.app.review.History;
import io.slostream.app.review.Judged;
import io.slostream.app.review.Pass;
import io.slostream.app.review.SloGroup;
import io.slostream.app.run.RecordedEngine;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.summary.OutputRecord;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/** The history that an engine has counted from topics. */
final class TopicHistory implements History {
    private static final Duration STOPPING = Duration.ofSeconds(10);

    private final RecordedEngine engine;
    private final HistoryOptions options;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final SchemaRegistry registry;
    private final Predicate<SloGroup> shown;
    private final boolean withTimelines;
    private final PrintWriter err;

    /**
     * A history.
     *
     * @param options which part of it, with what distance between summaries
     */
    TopicHistory(
            RecordedEngine engine,
            HistoryOptions options,
            Supplier<Consumer<byte[], byte[]>> consumers,
            SchemaRegistry registry,
            Predicate<SloGroup> shown,
            boolean withTimelines,
            PrintWriter err) {
        this.withTimelines = withTimelines;
        this.engine = engine;
        this.options = options;
        this.consumers = consumers;
        this.registry = registry;
        this.shown = shown;
        this.err = err;
    }

    @Override
    public Judged judge(Optional<DefinitionSet> slos, boolean asKnownNow) throws InterruptedException {
        Gathering gathering = new Gathering();
        HistoryResult result;
        try (HistoryReplay replay =
                        HistoryReplay.of(engine, options.judgedBy(slos, asKnownNow), consumers, registry, gathering);
                StopHook hook = new StopHook(replay::stop, STOPPING)) {
            gathering.progress = new Progress("replay", Progress.Unit.RECORDS, replay.offsets(), err);
            result = replay.run();
            gathering.progress.finish();
            hook.done();
        }
        if (result.stopped()) {
            throw new StoppedException();
        }
        long startMs = engine.start().boundaries().values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElseThrow();
        EngineDefinition newest = engine.versions().newest().definition();
        List<VersionedDefinition> definitions = slos.isPresent()
                ? List.of(VersionedDefinition.first(
                        VersionedDefinition.FILES, newest.with(newest.slos().with(slos.get()))))
                : engine.versions().all();
        Judged judged = gathering.pass.judged(
                result.accounting(),
                definitions,
                Math.max(startMs, options.fromMs().orElse(startMs)),
                result.judgedUpToMs());
        return withTimelines ? judged.with(HistoryReplay.evidence(judged, consumers, registry)) : judged;
    }

    /** Keeps what is judged. */
    private final class Gathering implements HistoryListener {
        private final Pass pass = new Pass(shown, withTimelines);
        private Progress progress;

        @Override
        public void told(Verdict verdict, OutputRecord record) {
            if (record.topic().equals(TopicCatalog.TRANSITIONS)) {
                pass.verdict(verdict);
            }
        }

        @Override
        public void summary(SloStatus status) {
            pass.summary(status);
        }

        @Override
        public void pane(MinutePane pane) {
            pass.pane(pane);
        }

        @Override
        public void progress(long records) {
            progress.update(records, records);
        }
    }
}

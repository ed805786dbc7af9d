// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.app.replay.FileReplay;
import io.slostream.app.replay.ReplayListener;
import io.slostream.app.replay.ReplayOptions;
import io.slostream.app.review.History;
import io.slostream.app.review.Judged;
import io.slostream.app.review.Pass;
import io.slostream.app.review.SloGroup;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The history of files; what goes wrong on the way is told by the replay that was made of them before. */
final class FileHistory implements History {
    private final ReplayOptions options;
    private final long summaryIntervalMs;
    private final Predicate<SloGroup> shown;
    private final boolean withTimelines;
    private final PrintWriter err;

    FileHistory(
            ReplayOptions options,
            long summaryIntervalMs,
            Predicate<SloGroup> shown,
            boolean withTimelines,
            PrintWriter err) {
        this.withTimelines = withTimelines;
        this.options = options;
        this.summaryIntervalMs = summaryIntervalMs;
        this.shown = shown;
        this.err = err;
    }

    @Override
    public Judged judge(Optional<DefinitionSet> slos, boolean asKnownNow) throws IOException {
        EngineDefinition definition = slos.map(changed ->
                        options.definition().with(options.definition().slos().with(changed)))
                .orElse(options.definition());
        if (asKnownNow) {
            definition = definition.on(definition.grid().withGrace(History.EVER_MS));
        }
        Gathering gathering = new Gathering();
        Accounting accounting = FileReplay.run(options.judgedBy(definition, summaryIntervalMs), gathering);
        return gathering.pass.judged(
                accounting,
                List.of(VersionedDefinition.first(VersionedDefinition.FILES, definition)),
                options.fromMs().orElse(gathering.firstMs),
                options.toMs().orElse(gathering.lastMs));
    }

    /** Keeps what is judged. */
    private final class Gathering implements ReplayListener {
        private final Pass pass = new Pass(shown, withTimelines);
        private final Progress progress = new Progress("replay", Progress.Unit.READ, 0, err);
        private long firstMs = Long.MAX_VALUE;
        private long lastMs = Long.MIN_VALUE;

        @Override
        public void verdict(Verdict verdict) {
            see(verdict.transition().atMs());
            pass.verdict(verdict);
        }

        @Override
        public void summary(SloStatus status) {
            see(status.atMs());
            pass.summary(status);
        }

        @Override
        public void pane(MinutePane pane) {
            pass.pane(pane);
        }

        private void see(long boundaryMs) {
            firstMs = Math.min(firstMs, boundaryMs);
            lastMs = Math.max(lastMs, boundaryMs);
        }

        @Override
        public void progress(long bytes, long records) {
            progress.update(bytes, records);
        }
    }
}

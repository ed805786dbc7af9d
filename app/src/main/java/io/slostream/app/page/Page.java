// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.CheckpointFeed;
import io.slostream.app.serve.ExpensiveReads;
import io.slostream.app.serve.OutputFeed;
import io.slostream.app.serve.Route;
import io.slostream.dashboards.page.Progress;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.schemas.wire.TelemetryDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the page asks an instance for. It follows the topics that all instances write, so each instance answers for all;
 * what is older is read back from the log when somebody asks.
 */
public final class Page implements AutoCloseable {
    /** How late a verdict may be before what is shown is called stale, beyond what it always takes. */
    private static final long MARGIN_MS = 45_000;

    private final ExpensiveReads reads = new ExpensiveReads();
    private final OutputFeed summaryFeed;
    private final OutputFeed alertFeed;
    private final Optional<CheckpointFeed> checkpointFeed;
    private final LiveHub live;
    private final Map<String, Route> routes;

    /**
     * A page that follows the topics from now on.
     *
     * @param alsoSummaries who else follows the summaries
     */
    public Page(PageSource source, OutputFeed.Reader alsoSummaries) {
        Views views = new Views(source.definition(), source.verdictPartitions());
        long limitMs =
                Progress.limitMs(views.now().definition().grid().graceMs(), source.summaryIntervalMs(), MARGIN_MS);
        Progress progress = new Progress(limitMs, source.isStory());
        LongSupplier staleClock = source.isStory() ? System::currentTimeMillis : source.clock();
        SummaryBoard summaries = new SummaryBoard(views, progress, staleClock);
        AlertBoard alerts = new AlertBoard();
        CheckpointBoard checkpoints = new CheckpointBoard(
                name -> views.now()
                        .definition()
                        .specialists()
                        .map(declared -> declared.contains(name))
                        .orElse(true),
                new TelemetryDecoder(source.registry()));
        summaryFeed = OutputFeed.start(
                TopicCatalog.SUMMARIES,
                source.consumers(),
                new RecordDecoder(source.registry()),
                List.of(alsoSummaries, summaries));
        alertFeed = OutputFeed.start(
                TopicCatalog.ALERTS, source.consumers(), new RecordDecoder(source.registry()), List.of(alerts));
        // Others have neither the topic nor the right to read it.
        checkpointFeed = readsCheckpoints(views.now())
                ? Optional.of(CheckpointFeed.start(source.consumers(), checkpoints::take))
                : Optional.empty();
        live = new LiveHub(source, views, summaries, alerts, checkpoints, progress, summaryFeed::isRead).start();

        DefinitionsAnswer definitions = new DefinitionsAnswer(views, source.engine(), source.isStory());
        AlertsAnswer alertsAnswer = new AlertsAnswer(alerts);
        HistoryAnswer history = new HistoryAnswer(source, views, summaries, progress);
        TransitionsAnswer transitions = new TransitionsAnswer(source);
        EventsAnswer events = new EventsAnswer(source, views);
        EventAnswer event = new EventAnswer(source);
        routes = Map.of(
                "/api/v1/definitions", exchange -> exchange.answer(definitions.answer()),
                "/api/v1/live", live::open,
                "/api/v1/alerts", exchange -> exchange.answer(alertsAnswer.answer(exchange.query())),
                "/api/v1/history", exchange -> reads.answer(exchange, history.reading(exchange.query())),
                "/api/v1/transitions", exchange -> reads.answer(exchange, transitions.reading(exchange.query())),
                "/api/v1/events", exchange -> reads.answer(exchange, events.reading(exchange.query())),
                "/api/v1/event", exchange -> reads.answer(exchange, event.reading(exchange.query())));
    }

    /** Which kinds an engine reads is decided when it begins, and no later definition changes it. */
    private static boolean readsCheckpoints(View view) {
        return view.panels().all().stream()
                .anyMatch(panel -> panel.slo().indicator().of() == TelemetryKind.CHECKPOINT);
    }

    /** What answers a path below {@code /api/}. */
    public Map<String, Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        live.close();
        reads.close();
        // All at once, so that their last polls end together.
        summaryFeed.stop();
        alertFeed.stop();
        checkpointFeed.ifPresent(CheckpointFeed::stop);
        summaryFeed.close();
        alertFeed.close();
        checkpointFeed.ifPresent(CheckpointFeed::close);
    }
}

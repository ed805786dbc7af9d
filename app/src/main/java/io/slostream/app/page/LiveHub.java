// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.EventStream;
import io.slostream.app.serve.Exchange;
import io.slostream.app.serve.RefusedException;
import io.slostream.dashboards.page.Progress;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.topic.TopicCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.avro.generic.GenericRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live streams. Once a second each scope that somebody looks at is compared with what it was, and its change is made
 * and written down once, whoever many look at it. Nothing is kept for a reader but what waits to be sent.
 */
final class LiveHub implements AutoCloseable {
    static final int MOST_STREAMS = 50;
    private static final Logger LOG = LoggerFactory.getLogger(LiveHub.class);
    private static final long TICK_MS = 1_000;
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PageSource source;
    private final Views views;
    private final SummaryBoard summaries;
    private final AlertBoard alerts;
    private final CheckpointBoard checkpoints;
    private final Progress progress;
    private final BooleanSupplier summariesRead;
    private final RecordEncoder encoder;
    private final Map<LiveScope, Audience> audiences = new HashMap<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "slostream-live");
        thread.setDaemon(true);
        return thread;
    });
    private Map<String, SummaryBoard.Shown> cells = Map.of();

    /** Those who look at one scope, and what they have been told. */
    private static final class Audience {
        private final LiveScope scope;
        private final List<EventStream> streams = new CopyOnWriteArrayList<>();
        private Map<String, SummaryBoard.Shown> told = new HashMap<>();
        private GenericRecord toldSummary;
        private boolean toldStale;
        private long toldNanos = System.nanoTime();

        private Audience(LiveScope scope) {
            this.scope = scope;
        }

        private void tell(byte[] event) {
            streams.forEach(stream -> stream.send(event));
        }
    }

    LiveHub(
            PageSource source,
            Views views,
            SummaryBoard summaries,
            AlertBoard alerts,
            CheckpointBoard checkpoints,
            Progress progress,
            BooleanSupplier summariesRead) {
        this.source = source;
        this.views = views;
        this.summaries = summaries;
        this.alerts = alerts;
        this.checkpoints = checkpoints;
        this.progress = progress;
        this.summariesRead = summariesRead;
        this.encoder = new RecordEncoder(OutputFormat.JSON, source.registry());
    }

    LiveHub start() {
        var unused = clock.scheduleAtFixedRate(this::guardedTick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        return this;
    }

    /**
     * Opens a stream.
     *
     * @throws RefusedException as {@link LiveScope#of}; 503 when there are too many
     */
    void open(Exchange exchange) {
        LiveScope scope = LiveScope.of(exchange.query(), views.now());
        if (streams.incrementAndGet() > MOST_STREAMS) {
            streams.decrementAndGet();
            throw RefusedException.unavailable("there are " + MOST_STREAMS + " live streams, the most that are served");
        }
        EventStream stream = exchange.stream();
        try {
            join(scope, stream);
        } catch (RuntimeException e) {
            leave(scope, stream);
            stream.end();
            throw e;
        }
        stream.whenClosed(() -> leave(scope, stream));
    }

    private synchronized void join(LiveScope scope, EventStream stream) {
        Audience audience = audiences.get(scope);
        if (audience == null) {
            if (audiences.isEmpty()) {
                // Nobody looked, so nothing was kept up to date, and no news were taken.
                cells = summaries.cells();
                alerts.forgetNews();
                checkpoints.forgetNews();
            }
            audience = new Audience(scope);
            audience.told = shownTo(scope);
            audiences.put(scope, audience);
        }
        stream.send(LiveEvents.snapshot(
                source.clock().getAsLong(),
                engine(),
                audience.told.values(),
                checkpoints.all(),
                alerts.find(AlertWord::isFiring)));
        summaryOf(scope).ifPresent(summary -> stream.send(summaryEvent(summary, scope)));
        audience.streams.add(stream);
    }

    private synchronized void leave(LiveScope scope, EventStream stream) {
        streams.decrementAndGet();
        Audience audience = audiences.get(scope);
        if (audience != null) {
            audience.streams.remove(stream);
            if (audience.streams.isEmpty()) {
                audiences.remove(scope);
            }
        }
    }

    private void guardedTick() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("Live streams miss a second", e);
        }
    }

    private synchronized void tick() {
        long now = source.clock().getAsLong();
        source.evaluated().get().forEach((part, boundary) -> progress.heard(part, boundary, staleClock()));
        if (audiences.isEmpty()) {
            return;
        }
        cells = summaries.cells();
        List<AlertWord> words = alerts.takeNews();
        List<CheckpointBoard.Shown> newest = checkpoints.takeNews();
        // A reader that is cut off leaves while he is told.
        for (Audience audience : List.copyOf(audiences.values())) {
            try {
                tell(audience, now, words, newest);
            } catch (RuntimeException e) {
                // What it was not told is told nowhere again; whoever comes anew is told everything. Others go on.
                LOG.warn("What a live stream shows cannot be told: it ends", e);
                audience.streams.forEach(EventStream::end);
            }
        }
    }

    private void tell(Audience audience, long now, List<AlertWord> words, List<CheckpointBoard.Shown> newest) {
        Map<String, SummaryBoard.Shown> shown = shownTo(audience.scope);
        List<SummaryBoard.Shown> changed = new ArrayList<>();
        shown.forEach((key, cell) -> {
            if (!cell.equals(audience.told.get(key))) {
                changed.add(cell);
            }
        });
        List<SummaryBoard.Shown> gone = new ArrayList<>();
        audience.told.forEach((key, cell) -> {
            if (!shown.containsKey(key)) {
                gone.add(cell);
            }
        });
        audience.told = shown;
        if (!changed.isEmpty() || !gone.isEmpty() || !words.isEmpty() || !newest.isEmpty()) {
            audience.tell(LiveEvents.change(now, changed, gone, newest, words));
        }
        // How the engine is stands in beats alone, so changes do not put them off.
        if (System.nanoTime() - audience.toldNanos >= BEAT_NANOS) {
            audience.toldNanos = System.nanoTime();
            audience.tell(LiveEvents.beat(now, engine()));
        }
        tellSummary(audience);
    }

    private void tellSummary(Audience audience) {
        GenericRecord summary = summaryOf(audience.scope).orElse(null);
        if (summary == null) {
            if (audience.toldSummary != null) {
                audience.toldSummary = null;
                audience.tell(LiveEvents.noSummary());
            }
            return;
        }
        boolean stale = isStale(summary, audience.scope);
        if (summary != audience.toldSummary || stale != audience.toldStale) {
            audience.toldSummary = summary;
            audience.toldStale = stale;
            audience.tell(summaryEvent(summary, audience.scope));
        }
    }

    private Optional<GenericRecord> summaryOf(LiveScope scope) {
        return scope.group().flatMap(group -> summaries.summary(scope.slo().orElseThrow(), group));
    }

    private byte[] summaryEvent(GenericRecord summary, LiveScope scope) {
        return LiveEvents.summary(encoder.encode(TopicCatalog.SUMMARIES, summary), isStale(summary, scope));
    }

    private boolean isStale(GenericRecord summary, LiveScope scope) {
        View view = views.now();
        return view.panel(scope.slo().orElseThrow())
                .map(panel -> summaries.isStale(view, panel, summary, staleClock()))
                .orElse(true);
    }

    private long staleClock() {
        return summaries.now();
    }

    private Map<String, SummaryBoard.Shown> shownTo(LiveScope scope) {
        Map<String, SummaryBoard.Shown> shown = new HashMap<>();
        cells.forEach((key, cell) -> {
            if (scope.shows(cell.panel())) {
                shown.put(key, cell);
            }
        });
        return shown;
    }

    private LiveEvents.Engine engine() {
        OptionalLong evaluated = source.evaluated().get().values().stream()
                .mapToLong(Long::longValue)
                .min();
        return new LiveEvents.Engine(
                views.now().version().hash(), source.state().get(), evaluated, summariesRead.getAsBoolean());
    }

    /** Ends all streams. */
    @Override
    public void close() {
        clock.shutdownNow();
        List<EventStream> open = new ArrayList<>();
        synchronized (this) {
            audiences.values().forEach(audience -> open.addAll(audience.streams));
        }
        open.forEach(EventStream::end);
    }
}

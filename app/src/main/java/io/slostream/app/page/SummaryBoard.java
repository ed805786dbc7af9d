// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.OutputFeed;
import io.slostream.dashboards.page.Cell;
import io.slostream.dashboards.page.Progress;
import io.slostream.dashboards.panel.Panel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.generic.GenericRecord;

/**
 * The newest summary of every SLO of every group, and the cells that they make. As many as are declared; records are
 * shared with whoever else follows the topic. Thread-safe.
 */
final class SummaryBoard implements OutputFeed.Reader {
    private final Map<String, GenericRecord> summaries = new ConcurrentHashMap<>();
    private final Map<String, Made> made = new ConcurrentHashMap<>();
    private final Views views;
    private final Progress progress;
    private final LongSupplier clock;

    /** A cell and what it was made of. */
    private record Made(GenericRecord summary, String headline, Shown shown) {}

    /**
     * A cell on the page.
     *
     * @param stale whether it may be true no more
     */
    record Shown(Cell cell, Panel panel, boolean stale) {}

    /**
     * A board.
     *
     * @param clock time by which staleness is judged, epoch milliseconds
     */
    SummaryBoard(Views views, Progress progress, LongSupplier clock) {
        this.views = views;
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public void record(String key, GenericRecord summary) {
        summaries.put(key, summary);
        View view = views.now();
        view.panel(summary.get("slo").toString())
                .ifPresent(panel -> progress.heard(
                        view.part(panel.slo(), summary.get("group").toString()),
                        (Long) summary.get("at"),
                        clock.getAsLong()));
    }

    @Override
    public void gone(String key) {
        summaries.remove(key);
        made.remove(key);
    }

    /** Time by which staleness is judged. */
    long now() {
        return clock.getAsLong();
    }

    Optional<GenericRecord> summary(String slo, String group) {
        return Optional.ofNullable(summaries.get(slo + "/" + group));
    }

    /** Every cell of an SLO that is defined, by the key of its summary. */
    Map<String, Shown> cells() {
        View view = views.now();
        long now = clock.getAsLong();
        Map<String, Shown> cells = new HashMap<>(summaries.size() * 2);
        summaries.forEach((key, summary) -> {
            Optional<Panel> panel = view.panel(summary.get("slo").toString());
            if (panel.isPresent()) {
                cells.put(key, shown(view, panel.get(), key, summary, now));
            }
        });
        return cells;
    }

    /** As it was, unless something changed: most cells stay the same from one second to the next. */
    private Shown shown(View view, Panel panel, String key, GenericRecord summary, long now) {
        String headline = view.headline(panel.slo().name());
        boolean stale = isStale(view, panel, summary, now);
        Made known = made.get(key);
        boolean isSame = known != null
                && known.summary == summary
                && known.headline.equals(headline)
                && known.shown.panel.equals(panel)
                && known.shown.stale == stale;
        if (isSame) {
            return known.shown;
        }
        Shown shown = new Shown(Cell.of(summary, headline), panel, stale);
        made.put(key, new Made(summary, headline, shown));
        return shown;
    }

    boolean isStale(View view, Panel panel, GenericRecord summary, long now) {
        return progress.isStale(view.part(panel.slo(), summary.get("group").toString()), now);
    }
}

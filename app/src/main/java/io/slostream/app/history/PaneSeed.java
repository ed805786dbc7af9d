// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.state.AlertState;
import io.slostream.app.run.RecordedEngine;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.summary.PaneReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;

/**
 * What {@code slo.panes.v1} says of an hour's end: the counts of every minute before, and where each alert stood with
 * every timer. From there a replay can go on without the events before; those of the last half hour it reads, for windows
 * that are finer than a minute.
 *
 * @param boundaryMs the end of the hour, epoch milliseconds
 * @param finestMs from here on counts come from events: the old edge of the longest window that is kept by pane
 * @param counts of all time before that, once a series, each pane at the finest level that a window still asks for
 * @param alerts those that did not stand at their beginning
 */
record PaneSeed(long boundaryMs, long finestMs, List<Partial> counts, Map<AlertKey, AlertState> alerts) {
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;

    /** Counts of a series and pane. */
    private record Slot(int sli, String group, int level, long startMs) {}

    /**
     * The last hour that ended an hour before the first boundary to report, so that evidence of an hour's window is
     * known; empty where it cannot be: the engine is younger, or its definitions had changed by then.
     */
    static Optional<PaneSeed> before(long fromMs, RecordedEngine engine, TopicRecords records, RecordDecoder decoder) {
        long boundaryMs = Math.floorDiv(fromMs, HOUR_MS) * HOUR_MS - HOUR_MS;
        long startMs = engine.start().boundaries().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        VersionedDefinition first = engine.versions().first();
        TimeGrid grid = first.definition().grid();
        long finestMs = grid.oldEdge(30 * MINUTE_MS, boundaryMs);
        // Alert states are written where hours and evaluations meet.
        if (finestMs <= startMs || HOUR_MS % grid.evaluationIntervalMs() != 0) {
            return Optional.empty();
        }
        Reading reading = new Reading(first, boundaryMs, finestMs);
        records.read(TopicCatalog.PANES.name(), record -> {
            if (record.value() != null && record.timestamp() <= boundaryMs) {
                reading.take(decoder.decode(TopicCatalog.PANES, record.value()));
            }
        });
        return reading.seed();
    }

    /** The counts as a packet that says nothing of time. */
    Packet packet(RecordedEngine engine) {
        return new Packet(
                new SourcePartition(TopicCatalog.PANES.name(), 0),
                1,
                Set.of(),
                engine.versions().first().version(),
                Long.MIN_VALUE,
                counts,
                List.of(),
                List.of(),
                List.of(),
                Packet.NO_WATERMARK);
    }

    private static final class Reading {
        private final VersionedDefinition version;
        private final TimeGrid grid;
        private final long boundaryMs;
        private final long finestMs;
        private final int minutes;
        /** By SLO: the SLI that its records count for, where no other SLO's do already. */
        private final Map<String, Integer> sliOf = new HashMap<>();

        private final Map<Slot, long[]> counts = new HashMap<>();
        private final Map<AlertKey, AlertState> alerts = new HashMap<>();
        private final Set<Long> versions = new TreeSet<>();

        Reading(VersionedDefinition version, long boundaryMs, long finestMs) {
            this.version = version;
            this.grid = version.definition().grid();
            this.boundaryMs = boundaryMs;
            this.finestMs = finestMs;
            this.minutes = levelOf(MINUTE_MS);
            Set<Integer> taken = new TreeSet<>();
            for (SloDefinition slo : version.definition().slos().slos()) {
                int sli = version.sliOf(slo);
                if (taken.add(sli)) {
                    sliOf.put(slo.name(), sli);
                }
            }
        }

        private int levelOf(long paneMs) {
            for (int level = 0; level < grid.levels().size(); level++) {
                if (grid.levels().get(level).paneMs() == paneMs) {
                    return level;
                }
            }
            throw new IllegalStateException("no level of " + paneMs + " ms");
        }

        void take(GenericRecord pane) {
            long writtenMs = (Long) pane.get("boundary");
            if (writtenMs > boundaryMs - HOUR_MS) {
                versions.add((Long) pane.get("definition_version"));
            }
            String slo = pane.get("slo").toString();
            if (pane.get("kind").toString().equals("alert_state")) {
                if (writtenMs == boundaryMs) {
                    String alert =
                            ((GenericRecord) pane.get("alert")).get("alert").toString();
                    alerts.put(new AlertKey(slo, alert, pane.get("group").toString()), PaneReader.alertState(pane));
                }
                return;
            }
            Integer sli = sliOf.get(slo);
            long minuteMs = (Long) pane.get("minute");
            if (sli == null
                    || minuteMs >= finestMs
                    || !PaneReader.series(version.indicator(sli))
                            .equals(pane.get("series").toString())) {
                return;
            }
            int level = level(sli, minuteMs);
            long startMs = grid.levels().get(level).paneStart(minuteMs);
            long[] sum = counts.computeIfAbsent(
                    new Slot(sli, pane.get("group").toString(), level, startMs), absent -> new long[2]);
            sum[0] += (Long) pane.get("good");
            sum[1] += (Long) pane.get("total");
        }

        /** The finest that some window still asks for; months begin at any quarter of an hour, so they keep minutes. */
        private int level(int sli, long minuteMs) {
            boolean hasMonth = version.windowsOf(sli).stream().anyMatch(Window.CalendarMonth.class::isInstance);
            return hasMonth ? minutes : Math.max(minutes, grid.finestLevelHolding(minuteMs, boundaryMs));
        }

        Optional<PaneSeed> seed() {
            if (!versions.equals(Set.of(version.version()))) {
                return Optional.empty();
            }
            List<Partial> partials = new ArrayList<>(counts.size());
            counts.forEach((slot, sum) -> partials.add(new Partial(
                    new Series(slot.sli(), slot.group()), slot.level(), slot.startMs(), finestMs, sum[0], sum[1])));
            return Optional.of(new PaneSeed(boundaryMs, finestMs, partials, alerts));
        }
    }
}

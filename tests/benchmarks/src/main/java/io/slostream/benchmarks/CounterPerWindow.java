// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.alerting.definition.Window;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.ingest.SliClassifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The rival of stage 1: sliding windows without sharing. One counter per (series, window length) in a hash map; an
 * event looks up the counter of every window of every SLI that counts it, adds itself to the pane (5 s) of that
 * counter's own queue of panes and to its running sum, and drops the panes that have left. Classification is ours, so
 * what differs is the counting. It keeps no arrival clock and closes nothing: less work than the engine does.
 */
final class CounterPerWindow {
    private final TimeGrid grid;
    private final List<SliClassifier> classifiers = new ArrayList<>();
    private final EngineDefinition definition;
    private final List<List<Long>> windows = new ArrayList<>();
    private final Map<Key, Counter> counters = new HashMap<>();

    /** One window of one series. */
    record Key(int sli, String group, long windowMs) {}

    private static final class Pane {
        private final long startMs;
        private long good;
        private long total;

        Pane(long startMs) {
            this.startMs = startMs;
        }
    }

    /** A sliding window with panes of its own, newest first. */
    private static final class Counter {
        private final Deque<Pane> panes = new ArrayDeque<>();
        private long good;
        private long total;

        void add(long paneMs, long windowMs, long startMs, long addedGood, long addedTotal) {
            Pane pane = paneAt(startMs);
            pane.good += addedGood;
            pane.total += addedTotal;
            good += addedGood;
            total += addedTotal;
            while (panes.getLast().startMs < panes.getFirst().startMs + paneMs - windowMs) {
                Pane left = panes.removeLast();
                good -= left.good;
                total -= left.total;
            }
        }

        private Pane paneAt(long startMs) {
            Iterator<Pane> newestFirst = panes.iterator();
            while (newestFirst.hasNext()) {
                Pane pane = newestFirst.next();
                if (pane.startMs == startMs) {
                    return pane;
                } else if (pane.startMs < startMs) {
                    break;
                }
            }
            Pane added = new Pane(startMs);
            if (panes.isEmpty() || panes.getFirst().startMs < startMs) {
                panes.addFirst(added);
            } else {
                insert(added);
            }
            return added;
        }

        /** Rare: a late event of a pane in which nothing came in time. */
        private void insert(Pane added) {
            List<Pane> sorted = new ArrayList<>(panes);
            sorted.add(added);
            sorted.sort((left, right) -> Long.compare(right.startMs, left.startMs));
            panes.clear();
            panes.addAll(sorted);
        }
    }

    CounterPerWindow(EngineDefinition definition) {
        this.definition = definition;
        this.grid = definition.grid();
        VersionedDefinition version = VersionedDefinition.first(0, definition);
        for (int sli = 0; sli < definition.slos().indicators().size(); sli++) {
            classifiers.add(new SliClassifier(definition.slos().indicators().get(sli)));
            windows.add(version.windowsOf(sli).stream().map(Window::nominalMs).toList());
        }
    }

    /** Counts an event; whether any SLI wanted it. */
    boolean count(TelemetryEvent event) {
        boolean counted = false;
        String group = null;
        long startMs = grid.floor(event.eventTimeMs());
        for (int sli = 0; sli < classifiers.size(); sli++) {
            SliClassifier classifier = classifiers.get(sli);
            if (definition.slos().indicators().get(sli).of() != event.kind() || !classifier.counts(event)) {
                continue;
            }
            counted = true;
            group = group == null
                    ? event.stringAt(event.kind().specialistField().index()).toString()
                    : group;
            for (long windowMs : windows.get(sli)) {
                counters.computeIfAbsent(new Key(sli, group, windowMs), absent -> new Counter())
                        .add(grid.paneMs(), windowMs, startMs, classifier.good(), classifier.total());
            }
        }
        return counted;
    }

    /** Events in a window as it stands after the newest event of its series. */
    long total(Key key) {
        Counter counter = counters.get(key);
        return counter == null ? 0 : counter.total;
    }

    /** Good events in a window as it stands after the newest event of its series. */
    long good(Key key) {
        Counter counter = counters.get(key);
        return counter == null ? 0 : counter.good;
    }
}

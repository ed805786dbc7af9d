// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.showing;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.accumulate.Accumulator;
import io.slostream.topology.accumulate.CountingState;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import io.slostream.topology.judge.VerdictSink;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import io.slostream.topology.state.KeyValueState;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * What a backlog costs: a store's cache keeps what was deleted until the next commit, and a scan walks over each such
 * key. Boundaries close by the thousand between two commits, so none may walk over what earlier ones deleted.
 */
class ScanCostTest {
    private static final int PANES = 500;

    private long walkedOver;
    private long deleted;
    private int evaluated;

    @Test
    void shouldWalkOverNothingThatWasDeletedBefore() {
        EngineDefinition definition =
                discovering(TimeGrid.DEFAULT, showing(slo("one", passed(), HOUR), "score", 5 * SECOND));
        Accumulator accumulator = new Accumulator(
                definition,
                new SourcePartition(TelemetryKind.EVALUATION.topic(), 0),
                1,
                Set.of(TelemetryKind.EVALUATION),
                1,
                CountingState.over(UncommittedState::new));
        VerdictStage stage = new VerdictStage(
                definition,
                0,
                1,
                StartPoint.at(T0),
                VerdictState.over(UncommittedState::new),
                VerdictStage.DEFAULT_SUMMARY_INTERVAL_MS);

        for (int pane = 0; pane < PANES; pane++) {
            long atMs = T0 + pane * definition.grid().paneMs();
            accumulator.arrive(atMs, (partition, packet) -> {
                stage.accept(packet);
                stage.evaluate(() -> true, new Ignored());
            });
            TelemetryEvent failed = EventBuilder.of(TelemetryKind.EVALUATION, "coder", atMs)
                    .with("evaluation_name", "suite")
                    .with("passed", false)
                    .with("score", 0.1)
                    .build();
            accumulator.count(failed, pane);
        }

        assertThat(evaluated).as("summaries").isGreaterThan(PANES / 3);
        // Counts, evidence and values, in both stages.
        assertThat(deleted).isGreaterThan(6 * (PANES - 10));
        assertThat(walkedOver).isZero();
    }

    private final class Ignored implements VerdictSink {
        @Override
        public void verdict(Verdict verdict) {
            // Only what it costs is looked at.
        }

        @Override
        public void summary(SloStatus status) {
            evaluated++;
        }
    }

    /** Remembers what was deleted, as a cache between two commits. */
    private final class UncommittedState<K extends Comparable<K>, V> implements KeyValueState<K, V> {
        private final TreeMap<K, V> entries = new TreeMap<>();
        private final TreeSet<K> gone = new TreeSet<>();

        @Override
        public V get(K key) {
            return entries.get(key);
        }

        @Override
        public void put(K key, V value) {
            gone.remove(key);
            entries.put(key, value);
        }

        @Override
        public void delete(K key) {
            if (entries.remove(key) != null) {
                deleted++;
                gone.add(key);
            }
        }

        @Override
        public void scan(K from, Visitor<K, V> visitor) {
            // An end that the state is not told is one that it cannot stop at.
            walkedOver += gone.tailSet(from).size();
            visit(entries.tailMap(from, true), visitor);
        }

        @Override
        public void scan(K from, K to, Visitor<K, V> visitor) {
            walkedOver += gone.subSet(from, to).size();
            visit(entries.subMap(from, to), visitor);
        }

        private void visit(Map<K, V> range, Visitor<K, V> visitor) {
            for (Map.Entry<K, V> entry : range.entrySet()) {
                if (!visitor.visit(entry)) {
                    return;
                }
            }
        }

        @Override
        public void forEach(BiConsumer<K, V> visitor) {
            entries.forEach(visitor);
        }
    }
}

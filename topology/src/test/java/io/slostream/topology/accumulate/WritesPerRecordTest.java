// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.discovering;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.showing;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.definition.FieldMatcher;
import io.slostream.alerting.definition.Indicator;
import io.slostream.alerting.definition.Operator;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.Packet;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.ingest.TelemetryRecord;
import io.slostream.topology.state.HeapState;
import io.slostream.topology.state.KeyValueState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What a record costs in state writes, each of which is a serialised entry and, after the cache, a changelog record. */
class WritesPerRecordTest {
    private static final SourcePartition SOURCE = new SourcePartition("telemetry.evaluations.v1", 0);

    private final WriteCountingState<OpenCountKey> blocks = new WriteCountingState<>();
    private final WriteCountingState<SourcePartition> rows = new WriteCountingState<>();
    private final WriteCountingState<OpenCountKey> sketches = new WriteCountingState<>();
    private final CountingStage stage = stage();
    private final CountingOutput out = new CountingOutput() {
        @Override
        public void send(int partition, Packet packet) {}

        @Override
        public void deadLetter(DeadLetter letter) {}
    };
    private long offset;

    @Test
    void shouldWriteTheSourceRowOnceARecord() {
        accept(event(T0));
        accept(event(T0 + 1));
        accept("garbage".getBytes(StandardCharsets.UTF_8));
        assertThat(rows.writes).isEqualTo(3);

        stage.accept(
                new TelemetryRecord("slostream-tick".getBytes(StandardCharsets.UTF_8), null, true, T0 + DAY, offset++),
                out);
        assertThat(rows.writes).as("a control moves the clock").isEqualTo(4);
    }

    @Test
    void shouldWriteOneBlockARecordHoweverManySlisItCountsIn() {
        accept(event(T0));
        int opened = blocks.writes;
        accept(event(T0 + 1));
        accept(event(T0 + 2));

        assertThat(blocks.writes - opened).isEqualTo(2);
    }

    @Test
    void shouldWriteOneBlockOfValuesARecordHoweverManyDistributionsItIsPartOf() {
        accept(event(T0));
        int opened = sketches.writes;
        accept(event(T0 + 1));
        accept(event(T0 + 2));

        assertThat(opened).isPositive();
        assertThat(sketches.writes - opened).isEqualTo(2);
        List<Integer> inTheBlock = new ArrayList<>();
        BucketTable.forEach(sketches.entries.firstEntry().getValue(), (counts, sketch) -> inTheBlock.add(sketch));
        assertThat(inTheBlock).containsExactly(0, 1);
    }

    private void accept(byte[] value) {
        stage.accept(new TelemetryRecord(null, value, false, T0 + offset, offset++), out);
    }

    private static byte[] event(long timeMs) {
        return ("{\"event_id\":\"e\",\"event_time\":" + timeMs
                        + ",\"specialist\":\"coder\",\"evaluation_name\":\"unit\",\"passed\":true,\"score\":0.8}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private CountingStage stage() {
        Indicator scored = Indicator.share(
                TelemetryKind.EVALUATION,
                List.of(),
                List.of(new FieldMatcher("score", Operator.GTE, new FieldMatcher.Decimal(0.5))),
                false,
                false);
        EngineDefinition definition = discovering(
                TimeGrid.DEFAULT,
                showing(slo("one", passed(), DAY), "score", 5_000),
                showing(slo("two", scored, 2 * DAY), "score", 5_000));
        Accumulator accumulator = new Accumulator(
                definition,
                SOURCE,
                1,
                Set.of(TelemetryKind.EVALUATION),
                1,
                new CountingState(blocks, new HeapState<>(), sketches, new HeapState<>(), new HeapState<>(), rows));
        return new CountingStage(
                TelemetryKind.EVALUATION, SOURCE, new TelemetryDecoder(SchemaRegistry.none()), accumulator);
    }

    /** Counts writes as a store would see them. */
    private static final class WriteCountingState<K extends Comparable<K>> implements KeyValueState<K, long[]> {
        private final TreeMap<K, long[]> entries = new TreeMap<>();
        private int writes;

        @Override
        public long[] get(K key) {
            return entries.get(key);
        }

        @Override
        public void put(K key, long[] value) {
            writes++;
            entries.put(key, value);
        }

        @Override
        public void delete(K key) {
            entries.remove(key);
        }

        @Override
        public void scan(K from, Visitor<K, long[]> visitor) {
            for (Map.Entry<K, long[]> entry : entries.tailMap(from, true).entrySet()) {
                if (!visitor.visit(entry)) {
                    return;
                }
            }
        }

        @Override
        public void forEach(BiConsumer<K, long[]> visitor) {
            entries.forEach(visitor);
        }
    }
}

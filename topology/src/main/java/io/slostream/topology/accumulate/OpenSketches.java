// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.alerting.definition.GroupBy;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.topology.PartialSketch;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.ingest.QuantityReader;
import io.slostream.topology.sketch.Sketch;
import io.slostream.topology.sketch.ValueBuckets;
import io.slostream.topology.state.KeyValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Values of counted events by bucket, for each open pane and group of one source partition: one block beside the block of
 * counts, so an event costs one write, however many distributions it is part of; none if it is part of none.
 */
final class OpenSketches {
    private final SourcePartition source;
    private final TimeGrid grid;
    private final KeyValueState<OpenCountKey, long[]> state;
    private final List<Sketch> sketches;
    /** For each SLI of the source, by its position: what its events are read for. */
    private final Compiled[][] ofSli;
    /** Blocks that the present event was counted in. */
    private final Block[] touched = new Block[GroupBy.values().length];

    private int touchedCount;

    /** One sketch, ready to read events. */
    private record Compiled(int number, long longestMs, QuantityReader reader) {}

    /** The block beside one block of counts; read when the first value comes. */
    private static final class Block {
        private final OpenCountKey key;
        private BucketTable table;
        /** The array that the state was given, null when it has none. */
        private long[] stored;

        private boolean isTouched;

        private Block(OpenCountKey key) {
            this.key = key;
        }
    }

    /** The block of a group, and the one before: around the end of a pane events go to two of them in turn. */
    static final class Held {
        private Block block;
        private Block before;

        /** Says where the group's counts go now. */
        void moveTo(OpenCountKey key) {
            Block left = block;
            block = before != null && before.key.equals(key) ? before : new Block(key);
            before = left;
        }
    }

    /**
     * Sketches of the distributions that any of these versions asks for.
     *
     * @param outgoing older versions whose SLIs must still be counted
     */
    OpenSketches(
            VersionedDefinition current,
            List<VersionedDefinition> outgoing,
            CountingPlan plan,
            SourcePartition source,
            KeyValueState<OpenCountKey, long[]> state) {
        this.source = source;
        this.grid = current.definition().grid();
        this.state = state;
        this.sketches = current.sketches();
        this.ofSli = new Compiled[plan.size()][];
        List<VersionedDefinition> versions = new ArrayList<>(outgoing);
        versions.add(current);
        for (int i = 0; i < plan.size(); i++) {
            int sli = plan.sli(i);
            ofSli[i] = IntStream.range(0, sketches.size())
                    .filter(number -> sketches.get(number).sli() == sli && longestMs(versions, number) > 0)
                    .mapToObj(number -> new Compiled(
                            number,
                            longestMs(versions, number),
                            QuantityReader.of(
                                    current.indicator(sli).of(),
                                    sketches.get(number).quantity())))
                    .toArray(Compiled[]::new);
        }
    }

    /** The longest window that any version shows of a sketch; 0 when none does. */
    private static long longestMs(List<VersionedDefinition> versions, int number) {
        return versions.stream()
                .filter(version -> number < version.sketches().size())
                .flatMap(version -> version.sketches().get(number).overMs().stream())
                .max(Long::compare)
                .orElse(0L);
    }

    /**
     * Notes the values of an event that an SLI has counted.
     *
     * @param held of the group that it was counted for
     * @param i position of the SLI
     * @param paneStartMs start of the event's finest pane; what no window holds any more is left out
     */
    void note(Held held, int i, long paneStartMs, TelemetryEvent event) {
        for (Compiled sketch : ofSli[i]) {
            double value = sketch.reader.read(event);
            if (Double.isNaN(value) || isTooLate(sketch, paneStartMs, held.block.key.boundaryMs())) {
                continue;
            }
            touched(held.block).add(sketch.number, ValueBuckets.of(value));
        }
    }

    private boolean isTooLate(Compiled sketch, long paneStartMs, long boundaryMs) {
        return paneStartMs + grid.paneMs() != boundaryMs && paneStartMs < grid.oldEdge(sketch.longestMs, boundaryMs);
    }

    private BucketTable touched(Block block) {
        if (!block.isTouched) {
            block.isTouched = true;
            touched[touchedCount++] = block;
            if (block.table == null) {
                block.stored = state.get(block.key);
                block.table = new BucketTable(block.stored);
            }
        }
        return block.table;
    }

    /** Says which blocks the event changed; called once an event, after its last {@link #note}. */
    void changed() {
        for (int i = 0; i < touchedCount; i++) {
            Block block = touched[i];
            long[] slots = block.table.slots();
            if (slots == block.stored) {
                state.changed(block.key, slots);
            } else {
                state.put(block.key, slots);
                block.stored = slots;
            }
            block.isTouched = false;
        }
        touchedCount = 0;
    }

    /**
     * Hands over and forgets what becomes visible up to a boundary.
     *
     * @param closedMs up to where that was done before: a scan that begins there walks over nothing deleted
     */
    void close(long closedMs, long watermarkMs, Consumer<PartialSketch> out) {
        if (sketches.isEmpty()) {
            return;
        }
        List<OpenCountKey> closed = new ArrayList<>();
        OpenCountKey first = OpenCountKey.firstOf(source, closedMs + 1);
        state.scan(first, OpenCountKey.firstOf(source, watermarkMs + 1), entry -> {
            OpenCountKey key = entry.getKey();
            closed.add(key);
            BucketTable.forEach(
                    entry.getValue(),
                    (counts, number) -> out.accept(new PartialSketch(
                            number,
                            new Series(sketches.get(number).sli(), key.group()),
                            key.level(),
                            key.paneStartMs(),
                            key.boundaryMs(),
                            counts)));
            return true;
        });
        closed.forEach(state::delete);
    }
}

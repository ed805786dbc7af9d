// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import java.lang.management.ManagementFactory;

/**
 * Heap that a series takes in stage 2, state on the heap: used heap after a collection with the rings of 1,000
 * specialists full, less what was used before.
 */
public final class HeapPerSeries {
    private static final int SPECIALISTS = 1_000;
    private static final int ARRAY_HEADER = 16;

    private HeapPerSeries() {}

    /** Measures and prints. */
    public static void main(String[] args) {
        EngineDefinition definition = FixedSlos.discovering();
        History history = new History(definition, SPECIALISTS);
        long before = usedAfterCollection();
        VerdictState state = VerdictState.onHeap();
        VerdictStage stage = EvaluateBenchmark.afterMonth(definition, history, state);
        long used = usedAfterCollection() - before;
        if (stage.evaluatedUpTo(TelemetryKind.REQUEST).orElseThrow() != EvaluateBenchmark.END_MS) {
            throw new IllegalStateException("the month was not evaluated");
        }
        long[] blocks = new long[1];
        state.rings().forEach((key, block) -> blocks[0] += ARRAY_HEADER + 8L * block.length);
        int series = history.series().size();
        System.out.printf(
                "Heap of %,d series (%,d specialists): %,d bytes a series, of which %,d are blocks of ring slots%n",
                series, SPECIALISTS, used / series, blocks[0] / series);
    }

    private static long usedAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.dashboards.page.Progress;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.topology.VersionedDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What the page is made of.
 *
 * @param engine name of the engine
 * @param definition the newest definition that is known
 * @param consumers each call makes one, without a group, of what was committed
 * @param registry where writer schemas are looked up
 * @param verdictPartitions stage-2 partitions
 * @param summaryIntervalMs distance between summaries, milliseconds
 * @param isStory whether record times are no wall clock
 * @param clock time in the engine's world, epoch milliseconds
 * @param state how the engine is
 * @param evaluated last judged boundaries of the partitions that this instance owns
 */
public record PageSource(
        String engine,
        Supplier<VersionedDefinition> definition,
        Supplier<Consumer<byte[], byte[]>> consumers,
        SchemaRegistry registry,
        int verdictPartitions,
        long summaryIntervalMs,
        boolean isStory,
        LongSupplier clock,
        Supplier<State> state,
        Supplier<Map<Progress.Part, Long>> evaluated) {

    /**
     * How the engine is.
     *
     * @param ready whether verdicts come in time
     * @param problems one sentence each
     */
    public record State(boolean ready, List<String> problems) {
        public State {
            problems = List.copyOf(problems);
        }
    }
}

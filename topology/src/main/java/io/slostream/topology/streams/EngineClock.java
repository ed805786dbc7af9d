// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * What time it is for an engine: the wall clock, or that of a story that is told faster than life. It writes ticks and
 * decides nothing.
 *
 * @param time from the wall clock of Kafka Streams to the engine's, both epoch milliseconds; never ahead of a record that
 *     is still to come
 * @param lookEvery wall time between two looks for silent partitions, 1 ms or more
 */
public record EngineClock(LongUnaryOperator time, Duration lookEvery) {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** The wall clock itself. */
    public static final EngineClock WALL = new EngineClock(LongUnaryOperator.identity(), LOOK_EVERY);

    /** The engine's time at an instant of the wall clock. */
    public long at(long wallMs) {
        return time.applyAsLong(wallMs);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.app.run.EngineConfigReader;
import io.slostream.app.run.EngineRunner;
import io.slostream.topology.streams.EngineClock;
import java.nio.file.Path;
import java.time.Duration;

/** An engine whose clock stands still, so that it writes no ticks, in a process of its own that may be killed. */
final class StoryEngine {
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Duration RUNNING_WITHIN = Duration.ofSeconds(60);

    private StoryEngine() {}

    /** Runs {@code engine.yaml}, the first argument, at the time of the second, epoch milliseconds. */
    public static void main(String[] arguments) throws InterruptedException {
        long nowMs = Long.parseLong(arguments[1]);
        try (EngineRunner engine = new EngineRunner(
                EngineConfigReader.read(Path.of(arguments[0])), new EngineClock(wall -> nowMs, LOOK_EVERY))) {
            engine.start();
            if (engine.awaitRunning(RUNNING_WITHIN)) {
                System.err.println("-> RUNNING");
            }
            engine.awaitEnd();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for conditions, bounded. */
final class Await {
    private static final long LOOK_EVERY_MS = 50;

    private Await() {}

    /** Looks again and again until the condition holds. */
    static void until(String what, Duration within, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + within.toSeconds() + " s: " + what);
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }
}

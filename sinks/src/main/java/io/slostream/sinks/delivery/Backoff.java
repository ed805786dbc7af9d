// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * How long to leave a failing receiver alone: capped exponential growth with full jitter (M. Brooker, "Exponential
 * Backoff and Jitter", AWS Architecture Blog, 2015), and never less than the receiver asked for.
 */
final class Backoff {
    static final long FIRST_MS = 1_000;
    static final long CAP_MS = 60_000;
    /** Full jitter may draw nothing at all. */
    private static final long LEAST_MS = 100;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Notes a failure; the time to wait now, milliseconds. */
    long failed(OptionalLong askedMs) {
        long jitter = jitter(failures, random);
        failures++;
        // The jitter comes on top, so that not everybody comes back in the second that was named.
        return askedMs.isPresent() ? askedMs.getAsLong() + Math.min(jitter, FIRST_MS) : jitter;
    }

    /** A pause after so many failures before this one, milliseconds. */
    static long jitter(int failures, RandomGenerator random) {
        long most = Math.min(CAP_MS, FIRST_MS << Math.min(failures, 16));
        return Math.max(LEAST_MS, random.nextLong(most + 1));
    }

    /** Failures since the last success. */
    int failures() {
        return failures;
    }

    void succeeded() {
        failures = 0;
    }
}

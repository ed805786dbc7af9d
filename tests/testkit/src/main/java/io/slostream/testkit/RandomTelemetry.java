// SPDX-License-Identifier: Apache-2.0
package io.slostream.testkit;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws events of every shape that the SLIs of {@link Sli} tell apart. */
public final class RandomTelemetry {
    private RandomTelemetry() {}

    /**
     * One event of a kind.
     *
     * @param type evaluation, canary or request
     * @param badShare how likely a measured event is bad, in [0, 1]
     */
    public static Telemetry draw(
            RandomGenerator random, String type, String specialist, long eventTimeMs, double badShare) {
        boolean good = random.nextDouble() >= badShare;
        boolean odd = random.nextInt(10) == 0;
        return switch (type) {
            case "evaluation" ->
                odd
                        ? Telemetry.evaluationError(specialist, eventTimeMs)
                        : Telemetry.evaluation(specialist, eventTimeMs, good);
            case "canary" ->
                odd
                        ? severalProbes(random, specialist, eventTimeMs, good)
                        : Telemetry.canary(specialist, eventTimeMs, good);
            case "request" ->
                odd ? oddRequest(random, specialist, eventTimeMs) : plainRequest(random, specialist, eventTimeMs, good);
            default -> throw new IllegalArgumentException("no generator for " + type);
        };
    }

    private static Telemetry severalProbes(RandomGenerator random, String specialist, long eventTimeMs, boolean good) {
        long probes = random.nextLong(1, 20);
        return Telemetry.canary(specialist, eventTimeMs, good ? probes : random.nextLong(probes), probes);
    }

    private static Telemetry plainRequest(RandomGenerator random, String specialist, long eventTimeMs, boolean good) {
        if (good) {
            double ttft = random.nextBoolean() ? 500.0 : 120.25;
            return Telemetry.request(specialist, eventTimeMs, 200, Optional.of(ttft), false);
        }
        return random.nextBoolean()
                ? Telemetry.request(specialist, eventTimeMs, 200, Optional.of(500.001), false)
                : Telemetry.request(specialist, eventTimeMs, 503, Optional.empty(), false);
    }

    private static Telemetry oddRequest(RandomGenerator random, String specialist, long eventTimeMs) {
        return switch (random.nextInt(3)) {
            case 0 -> Telemetry.request(specialist, eventTimeMs, 429, Optional.of(900.0), false);
            case 1 -> Telemetry.request(specialist, eventTimeMs, 200, Optional.of(900.0), true);
            default -> Telemetry.request(specialist, eventTimeMs, 200, Optional.empty(), false);
        };
    }
}

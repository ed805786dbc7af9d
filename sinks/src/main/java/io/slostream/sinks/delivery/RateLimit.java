// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

/** A token bucket: so many requests a minute, a tenth of them at once after a quiet time. */
final class RateLimit {
    private static final double MINUTE_MS = 60_000;

    private final double perMs;
    private final double most;
    private double tokens;
    private long lastMs;

    RateLimit(int perMinute, long nowMs) {
        this.perMs = perMinute / MINUTE_MS;
        this.most = Math.max(1, perMinute / 10.0);
        this.tokens = most;
        this.lastMs = nowMs;
    }

    /** Whether a request may go now; if so it is counted. */
    boolean take(long nowMs) {
        refill(nowMs);
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    /** How long until the next may go, milliseconds. */
    long waitMs(long nowMs) {
        refill(nowMs);
        return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perMs);
    }

    private void refill(long nowMs) {
        tokens = Math.min(most, tokens + Math.max(0, nowMs - lastMs) * perMs);
        lastMs = nowMs;
    }
}

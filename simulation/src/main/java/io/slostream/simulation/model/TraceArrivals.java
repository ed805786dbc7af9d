// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.simulation.trace.AzureTrace;
import java.util.List;

/** The requests of a trace, at their distances from its origin. */
final class TraceArrivals implements Arrivals {
    private static final long MS_US = 1_000;

    private final List<AzureTrace.Request> requests;
    private final long originMs;
    private int next;

    TraceArrivals(List<AzureTrace.Request> requests, long originMs) {
        this.requests = requests;
        this.originMs = originMs;
    }

    @Override
    public long nextUs() {
        return next < requests.size() ? (requests.get(next).arrivalMs() - originMs) * MS_US : Source.NEVER_US;
    }

    @Override
    public int promptTokens() {
        return Math.max(1, requests.get(next).contextTokens());
    }

    @Override
    public int answerTokens() {
        return Math.max(1, requests.get(next).generatedTokens());
    }

    @Override
    public void advance() {
        next++;
    }
}

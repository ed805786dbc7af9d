// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import io.slostream.alerting.definition.Indicator;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.topology.ingest.EventGate.Entry;
import io.slostream.topology.ingest.FieldTest.Answer;

/**
 * Decides for one SLI whether an event counts and how much of it is good. Compiled once; one call an event; allocates
 * nothing. Not thread-safe: {@link #good} and {@link #total} belong to the last event that {@link #counts} accepted.
 *
 * <p>What does not count: events that {@code where} does not match or {@code exclude} does, results whose evaluator or
 * prober failed ({@code error_type}), shadow requests and 4xx unless included, and events that lack a field which would
 * decide (unmeasured; when another matcher fails already, the event is decided). A failed request (status ≥ 500 or
 * {@code error_type}) is bad for every latency SLI, measured or not.
 */
public final class SliClassifier {
    private final FieldTest[] where;
    private final FieldTest[] exclude;
    private final EventGate gate;
    private final Meter meter;
    private boolean failed;
    private boolean asked;

    /** Compiles the classifier of an indicator. */
    public SliClassifier(Indicator indicator) {
        where = Meter.compile(indicator.of(), indicator.where());
        exclude = Meter.compile(indicator.of(), indicator.exclude());
        gate = EventGate.of(indicator);
        meter = Meter.of(indicator);
    }

    /** Whether the event counts for this SLI; if so, {@link #good} and {@link #total} say how. */
    public boolean counts(TelemetryEvent event) {
        asked = false;
        if (FieldTest.all(where, event) != Answer.TRUE) {
            return false;
        }
        if (exclude.length > 0 && FieldTest.all(exclude, event) == Answer.TRUE) {
            return false;
        }
        Entry entry = gate.judge(event);
        failed = entry == Entry.BAD;
        asked = entry == Entry.ASK;
        return failed || (asked && meter.measure(event));
    }

    /** Whether the last event was wanted, but lacks a field that would decide. */
    public boolean isUnmeasured() {
        return asked && meter.isUnmeasured();
    }

    /**
     * Good part of the last event that counted: 0 or 1, good probes of a canary that reports several, or an amount. Of
     * two counters that are reported apart, the bad one takes from the good sum what the other has put there.
     */
    public long good() {
        return failed ? 0 : meter.good();
    }

    /** All of the last event that counted: 1, the probes of a canary that reports several, or an amount. */
    public long total() {
        return failed ? 1 : meter.total();
    }
}

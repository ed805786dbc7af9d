// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.incident.Conditions;
import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.trace.AzureTrace;
import java.util.List;
import java.util.Optional;

/**
 * All events of one specialist in order of emission. Nothing is shared with other specialists, not even a random draw.
 * Memory holds the requests in the system and the events under way.
 */
public final class SpecialistSimulation {
    private final long startMs;
    private final long horizonUs;
    private final Outbox outbox;
    private final Requests requests;
    private final List<Source> reporters;

    /**
     * When and how often.
     *
     * @param seed of all draws
     * @param startMs start, epoch milliseconds
     * @param lengthMs nothing begins later than this after the start; requests in the system still end
     * @param intervals how often reporters report
     */
    public record Run(long seed, long startMs, long lengthMs, Intervals intervals) {}

    /**
     * How often reporters report, milliseconds.
     *
     * @param samplesMs of each sample name
     * @param routingMs of each expert
     * @param checkpointsMs of each training run
     */
    public record Intervals(long samplesMs, long routingMs, long checkpointsMs) {}

    /** A specialist with Poisson arrivals, or those of a trace that starts at the given origin (epoch milliseconds). */
    public SpecialistSimulation(
            SpecialistModel model,
            Optional<List<AzureTrace.Request>> trace,
            long traceOriginMs,
            Run run,
            List<Incident> incidents) {
        this.startMs = run.startMs();
        this.horizonUs = Math.min(run.lengthMs(), Long.MAX_VALUE / 1_000 - 1) * 1_000;
        Conditions conditions = new Conditions(model.name(), incidents);
        long seed = run.seed();
        this.outbox = new Outbox(model.name(), startMs, seed, conditions);
        Arrivals arrivals = trace.<Arrivals>map(requestsOfTrace -> new TraceArrivals(requestsOfTrace, traceOriginMs))
                .orElseGet(() -> new PoissonArrivals(model.load(), Draws.of(seed, model.name(), "arrivals")));
        this.requests = new Requests(model, arrivals, seed, horizonUs, conditions, outbox);
        Intervals intervals = run.intervals();
        this.reporters = List.of(
                new Evaluations(model, seed, conditions, outbox),
                new Canaries(model, seed, conditions, outbox),
                new Samples(model, seed, intervals.samplesMs(), requests, conditions, outbox),
                new Routing(model, seed, intervals.routingMs(), requests.fleet(), conditions, outbox),
                new Checkpoints(model, seed, intervals.checkpointsMs(), conditions, outbox));
    }

    /** Whether there is another event; makes it. */
    public boolean hasNext() {
        while (true) {
            Source next = requests;
            long nextUs = requests.nextUs();
            for (Source reporter : reporters) {
                if (reporter.nextUs() < nextUs && reporter.nextUs() < horizonUs) {
                    next = reporter;
                    nextUs = reporter.nextUs();
                }
            }
            // What happens later is emitted later still: the first event under way is then the next of all.
            if (nextUs == Source.NEVER_US || (!outbox.isEmpty() && outbox.firstAtMs() <= startMs + nextUs / 1_000)) {
                return !outbox.isEmpty();
            }
            next.advance();
        }
    }

    /** When the next event is emitted, epoch milliseconds; after {@link #hasNext} gave true. */
    public long nextAtMs() {
        return outbox.firstAtMs();
    }

    /** The next event; after {@link #hasNext} gave true. */
    public SimulatedEvent next() {
        return outbox.remove();
    }
}

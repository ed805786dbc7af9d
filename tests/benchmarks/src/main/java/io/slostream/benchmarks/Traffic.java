// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.Ensemble;
import io.slostream.simulation.EventSource;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.incident.Incident.CanaryFailure;
import io.slostream.simulation.incident.Incident.Errors;
import io.slostream.simulation.incident.Incident.Span;
import io.slostream.simulation.model.SpecialistModel;
import io.slostream.simulation.model.SpecialistModel.Quality;
import io.slostream.simulation.model.SpecialistSimulation.Intervals;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the benchmarks are fed with: the seeded model of eight specialists, asked so often that 1,389 events come a second,
 * 90 % of them requests, 5 % evaluations, 5 % canaries. It begins when the specialists have been busy for a while, and
 * never ends. Samples, routing and checkpoints, which no fixed SLO reads, are left out.
 */
final class Traffic implements Iterator<SimulatedEvent> {
    static final int EVENTS_PER_SECOND = 1_389;
    /** 2026-01-05T00:00:00Z, a multiple of every pane. */
    static final long START_MS = 1_767_571_200_000L;

    private static final long SEED = 42;
    private static final double REQUEST_SHARE = 0.90;
    private static final double EVALUATION_SHARE = 0.05;
    private static final double CANARY_SHARE = 0.05;
    /** Fewer machines a request than the model's own: batches are fuller, and events made twice as fast. */
    private static final double MACHINES = 0.4;
    /** Longer than the longest answer takes. */
    private static final long WARM_UP_MS = 30_000;

    private static final long NEVER_MS = 1L << 40;
    private static final Set<TelemetryKind> KINDS =
            EnumSet.of(TelemetryKind.REQUEST, TelemetryKind.EVALUATION, TelemetryKind.CANARY);
    private static final Ensemble ENSEMBLE = ensemble();

    private final EventSource events;
    private SimulatedEvent next;

    private Traffic(List<Incident> incidents) {
        events = ENSEMBLE.events(SEED, START_MS - WARM_UP_MS, Long.MAX_VALUE, incidents);
        do {
            advance();
        } while (next.atMs() < START_MS);
    }

    /** Nothing is wrong. The same events each time. */
    static Traffic calm() {
        return new Traffic(List.of());
    }

    /** Every request and every canary of every specialist fails. */
    static Traffic failing() {
        return new Traffic(specialists().stream()
                .map(name -> new Span(name, 0, NEVER_MS))
                .flatMap(span -> Stream.<Incident>of(new Errors(span, 1), new CanaryFailure(span, 0)))
                .toList());
    }

    private static Ensemble ensemble() {
        List<SpecialistModel> models = Ensemble.standard().models();
        double requests = models.stream()
                .mapToDouble(model -> model.load().requestsPerSecond())
                .sum();
        double evaluations = models.stream()
                .mapToDouble(model -> model.quality().evaluationsPerMinute() / 60)
                .sum();
        double canaries = models.stream()
                .mapToDouble(model -> 1_000.0 / model.quality().canaryIntervalMs())
                .sum();
        double asked = REQUEST_SHARE * EVENTS_PER_SECOND / requests;
        double evaluated = EVALUATION_SHARE * EVENTS_PER_SECOND / evaluations;
        double probed = CANARY_SHARE * EVENTS_PER_SECOND / canaries;
        return Ensemble.of(models.stream()
                        .map(model -> measured(model.scaled(asked, MACHINES * asked), evaluated, probed))
                        .toList())
                .reportingEvery(new Intervals(NEVER_MS, NEVER_MS, NEVER_MS));
    }

    private static SpecialistModel measured(SpecialistModel model, double evaluated, double probed) {
        Quality quality = model.quality();
        return new SpecialistModel(
                model.name(),
                model.load(),
                model.machines(),
                new Quality(
                        quality.passRate(),
                        quality.evaluationsPerMinute() * evaluated,
                        quality.canaryPassRate(),
                        Math.round(quality.canaryIntervalMs() / probed),
                        quality.errorShare(),
                        quality.measurementErrorShare()),
                model.traits());
    }

    /** The names of the specialists. */
    static List<String> specialists() {
        return ENSEMBLE.names();
    }

    /** When the n-th event arrives, epoch milliseconds, if events are spaced evenly. */
    static long arrivalMs(long n) {
        return START_MS + n * 1_000 / EVENTS_PER_SECOND;
    }

    /** An event in Avro, in Confluent's wire format, with the id under which {@link TrafficSchemas} knows its schema. */
    static byte[] avro(SimulatedEvent event) {
        return EventEncoder.avro(event, TrafficSchemas.idOf(event.kind()));
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public SimulatedEvent next() {
        SimulatedEvent event = next;
        advance();
        return event;
    }

    /** The next events of a kind; those of other kinds between them are left out. */
    List<SimulatedEvent> next(TelemetryKind kind, int number) {
        return Stream.generate(this::next)
                .filter(event -> event.kind() == kind)
                .limit(number)
                .toList();
    }

    private void advance() {
        do {
            next = events.next();
        } while (!KINDS.contains(next.kind()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.incident.IncidentText;
import io.slostream.simulation.model.SpecialistModel;
import io.slostream.simulation.model.SpecialistSimulation.Intervals;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs of ensembles, and what tests ask of their events. */
final class Runs {
    static final long T0 = Story.DEFAULT_START.toEpochMilli();
    static final long HOUR_MS = 3_600_000;

    private Runs() {}

    static List<SimulatedEvent> run(Ensemble ensemble, long seed, long lengthMs, String... incidents) {
        List<Incident> parsed = Stream.of(incidents).map(IncidentText::parse).toList();
        List<SimulatedEvent> events = new ArrayList<>();
        ensemble.events(seed, T0, lengthMs, parsed).forEachRemaining(events::add);
        return events;
    }

    /** One specialist of the standard ensemble alone, sampled every second. */
    static Ensemble only(String specialist, double rate) {
        return only(Ensemble.standard().models().stream()
                .filter(model -> model.name().equals(specialist))
                .findFirst()
                .orElseThrow()
                .scaled(rate, 1));
    }

    static Ensemble only(SpecialistModel model) {
        return Ensemble.of(List.of(model)).reportingEvery(new Intervals(1_000, 10_000, HOUR_MS));
    }

    static List<SimulatedEvent> of(List<SimulatedEvent> events, TelemetryKind kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }

    static double[] samples(List<SimulatedEvent> events, String name) {
        return events.stream()
                .filter(event -> name.equals(event.fields().get("name")))
                .mapToDouble(event -> number(event, "value"))
                .toArray();
    }

    static double number(SimulatedEvent event, String field) {
        Object value = event.fields().get(field);
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }

    /** Mean of a field over the events that have it. */
    static double mean(List<SimulatedEvent> events, String field) {
        return events.stream()
                .mapToDouble(event -> number(event, field))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** Share of the events that have this value. */
    static double share(List<SimulatedEvent> events, String field, Object value) {
        return events.stream()
                        .filter(event -> value.equals(event.fields().get(field)))
                        .count()
                / (double) events.size();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.model.SpecialistModel;
import io.slostream.simulation.model.SpecialistSimulation;
import io.slostream.simulation.model.SpecialistSimulation.Intervals;
import io.slostream.simulation.model.SpecialistSimulation.Run;
import io.slostream.simulation.trace.AzureTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Specialists that run side by side and share nothing. Immutable; every call of {@link #events} starts anew. */
public final class Ensemble {
    private static final Intervals INTERVALS = new Intervals(10_000, 10_000, 1_800_000);

    private final List<SpecialistModel> models;
    private final Map<String, List<AzureTrace.Request>> traces;
    private final Intervals intervals;

    private Ensemble(List<SpecialistModel> models, Map<String, List<AzureTrace.Request>> traces, Intervals intervals) {
        this.models = List.copyOf(models);
        this.traces = Map.copyOf(traces);
        this.intervals = intervals;
        if (models.stream().map(SpecialistModel::name).distinct().count() < models.size()) {
            throw new IllegalArgumentException("two specialists have one name: " + names());
        }
    }

    /** Eight specialists, six requests a second in all. */
    public static Ensemble standard() {
        return of(StandardModels.all());
    }

    /** These specialists, which report at the standard intervals. */
    public static Ensemble of(List<SpecialistModel> models) {
        return new Ensemble(models, Map.of(), INTERVALS);
    }

    /**
     * Specialists that get the requests of public traces, on machines large enough for them.
     *
     * @param files trace of each specialist, by its name
     */
    public static Ensemble ofTraces(Map<String, Path> files) throws IOException {
        List<SpecialistModel> models = new ArrayList<>();
        Map<String, List<AzureTrace.Request>> traces = new HashMap<>();
        for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
            List<AzureTrace.Request> requests = AzureTrace.read(file.getValue());
            if (requests.isEmpty()) {
                throw new IOException(file.getValue() + " holds no requests");
            }
            models.add(TraceSizing.model(file.getKey(), requests));
            traces.put(file.getKey(), requests);
        }
        return new Ensemble(models, traces, INTERVALS);
    }

    /**
     * The ensemble with other load and other machines.
     *
     * @param rate factor of the requests of each specialist; traces keep theirs
     * @param capacity factor of the replicas of each, rounded up
     */
    public Ensemble scaled(double rate, double capacity) {
        List<SpecialistModel> scaled =
                models.stream().map(model -> model.scaled(rate, capacity)).toList();
        return new Ensemble(scaled, traces, intervals);
    }

    /** The ensemble with reporters that report at these intervals. */
    public Ensemble reportingEvery(Intervals other) {
        return new Ensemble(models, traces, other);
    }

    /** The specialists' models, in order. */
    public List<SpecialistModel> models() {
        return models;
    }

    /** The specialists' names, in order. */
    public List<String> names() {
        return models.stream().map(SpecialistModel::name).toList();
    }

    /** The accelerator classes that they run on, each once, in order. */
    public List<String> resourceClasses() {
        return models.stream()
                .map(model -> model.machines().resourceClass())
                .distinct()
                .sorted()
                .toList();
    }

    /** When the earliest trace starts, epoch milliseconds; empty without traces. */
    public OptionalLong traceStartMs() {
        return traces.values().stream()
                .mapToLong(requests -> requests.get(0).arrivalMs())
                .min();
    }

    /** How long the traces last, from the start of the earliest to the end of the latest; empty without traces. */
    public OptionalLong traceLengthMs() {
        OptionalLong start = traceStartMs();
        return traces.values().stream()
                .mapToLong(requests -> requests.get(requests.size() - 1).arrivalMs() - start.getAsLong() + 1)
                .max();
    }

    /** The specialist whose trace has the most requests, the first by name of several; empty without traces. */
    public Optional<String> busiestTrace() {
        return names().stream()
                .filter(traces::containsKey)
                .max(Comparator.comparingInt((String name) -> traces.get(name).size())
                        .thenComparing(Comparator.reverseOrder()));
    }

    /**
     * The events of a run.
     *
     * @param seed same seed, same events
     * @param startMs when it starts, epoch milliseconds
     * @param lengthMs nothing begins later than this after the start, requests in the system still end;
     *     {@link Long#MAX_VALUE}: for ever
     * @param incidents what goes wrong
     * @throws IllegalArgumentException when an incident names no specialist of the ensemble
     */
    public EventSource events(long seed, long startMs, long lengthMs, List<Incident> incidents) {
        for (Incident incident : incidents) {
            if (!names().contains(incident.span().specialist())) {
                throw new IllegalArgumentException("there is no specialist '"
                        + incident.span().specialist() + "'; there are " + String.join(", ", names()));
            }
        }
        Run run = new Run(seed, startMs, lengthMs, intervals);
        long origin = traceStartMs().orElse(0);
        return new EventSource(models.stream()
                .map(model -> new SpecialistSimulation(
                        model, Optional.ofNullable(traces.get(model.name())), origin, run, incidents))
                .toList());
    }
}

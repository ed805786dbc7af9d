// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.incident;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What the incidents of one specialist make of it at a time; of several at once the worst counts. */
public final class Conditions {
    private static final double DAY_SECONDS = 86_400;

    private final List<Incident> incidents;

    /** The conditions of this specialist; incidents of others are left out. */
    public Conditions(String specialist, List<Incident> incidents) {
        this.incidents = incidents.stream()
                .filter(incident -> incident.span().specialist().equals(specialist))
                .toList();
    }

    /** Share of evaluations that pass, where {@code healthy} pass without incidents. */
    public double passRate(long ms, double healthy) {
        return least(Incident.CorrectnessLoss.class, Incident.CorrectnessLoss::passRate, ms, healthy);
    }

    /** Share of canary probes that pass, where {@code healthy} pass without incidents. */
    public double canaryPassRate(long ms, double healthy) {
        return least(Incident.CanaryFailure.class, Incident.CanaryFailure::passRate, ms, healthy);
    }

    /** Replicas that serve, 1 or more. */
    public int replicas(long ms, int healthy) {
        double share = least(Incident.CapacityLoss.class, Incident.CapacityLoss::share, ms, 1);
        return share == 1 ? healthy : (int) Math.max(1, Math.ceil(healthy * share - 1e-9));
    }

    /** Share of their speed at which accelerators compute. */
    public double speed(long ms) {
        return least(Incident.Slowdown.class, Incident.Slowdown::share, ms, 1);
    }

    /** Share of requests that fail, where {@code healthy} fail without incidents. */
    public double errorShare(long ms, double healthy) {
        return 1 - least(Incident.Errors.class, errors -> 1 - errors.share(), ms, 1 - healthy);
    }

    /** Share of tool calls that fail, where {@code healthy} fail without incidents. */
    public double toolFailureShare(long ms, double healthy) {
        return greatest(Incident.ToolFailures.class, Incident.ToolFailures::share, ms)
                .orElse(healthy);
    }

    /** Uncorrected memory errors of one accelerator a day. */
    public double eccErrorsPerDay(long ms, double healthy) {
        return greatest(Incident.MemoryErrors.class, Incident.MemoryErrors::perDay, ms)
                .orElse(healthy);
    }

    /** What an accelerator costs, times its usual price. */
    public double priceFactor(long ms) {
        return greatest(Incident.PriceChange.class, Incident.PriceChange::factor, ms)
                .orElse(1);
    }

    /** Share of their speed at which checkpoints are written. */
    public double writeSpeed(long ms) {
        return least(Incident.SlowStorage.class, Incident.SlowStorage::share, ms, 1);
    }

    /** Share of checkpoints whose score clears the floor. */
    public double clearingShare(long ms) {
        return least(Incident.TrainingFailure.class, Incident.TrainingFailure::share, ms, 1);
    }

    /** Age in seconds of the checkpoint that serves, {@code healthy} without incidents. */
    public double checkpointAge(long ms, double healthy) {
        return greatest(Incident.StaleCheckpoint.class, stale -> stale.days() * DAY_SECONDS, ms)
                .orElse(healthy);
    }

    /** How many times the usual the router's z-loss is, and its preference for the first expert. */
    public double routerDrift(long ms) {
        return greatest(Incident.RouterDrift.class, Incident.RouterDrift::factor, ms)
                .orElse(1);
    }

    /** Whether events of this kind do not leave the specialist. */
    public boolean silent(long ms, TelemetryKind kind) {
        for (Incident incident : incidents) {
            if (incident instanceof Incident.Silence silence
                    && silence.span().holds(ms)
                    && silence.kind().orElse(kind) == kind) {
                return true;
            }
        }
        return false;
    }

    private <T extends Incident> OptionalDouble greatest(Class<T> type, ToDoubleFunction<T> value, long ms) {
        return incidents.stream()
                .filter(incident -> type.isInstance(incident) && incident.span().holds(ms))
                .mapToDouble(incident -> value.applyAsDouble(type.cast(incident)))
                .max();
    }

    private <T extends Incident> double least(Class<T> type, ToDoubleFunction<T> value, long ms, double healthy) {
        double result = healthy;
        for (Incident incident : incidents) {
            if (type.isInstance(incident) && incident.span().holds(ms)) {
                result = Math.min(result, value.applyAsDouble(type.cast(incident)));
            }
        }
        return result;
    }
}

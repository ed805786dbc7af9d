// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.incident;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the incidents of one specialist make of it at a time; of several at once the worst counts. */
public final class Conditions {
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

// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.incident.Conditions;

/** Known questions at a fixed interval, from a phase of the specialist's own; single probes, in turn. */
final class Canaries implements Source {
    private static final int PROBES = 5;

    private final SpecialistModel model;
    private final Conditions conditions;
    private final Outbox outbox;
    private final Draws draws;
    private final long intervalUs;
    private long timeUs;
    private int probe;

    Canaries(SpecialistModel model, long seed, Conditions conditions, Outbox outbox) {
        this.model = model;
        this.conditions = conditions;
        this.outbox = outbox;
        this.draws = Draws.of(seed, model.name(), "canaries");
        this.intervalUs = model.quality().canaryIntervalMs() * 1_000;
        this.timeUs = (long) (intervalUs * draws.uniform());
    }

    @Override
    public long nextUs() {
        return timeUs;
    }

    @Override
    public void advance() {
        SpecialistModel.Quality quality = model.quality();
        boolean passed = draws.chance(conditions.canaryPassRate(timeUs / 1_000, quality.canaryPassRate()));
        boolean failed = draws.chance(quality.measurementErrorShare());
        probe = probe % PROBES + 1;
        Outbox.Draft event = outbox.begin(TelemetryKind.CANARY, timeUs).put("probe_id", "golden-" + probe);
        if (failed) {
            event.put("error_type", "timeout");
        } else {
            event.put("passed", passed);
        }
        event.send();
        timeUs += intervalUs;
    }
}

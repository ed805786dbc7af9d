// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.incident.Conditions;

/** Answers drawn for grading at random times (Poisson); independent of one another. */
final class Evaluations implements Source {
    private static final double MINUTE_US = 60e6;
    private static final String[] SETS = {"exact-match", "rubric", "unit-tests"};

    private final SpecialistModel model;
    private final Conditions conditions;
    private final Outbox outbox;
    private final Draws draws;
    private double timeUs;

    Evaluations(SpecialistModel model, long seed, Conditions conditions, Outbox outbox) {
        this.model = model;
        this.conditions = conditions;
        this.outbox = outbox;
        this.draws = Draws.of(seed, model.name(), "evaluations");
        next();
    }

    @Override
    public long nextUs() {
        return model.quality().evaluationsPerMinute() == 0 ? NEVER_US : (long) timeUs;
    }

    @Override
    public void advance() {
        long nowUs = nextUs();
        SpecialistModel.Quality quality = model.quality();
        boolean passed = draws.chance(conditions.passRate(nowUs / 1_000, quality.passRate()));
        double spread = draws.uniform();
        boolean failed = draws.chance(quality.measurementErrorShare());
        Outbox.Draft event =
                outbox.begin(TelemetryKind.EVALUATION, nowUs).put("evaluation_name", SETS[draws.below(SETS.length)]);
        if (failed) {
            event.put("error_type", "timeout");
        } else {
            event.put("passed", passed)
                    .put("score", Math.round((passed ? 0.7 + 0.3 * spread : 0.7 * spread) * 1e3) / 1e3)
                    .put("checkpoint", model.name() + "-serving-7");
        }
        event.send();
        next();
    }

    private void next() {
        timeUs += draws.exponential(MINUTE_US / Math.max(1e-9, model.quality().evaluationsPerMinute()));
    }
}

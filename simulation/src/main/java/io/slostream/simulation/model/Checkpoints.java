// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.incident.Conditions;

/** The training run of the specialist's next version: a checkpoint at an interval, its score, how long it took to write. */
final class Checkpoints implements Source {
    private static final double SCORE_ABOVE_FLOOR = 0.04;
    private static final double SCORE_SIGMA = 0.008;
    private static final double WRITE_MS = 18_000;

    private final SpecialistModel model;
    private final Conditions conditions;
    private final Outbox outbox;
    private final Draws draws;
    private final long intervalUs;
    private final double floor;
    private long timeUs;
    private int number;

    Checkpoints(SpecialistModel model, long seed, long intervalMs, Conditions conditions, Outbox outbox) {
        this.model = model;
        this.conditions = conditions;
        this.outbox = outbox;
        this.draws = Draws.of(seed, model.name(), "checkpoints");
        this.intervalUs = intervalMs * 1_000;
        this.floor = Math.round((model.quality().passRate() - SCORE_ABOVE_FLOOR) * 1e3) / 1e3;
        this.timeUs = (long) (intervalUs * draws.uniform());
    }

    @Override
    public long nextUs() {
        return timeUs;
    }

    @Override
    public void advance() {
        number++;
        boolean clears = draws.chance(conditions.clearingShare(timeUs / 1_000));
        double distance = (clears ? SCORE_ABOVE_FLOOR : -SCORE_ABOVE_FLOOR) + SCORE_SIGMA * draws.gaussian();
        double score = Math.min(1, floor + distance);
        double written = Math.round(draws.logNormal(WRITE_MS, 0.2) / conditions.writeSpeed(timeUs / 1_000));
        outbox.begin(TelemetryKind.CHECKPOINT, timeUs)
                .put("run", model.name() + "-next")
                .put("checkpoint", "step-" + number * 1_000L)
                .put("evaluation_name", "held-out")
                .put("evaluation_score", Math.round(score * 1e4) / 1e4)
                .put("declared_floor", floor)
                .send();
        outbox.begin(TelemetryKind.SAMPLE, timeUs)
                .put("name", SampleName.CHECKPOINT_WRITE_MS.word())
                .put("value", written)
                .put("unit", SampleName.CHECKPOINT_WRITE_MS.unit())
                .put("resource_class", model.machines().resourceClass())
                .send();
        timeUs += intervalUs;
    }
}

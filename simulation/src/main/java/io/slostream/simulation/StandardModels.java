// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import io.slostream.simulation.model.SpecialistModel;
import io.slostream.simulation.model.SpecialistModel.Load;
import io.slostream.simulation.model.SpecialistModel.Machines;
import io.slostream.simulation.model.SpecialistModel.Quality;
import io.slostream.simulation.model.SpecialistModel.Traits;
import io.slostream.simulation.model.TokenLengths;
import java.util.List;

/** The eight specialists of the demo. All numbers are ours; the module's RATIONALE.md says what they are meant to give. */
final class StandardModels {
    private static final List<Double> DEADLINES_MS = List.of(30_000.0, 45_000.0, 60_000.0);
    private static final double ERRORS = 0.0002;
    private static final double CANARY_PASS_RATE = 0.999;
    private static final double EVALUATIONS_PER_MINUTE = 5;
    private static final double MEASUREMENT_ERRORS = 0.002;

    private StandardModels() {}

    static List<SpecialistModel> all() {
        return List.of(
                new SpecialistModel(
                        "code",
                        load(0.9, 1_500, 0.6, 60, 0.8, 600),
                        machines(4, 6),
                        quality(0.970, 20_000),
                        new Traits(0, 4, 0.7, 0.86, 0, 0, 3)),
                new SpecialistModel(
                        "math",
                        load(0.6, 300, 0.5, 250, 0.6, 900),
                        machines(4, 6),
                        quality(0.975, 15_000),
                        new Traits(0.2, 0, 0, 0.90, 0, 0, 0)),
                new SpecialistModel(
                        "reasoning",
                        load(0.5, 500, 0.5, 350, 0.6, 1_000),
                        machines(4, 8),
                        quality(0.970, 30_000),
                        new Traits(0.5, 0, 0, 0.78, 2, 4, 0)),
                new SpecialistModel(
                        "retrieval",
                        load(1.0, 2_500, 0.4, 90, 0.6, 500),
                        machines(4, 6),
                        quality(0.980, 20_000),
                        new Traits(1, 0, 0, 0.88, 0, 0, 0)),
                new SpecialistModel(
                        "summarization",
                        load(0.7, 2_000, 0.5, 150, 0.5, 500),
                        machines(4, 6),
                        quality(0.980, 30_000),
                        new Traits(0, 4, 0.6, 0.91, 0, 0, 0)),
                new SpecialistModel(
                        "translation",
                        load(0.8, 200, 0.6, 150, 0.6, 600),
                        machines(4, 6, "a100-80gb"),
                        quality(0.985, 20_000),
                        new Traits(0, 0, 0, 0.95, 2, 4, 5)),
                new SpecialistModel(
                        "vision",
                        load(0.8, 900, 0.4, 160, 0.6, 600),
                        machines(6, 2, "a100-80gb"),
                        quality(0.970, 30_000),
                        new Traits(0, 0, 0, 0.93, 0, 0, 0)),
                new SpecialistModel(
                        "agent",
                        load(0.7, 1_200, 0.6, 120, 0.7, 800),
                        machines(4, 6),
                        quality(0.965, 20_000),
                        new Traits(3, 0, 0, 0.74, 0, 0, 0)));
    }

    private static Load load(
            double rate, double prompt, double promptSigma, double answer, double answerSigma, int longestAnswer) {
        return new Load(
                rate,
                new TokenLengths(prompt, promptSigma, 8, 9_000),
                new TokenLengths(answer, answerSigma, 2, longestAnswer),
                0.3,
                0.7,
                DEADLINES_MS);
    }

    private static Machines machines(int replicas, int slots) {
        return machines(replicas, slots, "h100-80gb");
    }

    private static Machines machines(int replicas, int slots, String resourceClass) {
        return new Machines(replicas, slots, 80 * slots + 540, 20_000, 2_048, 22, 0.8, 2, resourceClass);
    }

    private static Quality quality(double passRate, long canaryIntervalMs) {
        return new Quality(
                passRate, EVALUATIONS_PER_MINUTE, CANARY_PASS_RATE, canaryIntervalMs, ERRORS, MEASUREMENT_ERRORS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.incident.Conditions;

/**
 * Where the tokens of a mixture of experts went since the last time, expert by expert. Shares wander around a fixed
 * preference of each expert; tokens of a layer add up to the tokens computed times the experts that each token takes.
 */
final class Routing implements Source {
    private static final int EXPERTS_PER_TOKEN = 2;
    private static final double CAPACITY_FACTOR = 1.25;
    private static final double PREFERENCE_SIGMA = 0.08;
    private static final double WANDER_SIGMA = 0.05;

    private final Fleet fleet;
    private final Conditions conditions;
    private final Outbox outbox;
    private final Draws draws;
    private final long intervalUs;
    private final double[][] preference;
    private long timeUs;
    private long tokens;

    Routing(SpecialistModel model, long seed, long intervalMs, Fleet fleet, Conditions conditions, Outbox outbox) {
        this.fleet = fleet;
        this.conditions = conditions;
        this.outbox = outbox;
        this.draws = Draws.of(seed, model.name(), "routing");
        this.intervalUs = intervalMs * 1_000;
        this.timeUs = (long) (intervalUs * draws.uniform());
        this.preference = new double[model.traits().layers()][model.traits().experts()];
        for (double[] layer : preference) {
            for (int expert = 0; expert < layer.length; expert++) {
                layer[expert] = draws.logNormal(1, PREFERENCE_SIGMA);
            }
        }
    }

    @Override
    public long nextUs() {
        return preference.length == 0 ? NEVER_US : timeUs;
    }

    @Override
    public void advance() {
        long routed = (fleet.counters().tokens - tokens) * EXPERTS_PER_TOKEN;
        tokens = fleet.counters().tokens;
        for (int layer = 0; layer < preference.length; layer++) {
            layer(layer, routed);
        }
        timeUs += intervalUs;
    }

    private void layer(int layer, long routed) {
        int experts = preference[layer].length;
        double[] weights = new double[experts];
        double drift = conditions.routerDrift(timeUs / 1_000);
        double sum = 0;
        for (int expert = 0; expert < experts; expert++) {
            weights[expert] = preference[layer][expert] * draws.logNormal(1, WANDER_SIGMA) * (expert == 0 ? drift : 1);
            sum += weights[expert];
        }
        // Experts × sum of (share of tokens × mean router probability), the balance loss of Switch Transformers
        // (Fedus et al. 2021, equation 4, without its factor); here share and probability are the same.
        double balance = 0;
        for (double weight : weights) {
            balance += experts * (weight / sum) * (weight / sum);
        }
        double zLoss = 2 * drift * draws.logNormal(1, 0.1);
        long before = 0;
        double reached = 0;
        for (int expert = 0; expert < experts; expert++) {
            reached += weights[expert];
            long until = expert == experts - 1 ? routed : (long) (routed * (reached / sum));
            outbox.begin(TelemetryKind.ROUTING, timeUs)
                    .put("layer", (long) layer)
                    .put("expert", (long) expert)
                    .put("tokens", until - before)
                    .put("capacity", (long) Math.ceil(routed * CAPACITY_FACTOR / experts))
                    .put("router_z_loss", Math.round(zLoss * 1e6) / 1e6)
                    .put("aux_loss", Math.round(balance * 1e6) / 1e6)
                    .send();
            before = until;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import java.util.List;

/**
 * One specialist: who asks it, what it runs on and how good it is.
 *
 * @param name the specialist
 * @param load its requests
 * @param machines what serves them
 * @param quality how often answers are right
 * @param traits what else distinguishes it
 */
public record SpecialistModel(String name, Load load, Machines machines, Quality quality, Traits traits) {

    public SpecialistModel {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a specialist needs a name");
        }
    }

    /**
     * Requests as they come. With a trace instead of a rate, arrivals and lengths are the trace's.
     *
     * @param requestsPerSecond mean rate of the Poisson arrivals, 0 or more
     * @param prompt prompt lengths
     * @param answer answer lengths
     * @param prefixShare mean share of a prompt that the prefix cache holds, in [0, 1)
     * @param deadlineShare share of requests that name a deadline
     * @param deadlinesMs the deadlines, drawn with equal chance, milliseconds
     */
    public record Load(
            double requestsPerSecond,
            TokenLengths prompt,
            TokenLengths answer,
            double prefixShare,
            double deadlineShare,
            List<Double> deadlinesMs) {

        public Load {
            deadlinesMs = List.copyOf(deadlinesMs);
            if (!(requestsPerSecond >= 0) || deadlinesMs.isEmpty()) {
                throw new IllegalArgumentException("a load needs a rate of 0 or more and a deadline");
            }
        }
    }

    /**
     * Replicas that serve from one queue, each a batch that is decoded step by step.
     *
     * @param replicas how many, 1 or more
     * @param slots requests that one replica runs at once
     * @param kvBlocks blocks of KV cache of one replica, {@link KvCache#BLOCK_TOKENS} tokens each
     * @param prefillTokensPerSecond prompt tokens that one replica computes a second
     * @param chunkTokens prompt tokens that one replica computes in one step at most
     * @param stepMs a decode step of a batch of none
     * @param stepMsPerRequest what each request of a replica's batch adds to a step
     * @param accelerators accelerators of one replica
     * @param resourceClass their class
     */
    public record Machines(
            int replicas,
            int slots,
            int kvBlocks,
            double prefillTokensPerSecond,
            int chunkTokens,
            double stepMs,
            double stepMsPerRequest,
            int accelerators,
            String resourceClass) {

        public Machines {
            if (replicas < 1 || slots < 1 || kvBlocks < 1 || chunkTokens < 1 || !(prefillTokensPerSecond > 0)) {
                throw new IllegalArgumentException("machines need at least one of everything");
            }
        }

        Machines withReplicas(int count) {
            return new Machines(
                    count,
                    slots,
                    kvBlocks,
                    prefillTokensPerSecond,
                    chunkTokens,
                    stepMs,
                    stepMsPerRequest,
                    accelerators,
                    resourceClass);
        }
    }

    /**
     * How good answers are, and how often that is measured.
     *
     * @param passRate share of evaluations that pass
     * @param evaluationsPerMinute mean rate of evaluations
     * @param canaryPassRate share of canary probes that pass
     * @param canaryIntervalMs time between canaries, milliseconds
     * @param errorShare share of requests that end with a server error
     * @param measurementErrorShare share of evaluations and canaries whose evaluator or prober fails
     */
    public record Quality(
            double passRate,
            double evaluationsPerMinute,
            double canaryPassRate,
            long canaryIntervalMs,
            double errorShare,
            double measurementErrorShare) {}

    /**
     * What else distinguishes a specialist.
     *
     * @param toolCalls mean tool calls of a request
     * @param draftTokens tokens that speculative decoding proposes in a step, 0 for none
     * @param draftAcceptance chance that a proposed token is accepted after those before it
     * @param routerConfidence mean probability that the router gives to this specialist
     * @param layers layers with experts that report, 0 for a dense model
     * @param experts experts of such a layer
     * @param adapters adapters that requests ask for, 0 for none
     */
    public record Traits(
            double toolCalls,
            int draftTokens,
            double draftAcceptance,
            double routerConfidence,
            int layers,
            int experts,
            int adapters) {}

    /** This model with the rate of requests and the replicas changed by factors; quality is measured as often. */
    public SpecialistModel scaled(double rate, double capacity) {
        Load scaledLoad = new Load(
                load.requestsPerSecond() * rate,
                load.prompt(),
                load.answer(),
                load.prefixShare(),
                load.deadlineShare(),
                load.deadlinesMs());
        int replicas = (int) Math.max(1, Math.ceil(machines.replicas() * capacity - 1e-9));
        return new SpecialistModel(name, scaledLoad, machines.withReplicas(replicas), quality, traits);
    }
}

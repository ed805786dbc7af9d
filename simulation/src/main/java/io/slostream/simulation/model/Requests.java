// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.simulation.incident.Conditions;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The requests of one specialist: clients ask, the fleet serves, clients whose patience ends leave. Every arrival
 * becomes one event, when it ends.
 *
 * <p>A circuit breaker opens when eight times the fleet's healthy slots wait, and refuses requests until no more wait
 * than it has slots. Together with patience it bounds the queue, whatever the load.
 */
final class Requests implements Source {
    private static final int BREAKER_OPENS_AT = 8;
    private static final double PATIENCE_WITHOUT_DEADLINE_MS = 45_000;
    private static final double ADAPTED_SHARE = 0.5;
    private static final double TOOL_FAILURE_SHARE = 0.02;
    private static final int MOST_TOOL_CALLS = 40;

    private final SpecialistModel model;
    private final Conditions conditions;
    private final Arrivals arrivals;
    private final Draws draws;
    private final long horizonUs;
    private final Fleet fleet;
    private final RequestReport report;
    private final PriorityQueue<Job> byPatience = new PriorityQueue<>(
            Comparator.comparingLong((Job job) -> job.leavesAtUs).thenComparingLong(job -> job.number));
    private long arrived;
    private boolean breakerOpen;

    Requests(
            SpecialistModel model, Arrivals arrivals, long seed, long horizonUs, Conditions conditions, Outbox outbox) {
        this.model = model;
        this.conditions = conditions;
        this.arrivals = arrivals;
        this.horizonUs = horizonUs;
        this.draws = Draws.of(seed, model.name(), "requests");
        this.report = new RequestReport(model, outbox);
        this.fleet = new Fleet(model, conditions, Draws.of(seed, model.name(), "speculation"), this::ended);
    }

    Fleet fleet() {
        return fleet;
    }

    /** Whether new requests are refused. */
    boolean breakerOpen() {
        return breakerOpen;
    }

    @Override
    public long nextUs() {
        return Math.min(Math.min(nextArrivalUs(), fleet.stepEndUs()), nextLeaveUs());
    }

    @Override
    public void advance() {
        long nowUs = nextUs();
        if (fleet.stepEndUs() == nowUs) {
            fleet.endStep();
        } else if (nextLeaveUs() == nowUs) {
            Job job = byPatience.remove();
            fleet.leave(job);
            report.left(job, nowUs);
            job.forgetGaps();
        } else {
            arrive(nowUs);
        }
    }

    private long nextArrivalUs() {
        long next = arrivals.nextUs();
        return next < horizonUs ? next : NEVER_US;
    }

    private long nextLeaveUs() {
        while (!byPatience.isEmpty() && byPatience.element().gone) {
            byPatience.remove();
        }
        return byPatience.isEmpty() ? NEVER_US : byPatience.element().leavesAtUs;
    }

    private void arrive(long nowUs) {
        Job job = new Job(request(nowUs), ++arrived);
        arrivals.advance();
        int healthySlots = model.machines().replicas() * model.machines().slots();
        breakerOpen = fleet.waiting() >= (breakerOpen ? healthySlots : BREAKER_OPENS_AT * healthySlots);
        if (breakerOpen) {
            report.refused(job, nowUs);
        } else {
            byPatience.add(job);
            fleet.arrive(job, nowUs);
        }
    }

    private void ended(Job job, long nowUs) {
        if (job.fails) {
            report.failed(job, nowUs);
        } else {
            report.answered(job, nowUs);
        }
        job.forgetGaps();
    }

    /** Draws what the client asks; always the same number of draws, whatever comes of them. */
    private Job.Request request(long nowUs) {
        SpecialistModel.Load load = model.load();
        SpecialistModel.Traits traits = model.traits();
        int prompt = arrivals.promptTokens();
        double prefix = Math.min(0.95, 2 * load.prefixShare() * draws.uniform());
        int prefixTokens = (int) (prompt * prefix) / KvCache.BLOCK_TOKENS * KvCache.BLOCK_TOKENS;
        List<Double> deadlines = load.deadlinesMs();
        double drawn = deadlines.get(draws.below(deadlines.size()));
        double deadline = draws.chance(load.deadlineShare()) ? drawn : Double.NaN;
        // A client waits half as long again as its deadline at least, three times as long at most.
        double patience = (Double.isNaN(deadline) ? PATIENCE_WITHOUT_DEADLINE_MS : deadline) * draws.between(1.5, 3);
        boolean fails = draws.chance(
                conditions.errorShare(nowUs / 1_000, model.quality().errorShare()));
        int adapter = draws.below(Math.max(1, traits.adapters()));
        boolean adapted = draws.chance(ADAPTED_SHARE) && traits.adapters() > 0;
        int tools = (int) Math.min(MOST_TOOL_CALLS, draws.exponential(Math.max(1e-9, traits.toolCalls())));
        double toolFailureShare = conditions.toolFailureShare(nowUs / 1_000, TOOL_FAILURE_SHARE);
        int toolFailures = (int) Math.min(tools, tools * toolFailureShare + draws.uniform());
        double confidence = Math.min(1, Math.max(0, traits.routerConfidence() + 0.06 * draws.gaussian()));
        return new Job.Request(
                nowUs,
                prompt,
                arrivals.answerTokens(),
                Math.min(prefixTokens, prompt - 1),
                deadline,
                Math.round(patience * 1_000),
                fails,
                adapted ? adapter : -1,
                draws.bits(),
                confidence,
                tools,
                toolFailures);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import java.util.ArrayList;
import java.util.List;

/**
 * One replica: a batch that is computed step by step. A step computes a chunk of prompts and one token (with speculation:
 * some) of every answer.
 *
 * <p>Step time = (base + per request × batch + prompt tokens ÷ prefill speed) ÷ share of speed. A request is admitted at
 * the start of a step when a slot is free, the chunk has room and the KV cache holds its prompt. When answers outgrow the
 * cache, the request admitted last goes back to the queue and its tokens must be computed again.
 */
final class Replica {
    private final int number;
    private final SpecialistModel model;
    private final SpecialistModel.Machines machines;
    private final Fleet fleet;
    private final Draws speculation;
    private final KvCache cache = new KvCache();
    private final List<Job> batch = new ArrayList<>();
    private long stepEndUs;

    Replica(int number, SpecialistModel model, Fleet fleet, Draws speculation) {
        this.number = number;
        this.model = model;
        this.machines = model.machines();
        this.fleet = fleet;
        this.speculation = speculation;
    }

    int number() {
        return number;
    }

    /** When the step ends; meaningful while one runs. */
    long stepEndUs() {
        return stepEndUs;
    }

    int usedBlocks() {
        return cache.used();
    }

    /**
     * Begins a step.
     *
     * @param takes whether it may take from the queue
     * @param speed share of its speed at which it computes
     * @return false when there is nothing to do
     */
    boolean begin(long nowUs, boolean takes, double speed) {
        batch.removeIf(job -> {
            if (job.gone) {
                release(job);
                fleet.freed(job);
            }
            return job.gone;
        });
        if (takes) {
            admit(nowUs);
        }
        if (batch.isEmpty()) {
            return false;
        }
        planAnswers();
        double stepMs = machines.stepMs()
                + machines.stepMsPerRequest() * batch.size()
                + planPrompts() * 1_000.0 / machines.prefillTokensPerSecond();
        long stepUs = Math.max(1, Math.round(stepMs * 1_000 / speed));
        fleet.counters().busyUs += stepUs;
        stepEndUs = nowUs + stepUs;
        return true;
    }

    /** Hands out what the step computed. */
    void endStep() {
        for (Job job : batch) {
            if (job.gone) {
                continue;
            }
            job.prefillLeft -= job.plannedPrefill;
            boolean prompted = job.plannedPrefill > 0 && job.isDecoding();
            int tokens = prompted ? 1 : job.plannedTokens;
            fleet.counters().tokens += job.plannedPrefill + tokens;
            if (tokens > 0) {
                job.generate(tokens, stepEndUs);
            }
            if (job.isComplete()) {
                fleet.finish(job, stepEndUs);
            }
        }
    }

    private void admit(long nowUs) {
        int chunk = machines.chunkTokens();
        for (Job job : batch) {
            chunk -= job.prefillLeft;
        }
        for (Job job = fleet.head(); job != null; job = fleet.head()) {
            int tokens = job.promptTokens + job.generated + 1;
            boolean fits = cache.used() + KvCache.blocks(tokens) <= machines.kvBlocks();
            boolean room = batch.size() < machines.slots() && chunk > 0;
            if (!batch.isEmpty() && !(fits && room)) {
                return;
            }
            if (fleet.take(job, nowUs)) {
                job.prefillLeft = job.promptTokens - job.prefixTokens + job.generated;
                chunk -= job.prefillLeft;
                hold(job, tokens);
                batch.add(job);
            }
        }
    }

    /** Plans a token for every answer; it needs a place in the cache, which is taken from the youngest. */
    private void planAnswers() {
        for (int i = 0; i < batch.size(); i++) {
            Job job = batch.get(i);
            job.plannedTokens = 0;
            if (!job.isDecoding()) {
                continue;
            }
            int tokens = 1 + accepted(job);
            int wanted = job.heldTokens + tokens;
            int more = KvCache.blocks(wanted) - KvCache.blocks(job.heldTokens);
            while (cache.used() + more > machines.kvBlocks() && batch.size() > i + 1) {
                preempt(batch.get(batch.size() - 1));
            }
            if (cache.used() + more > machines.kvBlocks() && i > 0) {
                preempt(job);
                return;
            }
            hold(job, wanted);
            job.plannedTokens = tokens;
        }
    }

    private int accepted(Job job) {
        int proposed = model.traits().draftTokens();
        int kept = 0;
        while (kept < proposed && speculation.chance(model.traits().draftAcceptance())) {
            kept++;
        }
        // What was accepted beyond the end of the answer is taken back.
        int used = Math.min(kept, job.answerTokens - job.generated - 1);
        job.draftTokens += proposed;
        job.acceptedTokens += kept;
        job.rolledBackTokens += kept - used;
        return used;
    }

    /** Plans a chunk of prompts, oldest first; returns its tokens. */
    private int planPrompts() {
        int left = machines.chunkTokens();
        for (Job job : batch) {
            job.plannedPrefill = Math.min(left, job.prefillLeft);
            left -= job.plannedPrefill;
        }
        return machines.chunkTokens() - left;
    }

    private void preempt(Job job) {
        batch.remove(job);
        release(job);
        job.plannedTokens = 0;
        job.plannedPrefill = 0;
        fleet.putBack(job);
    }

    private void hold(Job job, int tokens) {
        cache.resize(job.heldTokens, tokens);
        job.heldTokens = tokens;
    }

    private void release(Job job) {
        hold(job, 0);
    }
}

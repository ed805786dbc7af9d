// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.simulation.incident.Conditions;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * The replicas of a specialist behind one first-come-first-served queue. A replica takes from the queue whenever it
 * begins a step; one that idles begins at once. Replicas lost to an incident take nothing more and finish what they run.
 */
final class Fleet {
    /** Told when a request ends other than by leaving. */
    interface Ended {
        void ended(Job job, long nowUs);
    }

    private final SpecialistModel model;
    private final Conditions conditions;
    private final Ended ended;
    private final FleetCounters counters = new FleetCounters();
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Replica[] replicas;
    private final BitSet idle = new BitSet();
    private final PriorityQueue<Replica> stepping =
            new PriorityQueue<>(Comparator.comparingLong(Replica::stepEndUs).thenComparingInt(Replica::number));
    private int waitingCount;
    private int preemptedCount;
    private long waitingBlocks;
    private int running;
    private int serving;

    Fleet(SpecialistModel model, Conditions conditions, Draws speculation, Ended ended) {
        this.model = model;
        this.conditions = conditions;
        this.ended = ended;
        this.replicas = new Replica[model.machines().replicas()];
        for (int number = 0; number < replicas.length; number++) {
            replicas[number] = new Replica(number, model, this, speculation);
        }
        this.serving = replicas.length;
        idle.set(0, replicas.length);
    }

    /** When the first step ends of those that run now, or {@link Source#NEVER_US}. */
    long stepEndUs() {
        return stepping.isEmpty() ? Source.NEVER_US : stepping.element().stepEndUs();
    }

    int waiting() {
        return waitingCount;
    }

    int running() {
        return running;
    }

    /** Slots of the replicas that serve. */
    int slots() {
        return serving * model.machines().slots();
    }

    /** Blocks of KV cache of the replicas that serve. */
    int blocks() {
        return serving * model.machines().kvBlocks();
    }

    /** Blocks in use, also by replicas that finish. */
    int usedBlocks() {
        int sum = 0;
        for (Replica replica : replicas) {
            sum += replica.usedBlocks();
        }
        return sum;
    }

    /** Blocks in use and asked for by those who wait. */
    long wantedBlocks() {
        return usedBlocks() + waitingBlocks;
    }

    /** Time that replicas have spent in steps until now, microseconds, summed over replicas. */
    long busyUs(long nowUs) {
        long sum = counters.busyUs;
        for (Replica replica : stepping) {
            sum -= Math.max(0, replica.stepEndUs() - nowUs);
        }
        return sum;
    }

    FleetCounters counters() {
        return counters;
    }

    void arrive(Job job, long nowUs) {
        waiting.addLast(job);
        enqueued(job);
        look(nowUs);
        int first = idle.nextSetBit(0);
        if (first >= 0 && first < serving) {
            begin(replicas[first], nowUs);
        }
    }

    /** The client is gone; what the request holds is freed before the next step. */
    void leave(Job job) {
        job.gone = true;
        if (!job.holdsSlot) {
            dequeued(job);
        }
    }

    /** Ends the step that ends first and begins that replica's next. */
    void endStep() {
        Replica replica = stepping.remove();
        long nowUs = replica.stepEndUs();
        look(nowUs);
        replica.endStep();
        begin(replica, nowUs);
    }

    /** The first of the queue, or null; those who left are forgotten. */
    Job head() {
        while (!waiting.isEmpty() && waiting.element().gone) {
            waiting.remove();
        }
        return waiting.peek();
    }

    /** A replica takes the first of the queue; false when the server fails on it. */
    boolean take(Job job, long nowUs) {
        waiting.remove();
        dequeued(job);
        counters.admissions++;
        if (job.admittedUs == Job.NEVER) {
            job.admittedUs = nowUs;
            counters.admitted(job);
        }
        if (job.fails) {
            finish(job, nowUs);
            return false;
        }
        job.holdsSlot = true;
        running++;
        return true;
    }

    /** A replica puts a request back to the head of the queue. */
    void putBack(Job job) {
        freed(job);
        job.preemptions++;
        preemptedCount++;
        job.preemptionDepth = Math.max(job.preemptionDepth, preemptedCount);
        counters.preemptions++;
        job.waitsAgain = true;
        waiting.addFirst(job);
        enqueued(job);
    }

    /** A request has its answer, or failed. */
    void finish(Job job, long nowUs) {
        job.gone = true;
        ended.ended(job, nowUs);
    }

    /** A request no longer holds a slot. */
    void freed(Job job) {
        job.holdsSlot = false;
        running--;
    }

    private void begin(Replica replica, long nowUs) {
        boolean takes = replica.number() < serving;
        if (replica.begin(nowUs, takes, conditions.speed(nowUs / 1_000))) {
            idle.clear(replica.number());
            stepping.add(replica);
        } else {
            idle.set(replica.number());
        }
    }

    /** Looks how many replicas serve; when more do than before, the new ones begin. */
    private void look(long nowUs) {
        int before = serving;
        serving = conditions.replicas(nowUs / 1_000, replicas.length);
        for (int number = before; number < serving; number++) {
            if (idle.get(number) && head() != null) {
                begin(replicas[number], nowUs);
            }
        }
    }

    private void enqueued(Job job) {
        waitingCount++;
        waitingBlocks += KvCache.blocks(job.promptTokens);
    }

    private void dequeued(Job job) {
        waitingCount--;
        waitingBlocks -= KvCache.blocks(job.promptTokens);
        if (job.waitsAgain) {
            job.waitsAgain = false;
            preemptedCount--;
        }
    }
}

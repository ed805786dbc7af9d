// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import java.util.Arrays;

/** One request from arrival to its event. Times are microseconds since the start of the simulation. */
final class Job {
    static final long NEVER = -1;

    private static final int[] NO_GAPS = {};

    // What the client asks.
    final long number;
    final long arrivalUs;
    final int promptTokens;
    final int answerTokens;
    final int prefixTokens;
    final double deadlineMs;
    final long leavesAtUs;
    final boolean fails;
    final int adapter;
    final long traceBits;
    final double confidence;
    final int toolCalls;
    final int toolCallFailures;

    // Where it stands.
    long admittedUs = NEVER;
    long firstTokenUs = NEVER;
    long lastTokenUs = NEVER;
    int generated;
    int prefillLeft;
    int plannedPrefill;
    int plannedTokens;
    int heldTokens;
    int preemptions;
    int preemptionDepth;
    long draftTokens;
    long acceptedTokens;
    long rolledBackTokens;
    boolean waitsAgain;
    boolean holdsSlot;
    boolean gone;
    private int[] gapsUs = new int[32];
    private int gaps;

    Job(Request request, long number) {
        this.number = number;
        this.arrivalUs = request.arrivalUs();
        this.promptTokens = request.promptTokens();
        this.answerTokens = request.answerTokens();
        this.prefixTokens = request.prefixTokens();
        this.deadlineMs = request.deadlineMs();
        this.leavesAtUs = request.arrivalUs() + request.patienceUs();
        this.fails = request.fails();
        this.adapter = request.adapter();
        this.traceBits = request.traceBits();
        this.confidence = request.confidence();
        this.toolCalls = request.toolCalls();
        this.toolCallFailures = request.toolCallFailures();
    }

    /**
     * What a client asks for, drawn at its arrival.
     *
     * @param prefixTokens prompt tokens that the prefix cache holds
     * @param deadlineMs deadline from the arrival, or NaN for none
     * @param patienceUs how long the client waits for the whole answer
     * @param fails whether the server fails when it takes the request up
     * @param adapter number of the adapter, or -1 for none
     */
    record Request(
            long arrivalUs,
            int promptTokens,
            int answerTokens,
            int prefixTokens,
            double deadlineMs,
            long patienceUs,
            boolean fails,
            int adapter,
            long traceBits,
            double confidence,
            int toolCalls,
            int toolCallFailures) {}

    boolean isDecoding() {
        return prefillLeft == 0;
    }

    boolean isComplete() {
        return generated >= answerTokens;
    }

    /** Tokens come out at this time. */
    void generate(int tokens, long atUs) {
        if (firstTokenUs == NEVER) {
            firstTokenUs = atUs;
        } else {
            gap((int) Math.min(Integer.MAX_VALUE, atUs - lastTokenUs));
        }
        for (int i = 1; i < tokens; i++) {
            gap(0);
        }
        lastTokenUs = atUs;
        generated += tokens;
    }

    /** The p-th percentile of the gaps between tokens (nearest rank), microseconds; needs two tokens. */
    long gapPercentileUs(int percent) {
        int[] sorted = Arrays.copyOf(gapsUs, gaps);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (gaps * percent + 99) / 100 - 1)];
    }

    /** Lets the gaps go: an ended request may stand in a queue of patience for minutes more. */
    void forgetGaps() {
        gapsUs = NO_GAPS;
        gaps = 0;
    }

    private void gap(int us) {
        if (gaps == gapsUs.length) {
            gapsUs = Arrays.copyOf(gapsUs, gaps * 2);
        }
        gapsUs[gaps++] = us;
    }
}

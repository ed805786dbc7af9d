// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

/** What a fleet has done since its start; reporters take differences. */
final class FleetCounters {
    private static final int LOADED_ADAPTERS = 4;

    /** Time in steps, microseconds. */
    long busyUs;
    /** Prompt and answer tokens computed. */
    long tokens;
    /** Prompt tokens looked up in the prefix cache. */
    long prefixLookups;
    /** Prompt tokens found there. */
    long prefixHits;
    /** Adapters loaded in place of others. */
    long adapterSwaps;
    /** Requests admitted that need an adapter. */
    long adapterActivations;
    /** Requests admitted, with repetition. */
    long admissions;
    /** Requests preempted, with repetition. */
    long preemptions;

    /** The adapters loaded, the one used last first. */
    private final int[] loaded = {0, 1, 2, 3};

    /** A request is admitted for the first time. */
    void admitted(Job job) {
        prefixLookups += job.promptTokens;
        prefixHits += job.prefixTokens;
        if (job.adapter >= 0) {
            adapterActivations++;
            load(job.adapter);
        }
    }

    private void load(int adapter) {
        int place = 0;
        while (place < LOADED_ADAPTERS && loaded[place] != adapter) {
            place++;
        }
        if (place == LOADED_ADAPTERS) {
            adapterSwaps++;
            place--;
        }
        System.arraycopy(loaded, 0, loaded, 1, place);
        loaded[0] = adapter;
    }
}
